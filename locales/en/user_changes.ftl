withdraw-title = Withdraw invitation
withdraw-ask = Withdraw the invitation for { $name }? Their link stops working and the seat becomes free.
withdraw-yes = Withdraw invitation
withdraw-ok = The invitation for { $name } is withdrawn.
withdraw-not-now = { $name } has no open invitation any more. Nothing was changed.

deactivate-title = Deactivate user
deactivate-ask = Deactivate { $name }? They can no longer use this workspace and the seat becomes free. Their tasks and teams are kept.
deactivate-ask-own = Deactivate yourself? You will be signed out of { $workspace } and cannot come back by yourself. Your tasks and teams are kept.
deactivate-yes = Deactivate
deactivate-no = Keep active
deactivate-ok = { $name } is deactivated.
deactivate-last-admin = { $name } is the last active Admin. Make somebody else an Admin first.
deactivate-not-now = { $name } is not active any more. Nothing was changed.

activate-ok = { $name } is active again.
activate-invited = { $name } was invited again.
activate-no-seat = No seat is free for { $name }. Book more seats or free one first.
activate-not-now = { $name } is not deactivated any more. Nothing was changed.
access-told-later = The mail about it leaves { $when }: an address gets at most one of these in five minutes and three in 24 hours.

resend-ok = Sent again to { $email }. The older link no longer works.
resend-moved-on = { $email } has just been sent a newer invitation. Nothing more was sent.
resend-not-initiated = { $name } has no open invitation any more. Nothing was sent.
resend-later = Accepted. The mail to { $email } leaves { $when }: an address gets at most one invitation in five minutes and three in 24 hours. The older link no longer works.
resend-waits = A newer mail to { $email } is waiting already and leaves { $when }. Nothing more is needed.
resend-leaving = A newer mail to { $email } is just about to leave. Nothing more is needed.

confirm-more = and { $n } more
deactivate-tasks =
    { $n ->
        [one] 1 open task
       *[other] { $n } open tasks
    }
deactivate-invitations =
    { $n ->
        [one] 1 open invitation they sent. It stays valid and names you as the inviter from now on.
       *[other] { $n } open invitations they sent. They stay valid and name you as the inviter from now on.
    }
deactivate-invitations-own =
    { $n ->
        [one] 1 open invitation you sent. It stays valid and names another Admin from now on.
       *[other] { $n } open invitations you sent. They stay valid and name another Admin from now on.
    }
deactivate-handed-over =
    { $n ->
        [0] No open task was left for { $name }.
        [one] 1 open task went to { $name }.
       *[other] { $n } open tasks went to { $name }.
    }
deactivate-next = { $name } is next on the waiting list and is invited at once, so this cannot be undone.
deactivate-successor = Hand the open tasks to
deactivate-successor-more = The first { $n } people, those of the same projects before the others. For somebody else, assign the tasks first.
deactivate-successor-none = Nobody; they stay with { $name }
