join-title = { $workspace } beitreten
join-set-password = Passwort setzen und beitreten
join-invited-before = { $inviter } ({ $email }) hat Sie als
join-invited-after = { " " }eingeladen.
join-invited-after-team = { $n ->
    [one] { " " }ins Team { $team } eingeladen.
   *[other] { " " }in die Teams { $team } eingeladen.
}
join-tasks = { $n ->
    [one] Eine Aufgabe wartet auf Sie.
    [2] Zwei Aufgaben warten auf Sie.
    [3] Drei Aufgaben warten auf Sie.
   *[other] { $n } Aufgaben warten auf Sie.
}
join-ends = Dieser Link gilt bis { $date }.

join-account-exists = { $email } hat bereits ein Konto. Treten Sie mit dessen Passwort bei.
join-wrong-password = Das ist nicht das Passwort dieses Kontos. Versuchen Sie es erneut, oder setzen Sie es zurück.
join-signed-in = Sie sind angemeldet als { $email }.
join-other = Angemeldet als { $a }; die Einladung gilt für { $b }.
join-switch = Abmelden und fortfahren
join-stay = Angemeldet bleiben als { $email }

join-welcome = Willkommen bei { $workspace }. Ihre Rolle ist { $role }.
join-welcome-team = Willkommen bei { $workspace }. Ihre Rolle ist { $role }, Ihr Team { $team }.

join-ask = An { $contact } schreiben
join-accepted-title = Sie sind schon dabei
join-accepted = Diese Einladung zu { $workspace } wurde angenommen. Sie kommen mit Ihrer E-Mail-Adresse und Ihrem Passwort hinein.
join-accepted-open = { $workspace } öffnen
join-accepted-note = Der Link einer Einladung gilt einmal. { $inviter } ({ $email }) hat ihn gesendet.
join-expired-title = Dieser Link ist abgelaufen
join-expired = Dieser Link galt bis { $date }. Neuen Link anfordern.
join-expired-note = { $contact } ({ $contact-email }) kann die Einladung zu { $workspace } erneut senden.
join-withdrawn-title = Diese Einladung wurde zurückgezogen
join-withdrawn = Sie führt nicht mehr zu { $workspace }. Wenn Sie das überrascht, fragen Sie die Person, die Sie eingeladen hat.
join-withdrawn-note = { $inviter } ({ $email }) hat Sie zu { $workspace } eingeladen.
join-declined-title = Diese Einladung wurde abgelehnt
join-declined = Sie führt nicht mehr zu { $workspace }. Wenn Sie doch beitreten möchten, bitten Sie um eine neue.
join-declined-note = { $inviter } ({ $email }) hat Sie zu { $workspace } eingeladen.
join-replaced-title = Es gibt eine neuere E-Mail
join-replaced = Es gibt für Sie eine neuere Einladung zu { $workspace }. Verwenden Sie den Link in der neuesten E-Mail, die noch unterwegs sein kann; dieser gilt nicht mehr.
join-replaced-note = Nicht gefunden? Sehen Sie im Spam-Ordner nach, oder fragen Sie { $contact } ({ $contact-email }).
join-unbacked-title = Diese Einladung gilt nicht mehr
join-unbacked = Sie würde Sie zum Admin von { $workspace } machen, aber { $inviter } hat sie gesendet und ist selbst keiner mehr. Ein Admin kann sie erneut senden.
join-unbacked-note = { $contact } ({ $contact-email }) ist Admin von { $workspace }.

join-unknown-title = Dieser Link ist nicht bekannt
join-unknown = Vielleicht ist er abgeschnitten. Kopieren Sie die ganze Adresse aus der E-Mail in den Browser.
join-unknown-note = Immer noch nicht? Bitten Sie die Person, die Sie eingeladen hat, die Einladung erneut zu senden.

join-paused-title = Dieser Arbeitsbereich ruht
join-paused = Die Testphase von { $workspace } ist zu Ende. Ihre Einladung bleibt bestehen: Sobald Plätze gebucht sind, gilt dieser Link wieder.
join-paused-note = { $contact } ({ $contact-email }) kann Plätze für { $workspace } buchen.
