team-name = Name
team-name-taken = Es gibt bereits ein Team mit diesem Namen
team-colour = Farbe
team-colour-number = Farbe { $n }
team-new = Neues Team
team-create = Team anlegen
team-edit = Name und Farbe
team-saved = Team gespeichert
team-members = Mitglieder
team-no-members = Noch niemand ist in diesem Team.
team-members-count = { $n ->
    [one] 1 Mitglied
   *[other] { $n } Mitglieder
}
teams-none = Noch keine Teams
teams-none-note = Sobald es ein Team gibt, können Personen schon beim Einladen einem Team zugeordnet werden.
