team-name = Name
team-name-taken = There is already a team of this name
team-colour = Colour
team-colour-0 = Blue
team-colour-1 = Green
team-colour-2 = Orange
team-colour-3 = Red
team-colour-4 = Pink
team-colour-5 = Turquoise
team-colour-6 = Yellow
team-colour-7 = Purple
team-colour-8 = Lime
team-colour-9 = Sky blue
team-new = New team
team-create = Create team
team-edit = Name and colour
team-saved = Team saved
team-members = Members
team-more = And { $n } more, in the user list
team-no-members = Nobody is in this team yet.
team-members-count = { $n ->
    [one] 1 member
   *[other] { $n } members
}
teams-none = No teams yet
teams-none-note = With the first team, people can be put into teams when they are invited.
team-too-many = A workspace has at most { $max } teams
team-delete-title = Delete team
team-delete-ask = Delete the team { $team }? Its members stay, with their tasks and their other teams.
team-delete-yes = Delete team
