invite-title = Invite users
invite-seats =
    { $n ->
        [one] 1 of { $m } seats left after this
       *[other] { $n } of { $m } seats left after this
    }
invite-seats-before =
    { $n ->
        [one] 1 of { $m } seats left
       *[other] { $n } of { $m } seats left
    }
invite-seats-over = { $d ->
    [one] 1 seat is missing
   *[other] { $d } seats are missing
}
invite-over = { $n ->
    [0] No seat is free. Book seats, or put { $d ->
        [one] 1 person
       *[other] { $d } people
    } on the waiting list.
    [one] 1 seat is free for { $k } people. Book seats, or invite 1 now and let { $d ->
        [one] 1 wait.
       *[other] { $d } wait.
    }
   *[other] { $n } seats are free for { $k } people. Book seats, or invite { $n } now and let { $d ->
        [one] 1 wait.
       *[other] { $d } wait.
    }
}
invite-send-over = { $n ->
    [0] Put { $d } on the waiting list
   *[other] Invite { $n }, { $d ->
        [one] 1 waits
       *[other] { $d } wait
    }
}
invite-seats-none = No seat is free. Book more seats, or free one by deactivating somebody.
invite-book = Book seats
invite-trial = Trial: invite as many people as you like
invite-add = Add line
invite-more = More fields
invite-import = Import User
invite-import-read = Read the file
invite-send =
    { $n ->
        [one] Send 1 invitation
       *[other] Send { $n } invitations
    }
invite-send-none = Send invitations
invite-for-all = For all lines
invite-for-all-role = Role for all lines
invite-for-all-team = Team for all lines
invite-apply = Apply to all lines
invite-line = Line
invite-name = Name
invite-role = Role
invite-team = Team
invite-gender = Gender
invite-choose-role = Choose role
invite-no-team = No team
invite-no-gender = Not given
invite-recognised = recognised
invite-remove-line = Remove line
invite-task = The invited people will be assigned to “{ $title }”.
invite-mail-off = No mail server is set up: people are added and assigned, but no mail will leave. Whoever runs Usher can set USHER_SMTP_URL.
invite-failed = That could not be sent. Everything typed is still here; try again. If you were signed out, sign in in another tab first.
invite-done =
    { $n ->
        [one] 1 invitation queued
       *[other] { $n } invitations queued
    }
invite-done-one = 1 invitation queued for { $name }
invite-done-one-onto = 1 invitation queued for { $name } and assigned to “{ $task }”
invite-done-onto =
    { $n ->
        [one] 1 invitation queued and assigned to “{ $task }”
       *[other] { $n } invitations queued and assigned to “{ $task }”
    }
invite-undone =
    { $n ->
        [0] Taken back already. Nothing was sent.
        [one] 1 invitation taken back. Nothing was sent.
       *[other] { $n } invitations taken back. Nothing was sent.
    }
invite-undo-late = Too late to undo: the mails are on their way. Withdraw the invitations one by one.
invite-pasted =
    { $n ->
        [one] 1 line added
       *[other] { $n } lines added
    }{ $k ->
        [0] .
        [one] , 1 duplicate dropped.
       *[other] , { $k } duplicates dropped.
    }
invite-pasted-rest =
    { $n ->
        [one] 1 more did not fit: at most { $m } lines are sent at once.
       *[other] { $n } more did not fit: at most { $m } lines are sent at once.
    }
invite-apply-choose = Choose a role or a team for all lines first.
invite-apply-choose-role = Choose a role for all lines first.
invite-applied = Applied to all lines.
invite-kept =
    { $n ->
        [one] 1 line keeps what was chosen in it.
       *[other] { $n } lines keep what was chosen in them.
    }
invite-overwrite = Change it there too
invite-heard = Name recognised: { $name }
invite-removed = Line { $n } removed.
invite-restored = Line { $n } is back.
invite-undo-removal = Undo removal
invite-keys = Enter: next line · Ctrl+Enter: send · Alt+Backspace: remove the line
invite-paste-failed = The list could not be read. Paste it again in a moment.
invite-imported =
    { $n ->
        [one] 1 person was read from the file. Nothing has been sent yet.
       *[other] { $n } people were read from the file. Nothing has been sent yet.
    }
invite-imported-sheet = Sheet “{ $name }” of { $n } was read.
invite-imported-unused = Not used: { $columns }.
invite-open = Open
invite-resend = Resend
invite-activate = Activate again
invite-again = Invite again
invite-remove = Remove the line
invite-activated = { $email } has their seat again, with the role and the teams of before.
invite-invited-again = { $email } was invited again and holds a seat.
invite-activated-onto = { $name } is active again and assigned to “{ $task }”.
invite-invited-again-onto = { $name } was invited again and is assigned to “{ $task }”.
invite-assigned = { $name } is assigned to “{ $task }”
invite-moved-on = This has changed meanwhile. Look at the user list.

invite-err-empty = Enter at least one e-mail address
invite-err-many = { $n } lines are too many at once. Send at most { $m }.
invite-err-sent-before = This form was sent before. Look at the user list, then send these lines if they are still wanted.
invite-err-at = Line { $i }: { $text }
invite-err-email = Enter an e-mail like name@example.com
invite-err-email-none = Enter an e-mail
invite-err-email-meant = This is no e-mail. Did you mean { $email }?
invite-use-email = Use it
invite-err-name = The name holds characters that cannot be shown
invite-err-name-long = A name has at most 100 characters
invite-err-roles = Lines without a role: { $n }. Choose one for all lines
invite-err-role = Choose a role
invite-err-role-unknown = There is no role “{ $value }”. Choose a role
invite-err-team-unknown = There is no team “{ $value }”. Choose a team or none
invite-err-gender = “{ $value }” is no gender. Choose one or none
invite-err-dup = Same address as line { $j }
invite-err-twice = { $email } stood on two lines and was invited once
invite-err-exists = { $email } is already a user
invite-err-pending = { $email } was invited on { $date }
invite-err-was-here = { $email } was here before
invite-err-was-here-as = { $email } was here before, as { $role }
invite-err-was-invited = { $email } was invited before
invite-err-was-invited-as = { $email } was invited before, as { $role }

gender-female = Female
gender-male = Male
gender-other = Other

import-err-type = This is neither a spreadsheet (.xlsx, .xls, .xlsb or .ods) nor a CSV file. Save it as .xlsx or CSV and choose it again.
import-err-old = This workbook is from before 1993. Open it in Excel, save it as .xlsx and choose it again.
import-err-web = This is a web page without a table that can be read. Open it in Excel, save it as .xlsx and choose it again.
import-err-encrypted = This workbook is protected by a password. Save it without one and choose it again.
import-err-corrupt = This file is damaged and cannot be read. Save it anew and choose it again.
import-err-none = Choose a file first.
import-err-empty = There is nothing in this file. Choose one with e-mail addresses in it.
import-err-large = This file is too large. Choose one of at most 10 MB.
import-err-many = A file has at most { $n } people, and this one has more. Split it, and choose the first part.
import-err-no-addresses = No e-mail addresses were found in this file. Check that one column holds them.
import-err-example = Only the example is in this file. Write your people below it and choose the file again.
import-err-slow = Reading this file took too long. Save it anew with fewer cells and choose it again.
import-err-busy = Files cannot be read just now. Choose it again in a moment.
invite-err-domain = This workspace invites nobody at { $value }
invite-err-domain-only = This workspace invites nobody at { $value }, only at: { $only }
