mail-trial-subject = The trial of { $workspace } ends soon
mail-trial-lead = The trial of { $workspace } ends on { $date }.
mail-trial-then = Book a seat for everybody before then, and nothing changes for anybody. With fewer seats than people the workspace rests; nothing is lost.
mail-trial-short = { $used ->
    [one] 1 seat is used
   *[other] { $used } seats are used
} and { $booked ->
    [one] 1 is booked
   *[other] { $booked } are booked
}.
mail-trial-cta = Book seats
mail-trial-why = You get this because you are an Admin of { $workspace }.

mail-filled-subject = { $n ->
    [one] 1 person was invited from the waiting list
   *[other] { $n } people were invited from the waiting list
}
mail-filled-lead = { $workspace } has free seats again, so these were invited: { $names }
mail-filled-cta = Open the user list
mail-filled-why = You get this because you put them on the waiting list of { $workspace }.

mail-sign-up-subject = Create your workspace
mail-sign-up-lead = Create a workspace with { $email } by { $date }.
mail-sign-up-cta = Create the workspace
mail-sign-up-why = Somebody asked for this with your address. Not expecting it? Ignore it; nothing is created.
mail-email-subject = Confirm your new e-mail
mail-email-lead = Confirm { $email } as your new e-mail by { $date }.
mail-email-cta = Confirm the e-mail
mail-email-why = Somebody with an account at Usher asked for this. Not you? Ignore it; nothing is changed.
mail-asked-subject = Your e-mail is about to change
mail-asked-lead = { $to } is to be the e-mail of your account, instead of { $from }. It is as soon as the link in the mail to { $to } is followed.
mail-asked-unexpected = Was that not you? Somebody knows your password. Set a new one now: the link then does nothing more, and everybody is signed out of your account.
mail-asked-cta = Set a new password
mail-asked-why = You get this because your account has this address.
mail-moved-subject = Your e-mail was changed
mail-moved-lead = Your account has the e-mail { $to } from now on, instead of { $from }.
mail-moved-unexpected = Was that not you? Write to an Admin of your workspace at once.
mail-moved-why = You get this because the account had this address.
mail-joined-subject = { $name } has joined { $workspace }
mail-joined-lead = { $name } ({ $email }) has accepted the invitation.
mail-joined-cta = Open the user
mail-joined-why = You get this because the settings of { $workspace } say so.
