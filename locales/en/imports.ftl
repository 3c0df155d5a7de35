import-title = Review the file
import-summary =
    { $n ->
        [one] 1 row
       *[other] { $n } rows
    }: { $parts }
import-summary-ready = { $n } ready
import-summary-known = { $n } already here
import-summary-work = { $n } to fix
import-summary-left-out = { $n } left out
import-summary-queued = { $n } being invited
import-summary-sent = { $n } invited
import-summary-waiting = { $n } on the waiting list
import-use =
    { $n ->
        [one] Use 1 row
       *[other] Use { $n } rows
    }
import-problems = Download with problems
import-other-columns = Other columns or sheet
import-problems-file = problems
import-recent = Files read before:
import-batch = Invitations of { $day }
import-columns = Columns
import-columns-known =
    { $n ->
        [one] 1 of { $m } columns is read
       *[other] { $n } of { $m } columns are read
    }
import-columns-needed = No column is known to hold the e-mail addresses. Say below what the columns hold; it is remembered for the next file like this one.
import-columns-apply = Read with these columns
import-column-none = Not used
import-first-name = First name
import-last-name = Last name
import-sheet = Sheet
import-sheet-hint = Another sheet is read with its own columns.
import-words = Unknown roles and teams
import-word-role = Role “{ $word }” in { $n ->
    [one] 1 row
   *[other] { $n } rows
}
import-word-team = Team “{ $word }” in { $n ->
    [one] 1 row
   *[other] { $n } rows
}
import-choose-team = Choose team
import-words-apply = Apply to these rows
import-rows = Rows
import-filter = Which rows
import-work = To fix
import-ready = Ready
import-known = Already here
import-left-out = Left out
import-waiting = On the waiting list
import-sent = Invited
import-all = All
import-role-where-none = Role for all rows without one
import-role-apply = Apply role to all
import-leave-out = Leave out
import-take-back = Take back
import-at-row = Row { $row }: { $text }
import-same = Same address as in row { $row }
import-line = Line { $n }
import-row = Row { $n }
import-is-left-out = Left out
import-is-out = { $row } left out: { $email }
import-is-back = Taken back
import-changed =
    { $n ->
        [0] Nothing was changed.
        [one] 1 row changed.
       *[other] { $n } rows changed.
    }
import-take-back-short = Take back
import-search = Search name or e-mail
import-search-button = Search
import-range = { $first }–{ $last } of { $total }
import-to-window = Edit in the window
import-none-here = No rows here.
import-save = Save and check again
import-nobody = Nobody is ready to be invited yet.
import-send-nobody = Nobody to invite
import-send-title =
    { $n ->
        [one] Invite 1 person?
       *[other] Invite { $n } people?
    }
import-send-question =
    { $n ->
        [one] 1 person
       *[other] { $n } people
    } from { $file } will get an invitation by e-mail.{ $rest ->
        [0] { "" }
        [one] { " " }1 other row stays here.
       *[other] { " " }{ $rest } other rows stay here.
    }
import-no-seats =
    { $missing ->
        [one] 1 seat is
       *[other] { $missing } seats are
    } missing for { $n } people. { $fit ->
        [0] No seat is free.
        [one] There is one for the first of them.
       *[other] There are seats for the first { $fit } of them.
    } Book more seats, leave some rows out, or let the others wait for a seat.
import-rest-waits =
    { $fit ->
        [0] Put { $rest } on the waiting list
       *[other] Invite { $fit }, { $rest } wait
    }
import-others-wait =
    { $n ->
        [one] 1 person waits for a seat.
       *[other] { $n } people wait for a seat.
    }
import-send-first =
    { $n ->
        [one] Invite the first one
       *[other] Invite the first { $n }
    }
import-seats-missing =
    { $missing ->
        [one] 1 seat is missing.
       *[other] { $missing } seats are missing.
    }
batch-title = Invitations
batch-by = Sent by { $name }, { $when }
batch-progress = { $n } of { $total ->
    [one] 1 invitation
   *[other] { $total } invitations
} sent
batch-withdrawn-all =
    { $n ->
        [one] The invitation was withdrawn or declined
       *[other] All { $n } invitations were withdrawn or declined
    }
batch-over = Withdrawn
batch-going-on = Inviting { $total ->
    [one] 1 person
   *[other] { $total } people
}: { $n } sent
batch-show = Show
batch-so-far = Progress
batch-stopped = Stopped
batch-still-leaving =
    { $n ->
        [one] 1 more mail is about to leave.
       *[other] { $n } more mails are about to leave.
    }
batch-running = Running
batch-finished = Finished
batch-undone = This was taken back. Nobody was invited.
batch-waiting = Waiting
batch-sent = Sent
batch-accepted = Accepted
batch-failed = Not delivered
batch-ended = Withdrawn or declined
batch-retry =
    { $n ->
        [one] Send it again
       *[other] Send these { $n } again
    }
batch-retried =
    { $n ->
        [one] 1 invitation is sent again
       *[other] { $n } invitations are sent again
    }
batch-withdraw =
    { $n ->
        [one] Withdraw 1 invitation
       *[other] Withdraw { $n } invitations
    }
batch-withdraw-no =
    { $n ->
        [one] Keep it
       *[other] Keep them
    }
batch-withdraw-title =
    { $n ->
        [one] Withdraw 1 unanswered invitation?
       *[other] Withdraw { $n } unanswered invitations?
    }
batch-withdraw-question = Their links stop working and their seats are free. You can invite them again.
batch-withdrawn =
    { $n ->
        [0] Nothing was left to withdraw
        [one] 1 invitation withdrawn
       *[other] { $n } invitations withdrawn
    }
batch-resume = Continue
batch-stopped-seats =
    { $n ->
        [one] No seat was left for 1 person. Book more seats, then continue.
       *[other] No seat was left for { $n } people. Book more seats, then continue.
    }
batch-stopped-rights =
    { $n ->
        [one] Who sent this is no Admin any more, so 1 person was not invited.
       *[other] Who sent this is no Admin any more, so { $n } people were not invited.
    }
import-queued = Being invited
import-is-sent = People of this file are being invited just now. Stop that first, or wait until it has finished.
batch-stop = Stop
batch-stopped-admin =
    { $n ->
        [one] This was stopped. One person is not invited.
       *[other] This was stopped. { $n } people are not invited.
    }
batch-stopped-failed =
    { $n ->
        [one] This failed several times. One person is not invited.
       *[other] This failed several times. { $n } people are not invited.
    }
