team-name = Name
team-name-taken = There is already a team of this name
team-colour = Colour
team-colour-number = Colour { $n }
team-new = New team
team-create = Create team
team-edit = Name and colour
team-saved = Team saved
team-members = Members
team-no-members = Nobody is in this team yet.
team-members-count = { $n ->
    [one] 1 member
   *[other] { $n } members
}
teams-none = No teams yet
teams-none-note = With the first team, people can be put into teams when they are invited.
