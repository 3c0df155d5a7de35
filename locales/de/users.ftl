users-seats = { $booked ->
    [0] { $used ->
        [one] 1 Platz
       *[other] { $used } Plätze
    } belegt, keiner gebucht
    [one] { $used } von 1 Platz belegt
   *[other] { $used } von { $booked } Plätzen belegt
}
users-seats-trial = { $used ->
    [one] 1 Platz
   *[other] { $used } Plätze
} belegt, in der Testphase ohne Grenze
users-add = Hinzufügen
users-search = Suchen
users-search-hint = Name oder E-Mail
users-filter = Filtern
users-name = Name
users-role = Rolle
users-team = Team
users-status = Status
users-sort = Reihenfolge
users-sort-name = Name A–Z
users-sort-name-down = Name Z–A
users-sort-email = E-Mail
users-sort-role = Rolle
users-sort-role-down = Rolle, umgekehrt
users-sort-status = Status
users-sort-status-down = Status, umgekehrt
users-sort-newest = Neueste zuerst
users-actions = Aktionen
users-actions-for = Aktionen für { $name }
users-resend = Einladung erneut senden
users-edit = Bearbeiten
users-open = Öffnen
users-activate = Wieder aktivieren
users-invite-again = Erneut einladen
users-range = { $first }–{ $last } von { $total }
users-range-many = { $first }–{ $last } von mehr als { $total }
users-per-page = 50 je Seite
users-pages = Seiten
users-previous = Vorige Seite
users-next = Nächste Seite
users-empty = Bisher nur Sie
users-empty-way-on = Laden Sie Ihr Team ein.
users-none = Keine Treffer
users-found =
    { $n ->
        [0] Keine Treffer
       *[other] { $n } Nutzer
    }
users-found-many = Mehr als { $n } Nutzer
users-clear = Filter löschen

status-initiated = Eingeladen
status-active = Aktiv
status-deactivated = Deaktiviert

users-note-queued = Noch nicht gesendet
users-note-held = E-Mail geht { $when } hinaus
users-note-delayed = Noch nicht gesendet, weiterer Versuch folgt
users-note-delayed-because = Noch nicht gesendet: { $reply }
users-note-undeliverable = Unzustellbar
users-note-undeliverable-because = Unzustellbar: { $reply }
users-note-unconfirmed = Vielleicht nicht zugestellt
users-note-expires = Gültig bis { $day }
users-note-expired = Link abgelaufen am { $day }
users-note-withdrawn = Einladung zurückgezogen
users-note-declined = Einladung abgelehnt
users-failed = Das konnte nicht gesendet werden. Versuchen Sie es gleich noch einmal.
