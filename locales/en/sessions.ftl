sign-in = Sign in
sign-in-refused = E-mail and password do not match. Check both, or reset your password.
forgot-password = Forgot your password?
