email-confirm-title = Confirm your new e-mail
email-confirm = From now on you sign in with { $email }, in all of your workspaces.
email-confirm-yes = Use this e-mail
email-over-title = This link has ended
email-over = It works once, for a day. Ask for another one in your profile.
email-taken-title = This e-mail is in use
email-taken = It belongs to another account, or to somebody else in one of your workspaces. Nothing was changed.
