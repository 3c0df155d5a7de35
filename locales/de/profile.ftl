profile-title = Profil
profile-language = Sprache
profile-saved = Profil gespeichert
profile-password = Passwort
profile-current-password = Aktuelles Passwort
profile-set-password = Neues Passwort setzen
profile-wrong-password = Das ist nicht Ihr aktuelles Passwort
profile-password-set = Ihr neues Passwort ist gesetzt. Überall sonst sind Sie abgemeldet.
profile-password-note = Ein neues Passwort meldet Sie überall sonst ab.
profile-shortcuts = Tastatur
profile-shortcuts-on = Kurzbefehle mit einer Taste
profile-shortcuts-hint = In der Nutzerliste öffnet i das Einladungsfenster und / springt zur Suche. Gilt für diesen Browser.
profile-back = Zurück zu { $workspace }
profile-email = E-Mail-Adresse
profile-new-email = Neue E-Mail-Adresse
profile-email-ask = Link an die neue Adresse senden
profile-email-asked = Wir haben eine E-Mail an { $email } gesendet. Ihre E-Mail-Adresse ändert sich, wenn Sie dem Link folgen.
profile-email-same = Das ist schon Ihre E-Mail-Adresse
profile-email-domain = { $workspace } lässt niemanden bei { $domain } zu
profile-email-changed = Ihre E-Mail-Adresse ist ab jetzt { $email }. Überall sonst sind Sie abgemeldet.
profile-email-note = Wir informieren Ihre bisherige Adresse. Die Änderung meldet Sie überall sonst ab.
profile-sessions = Wo Sie angemeldet sind
profile-session-this = Diese hier
profile-session-end = Beenden
profile-session-ended = Diese Sitzung ist beendet.
profile-session-seen = { $address } · zuletzt { $when }
profile-sessions-end = Überall abmelden
profile-device-unknown = Unbekannter Browser
profile-sessions-ended = { $n ->
    [one] Sie sind abgemeldet. Sonst waren Sie nirgends angemeldet.
   *[other] Sie sind überall abgemeldet: { $n } Sitzungen sind beendet.
}
