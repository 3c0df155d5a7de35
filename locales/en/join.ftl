join-title = Join { $workspace }
join-set-password = Set password and join
join-invited-before = { $inviter } ({ $email }) invited you as
join-invited-after = { "." }
join-invited-after-team = { $n ->
    [one] { " " }in the team { $team }.
   *[other] { " " }in the teams { $team }.
}
join-tasks = { $n ->
    [one] One task is waiting for you.
    [2] Two tasks are waiting for you.
    [3] Three tasks are waiting for you.
   *[other] { $n } tasks are waiting for you.
}
join-ends = This link ends on { $date }.

join-account-exists = { $email } already has an account. Enter its password to join.
join-wrong-password = That is not the password of this account. Try again, or reset it.
join-signed-in = You are signed in as { $email }.
join-other = You are signed in as { $a }; this is for { $b }.
join-switch = Sign out and continue
join-stay = Stay signed in as { $email }

join-welcome = Welcome to { $workspace }. Your role is { $role }.
join-welcome-team = Welcome to { $workspace }. Your role is { $role }, your team { $team }.

join-ask = Write to { $contact }
join-accepted-title = You already joined
join-accepted = This invitation to { $workspace } has been accepted. You come in with your e-mail and your password.
join-accepted-open = Open { $workspace }
join-accepted-note = An invitation's link works once. { $inviter } ({ $email }) sent it.
join-expired-title = This link has ended
join-expired = This link ended on { $date }. Ask for a new one.
join-expired-note = { $contact } ({ $contact-email }) can send the invitation to { $workspace } again.
join-withdrawn-title = This invitation was withdrawn
join-withdrawn = It no longer leads into { $workspace }. If that surprises you, ask the person who invited you.
join-withdrawn-note = { $inviter } ({ $email }) invited you to { $workspace }.
join-declined-title = This invitation was declined
join-declined = It no longer leads into { $workspace }. If you want to join after all, ask for a new one.
join-declined-note = { $inviter } ({ $email }) invited you to { $workspace }.
join-replaced-title = There is a newer mail
join-replaced = There is a newer invitation to { $workspace } for you. Use the link in the newest mail, which may still be on its way; this one no longer works.
join-replaced-note = Not found it? Look into the spam folder, or ask { $contact } ({ $contact-email }).
join-unbacked-title = This invitation no longer counts
join-unbacked = It would make you an Admin of { $workspace }, but { $inviter }, who sent it, is no longer one. An Admin can send it again.
join-unbacked-note = { $contact } ({ $contact-email }) is an Admin of { $workspace }.

join-unknown-title = This link is not known
join-unknown = It may be cut off. Copy the whole address from the mail into your browser.
join-unknown-note = Still not? Ask the person who invited you to send the invitation again.

join-paused-title = This workspace is resting
join-paused = The trial of { $workspace } has ended. Your invitation is kept: as soon as seats are booked, this link works again.
join-paused-note = { $contact } ({ $contact-email }) can book seats for { $workspace }.
