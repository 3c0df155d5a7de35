DROP TABLE team_members, teams, users, roles;
