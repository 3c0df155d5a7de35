sign-in = Anmelden
sign-in-refused = E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beide, oder setzen Sie Ihr Passwort zurück.
forgot-password = Passwort vergessen?
