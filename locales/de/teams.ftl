team-name = Name
team-name-taken = Es gibt bereits ein Team mit diesem Namen
team-colour = Farbe
team-colour-0 = Blau
team-colour-1 = Grün
team-colour-2 = Orange
team-colour-3 = Rot
team-colour-4 = Rosa
team-colour-5 = Türkis
team-colour-6 = Gelb
team-colour-7 = Violett
team-colour-8 = Hellgrün
team-colour-9 = Himmelblau
team-new = Neues Team
team-create = Team anlegen
team-edit = Name und Farbe
team-saved = Team gespeichert
team-members = Mitglieder
team-more = Und { $n } weitere, in der Nutzerliste
team-no-members = Noch niemand ist in diesem Team.
team-members-count = { $n ->
    [one] 1 Mitglied
   *[other] { $n } Mitglieder
}
teams-none = Noch keine Teams
teams-none-note = Sobald es ein Team gibt, können Personen schon beim Einladen einem Team zugeordnet werden.
team-too-many = Ein Arbeitsbereich hat höchstens { $max } Teams
team-delete-title = Team löschen
team-delete-ask = Team { $team } löschen? Seine Mitglieder bleiben, mit ihren Aufgaben und anderen Teams.
team-delete-yes = Team löschen
