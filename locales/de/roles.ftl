role-admin = Admin
role-user = Nutzer
role-guest = Gast
