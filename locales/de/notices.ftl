mail-trial-subject = Die Testphase von { $workspace } endet bald
mail-trial-lead = Die Testphase von { $workspace } endet am { $date }.
mail-trial-then = Buchen Sie vorher Plätze, und für niemanden ändert sich etwas. Ohne Plätze ruht der Arbeitsbereich; nichts geht verloren.
mail-trial-cta = Plätze buchen
mail-trial-why = Sie erhalten dies, weil Sie Admin von { $workspace } sind.

mail-filled-subject = { $n ->
    [one] 1 Person von der Warteliste wurde eingeladen
   *[other] { $n } Personen von der Warteliste wurden eingeladen
}
mail-filled-lead = In { $workspace } sind wieder Plätze frei, deshalb wurden eingeladen: { $names }
mail-filled-cta = Nutzerliste öffnen
mail-filled-why = Sie erhalten dies, weil Sie die Personen auf die Warteliste von { $workspace } gesetzt haben.

mail-sign-up-subject = Ihren Arbeitsbereich anlegen
mail-sign-up-lead = Legen Sie mit { $email } bis { $date } einen Arbeitsbereich an.
mail-sign-up-cta = Arbeitsbereich anlegen
mail-sign-up-why = Jemand hat dies mit Ihrer Adresse angefordert. Unerwartet? Einfach ignorieren; nichts wird angelegt.
mail-email-subject = Neue E-Mail bestätigen
mail-email-lead = Bestätigen Sie { $email } bis { $date } als Ihre neue E-Mail.
mail-email-cta = E-Mail bestätigen
mail-email-why = Jemand mit einem Konto bei Usher hat dies angefordert. Nicht Sie? Einfach ignorieren; nichts wird geändert.
mail-moved-subject = Ihre E-Mail wurde geändert
mail-moved-lead = Ihr Konto hat ab jetzt die E-Mail { $to } statt { $from }.
mail-moved-unexpected = Waren Sie das nicht? Schreiben Sie sofort einem Admin Ihres Arbeitsbereichs.
mail-moved-why = Sie erhalten dies, weil das Konto diese Adresse hatte.
mail-joined-subject = { $name } ist jetzt in { $workspace }
mail-joined-lead = { $name } ({ $email }) hat die Einladung angenommen.
mail-joined-cta = Nutzer öffnen
mail-joined-why = Sie erhalten dies, weil die Einstellungen von { $workspace } es so sagen.
