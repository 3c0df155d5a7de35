mail-trial-subject = Die Testphase von { $workspace } endet bald
mail-trial-lead = Die Testphase von { $workspace } endet am { $date }.
mail-trial-then = Buchen Sie vorher für alle einen Platz, und für niemanden ändert sich etwas. Mit weniger Plätzen als Personen ruht der Arbeitsbereich; nichts geht verloren.
mail-trial-short = { $used ->
    [one] 1 Platz ist belegt
   *[other] { $used } Plätze sind belegt
} und { $booked ->
    [one] 1 ist gebucht
   *[other] { $booked } sind gebucht
}.
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
mail-email-subject = Neue E-Mail-Adresse bestätigen
mail-email-lead = Bestätigen Sie { $email } bis { $date } als Ihre neue E-Mail-Adresse.
mail-email-cta = Adresse bestätigen
mail-email-why = Jemand mit einem Konto bei Usher hat dies angefordert. Nicht Sie? Einfach ignorieren; nichts wird geändert.
mail-asked-subject = Ihre E-Mail-Adresse soll sich ändern
mail-asked-lead = { $to } soll statt { $from } die E-Mail-Adresse Ihres Kontos sein. So ist es, sobald jemand dem Link in der E-Mail an { $to } folgt.
mail-asked-unexpected = Waren Sie das nicht? Dann kennt jemand Ihr Passwort. Setzen Sie jetzt ein neues: Der Link gilt dann nicht mehr, und alle werden von Ihrem Konto abgemeldet.
mail-asked-cta = Neues Passwort setzen
mail-asked-why = Sie erhalten dies, weil Ihr Konto diese Adresse hat.
mail-moved-subject = Ihre E-Mail-Adresse wurde geändert
mail-moved-lead = Ihr Konto hat ab jetzt die E-Mail-Adresse { $to } statt { $from }.
mail-moved-unexpected = Waren Sie das nicht? Schreiben Sie sofort einem Admin Ihres Arbeitsbereichs.
mail-moved-why = Sie erhalten dies, weil das Konto diese Adresse hatte.
mail-joined-subject = { $name } ist jetzt in { $workspace }
mail-joined-lead = { $name } ({ $email }) hat die Einladung angenommen.
mail-joined-cta = Nutzer öffnen
mail-joined-why = Sie erhalten dies, weil die Einstellungen von { $workspace } es so sagen.
