invite-done-waiting =
    { $n ->
        [0] Niemand wurde eingeladen.
        [one] 1 Einladung eingeplant.
       *[other] { $n } Einladungen eingeplant.
    } { $k ->
        [0] Niemand wartet auf einen Platz.
        [one] 1 Person wartet auf einen Platz.
       *[other] { $k } Personen warten auf einen Platz.
    }
waiting-title = Warteliste
waiting-lead = Wer vorn steht, bekommt den nächsten freien Platz und wird automatisch eingeladen. Sie erhalten eine E-Mail.
waiting-none = Niemand wartet auf einen Platz
waiting-people = { $n ->
    [one] 1 Person wartet auf einen Platz
   *[other] { $n } Personen warten auf einen Platz
}
waiting-since = seit { $day }
waiting-stuck = Rolle oder Team fehlt: entfernen und neu einladen
waiting-up = { $name } nach oben
waiting-down = { $name } nach unten
waiting-remove = { $name } von der Liste nehmen
waiting-remove-title = Von der Warteliste nehmen
waiting-remove-ask = { $name } von der Warteliste nehmen? Es folgt keine Einladung, wenn ein Platz frei wird.
waiting-remove-yes = Von der Liste nehmen
waiting-removed = { $email } wartet nicht mehr.

audit-waiting-added = { $n ->
    [one] 1 Person auf die Warteliste gesetzt
   *[other] { $n } Personen auf die Warteliste gesetzt
}
audit-waiting-removed = Von der Warteliste genommen: { $name }
audit-waiting-moved = Auf der Warteliste verschoben: { $name }
audit-waiting-invited = Plätze frei: { $n ->
    [one] 1 Person
   *[other] { $n } Personen
} von der Warteliste eingeladen
invite-wait-all = Auf die Warteliste setzen
