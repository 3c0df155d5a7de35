role-admin = Admin
role-user = User
role-guest = Guest
