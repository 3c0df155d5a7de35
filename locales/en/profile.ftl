profile-title = Profile
profile-language = Language
profile-saved = Profile saved
profile-password = Password
profile-current-password = Current password
profile-set-password = Set new password
profile-wrong-password = That is not your current password
profile-password-set = Your new password is set. You are signed out everywhere else.
profile-password-note = A new password signs you out everywhere else.
profile-shortcuts = Keyboard
profile-shortcuts-on = Single-key shortcuts
profile-shortcuts-hint = On the user list, i opens the invite window and / goes to the search. Kept in this browser.
profile-back = Back to { $workspace }
profile-email = E-mail
profile-new-email = New e-mail
profile-email-ask = Send a link to the new e-mail
profile-email-asked = We have sent a mail to { $email }. Your e-mail changes when you follow its link.
profile-email-same = That is your e-mail already
profile-email-domain = { $workspace } admits nobody at { $domain }
profile-email-changed = Your e-mail is { $email } from now on. You are signed out everywhere else.
profile-email-note = We notify your current address. The change signs you out everywhere else.
profile-sessions = Where you are signed in
profile-session-this = This one
profile-session-end = End
profile-session-ended = That session has ended.
profile-session-seen = { $address } · last seen { $when }
profile-sessions-end = Sign out everywhere
profile-device-unknown = Unknown browser
profile-sessions-ended = { $n ->
    [one] You are signed out. You were signed in nowhere else.
   *[other] You are signed out everywhere: { $n } sessions have ended.
}
