permissions-lead = Was jede Rolle im ganzen Arbeitsbereich darf. Darüber hinaus sieht jeder die Aufgaben, die ihm zugewiesen sind, und die Projekte, in denen er Mitglied ist.
permissions-area = Bereich
permissions-users = Anzahl
permissions-projects = Projekte
permissions-projects-note = Alle des Arbeitsbereichs
permissions-tasks = Aufgaben
permissions-tasks-note = Alle des Arbeitsbereichs
permissions-people = Personen
permissions-people-note = Lesen: die Liste. Verwalten: Profile und Teams
permissions-settings = Einstellungen
permissions-settings-note = Dieses Arbeitsbereichs
permissions-create = Projekte anlegen
permissions-invite = Einladen, Rollen und Tarif ändern
permissions-manage = Verwalten
permissions-read = Lesen
permissions-none = Nichts
permissions-yes = Ja
permissions-no = Nein
permissions-actions = Aktionen

role-new = Neue Rolle
role-name = Name
role-copy-name = Kopie von { $role }
role-copy = Kopieren
role-edit = Bearbeiten
role-delete = Löschen
role-preview = Ansehen als
role-saved = Rolle gespeichert. Sie gilt ab der nächsten Seite, die ihre Inhaber öffnen.
role-name-taken = Es gibt bereits eine Rolle mit diesem Namen
role-too-many = Ein Arbeitsbereich hat höchstens { $max } Rollen
role-fixed = { $role } bleibt, wie sie ist. Kopieren Sie die Rolle, um die Kopie zu ändern.
role-stays = { $role } lässt sich nicht löschen. Die Rechte lassen sich ändern.
role-preset-note = Diese Rolle hat jeder Arbeitsbereich: Ihre Rechte lassen sich ändern, ihr Name bleibt.
role-note = Auch wer „Nichts“ hat, sieht die Aufgaben, die ihm zugewiesen sind, und die Projekte, in denen er Mitglied ist. Einladen, Rollen vergeben und den Tarif ändern nur Admins.
role-delete-title = Rolle löschen
role-delete-ask = Rolle { $role } löschen? Niemand hat sie.
role-delete-ask-used =
    { $n ->
        [one] Eine Person hat die Rolle { $role }.
       *[other] { $n } Personen haben die Rolle { $role }.
    } Wählen Sie die Rolle, die an ihre Stelle tritt.
role-delete-instead = Ersetzen durch
role-delete-none = Rolle wählen
role-delete-hint = Auch Eingeladene, Wartende und Deaktivierte bekommen sie. Wer angemeldet ist, muss sich neu anmelden.
role-delete-choose = Wählen Sie die Rolle, die an ihre Stelle tritt
role-delete-yes = Rolle löschen

preview-title = Vorschau
preview-here = Sie sehen den Arbeitsbereich als { $role }. Ändern lässt sich dabei nichts.
preview-elsewhere = Sie sehen einen Ihrer Arbeitsbereiche als andere Rolle. Ändern lässt sich dabei nichts.
preview-stop = Vorschau beenden
