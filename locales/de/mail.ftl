mail-from = { $inviter } via { $workspace }
mail-subject = { $inviter } hat Sie zu { $workspace } eingeladen
mail-hello = { $gender ->
    [female] Guten Tag Frau { $surname },
    [male] Guten Tag Herr { $surname },
   *[none] Guten Tag { $name },
}
mail-pre = Bis { $date } annehmen und als { $role } mitarbeiten.
mail-task = Eine Aufgabe wartet auf Sie: { $task }
mail-task-due = Eine Aufgabe wartet auf Sie, fällig am { $day }: { $task }
mail-tasks = { $n } Aufgaben warten auf Sie. Eine davon: { $task }
mail-tasks-due = { $n } Aufgaben warten auf Sie, die erste ist am { $day } fällig. Eine davon: { $task }
mail-cta = Einladung annehmen
mail-link = Oder öffnen Sie diese Adresse:
mail-why = { $inviter } ({ $email }) hat Ihre Adresse eingetragen. Unerwartet? Einfach ignorieren; es entsteht kein Konto.

mail-reset-subject = Neues Passwort setzen
mail-reset-pre = Neues Passwort für { $email } bis { $date } setzen.
mail-reset-cta = Neues Passwort setzen
mail-reset-why = Jemand hat dies mit Ihrer Adresse angefordert. Unerwartet? Einfach ignorieren; Ihr Passwort bleibt, wie es ist.
