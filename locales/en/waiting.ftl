invite-done-waiting =
    { $n ->
        [0] Nobody was invited.
        [one] 1 invitation queued.
       *[other] { $n } invitations queued.
    } { $k ->
        [0] Nobody waits for a seat.
        [one] 1 person waits for a seat.
       *[other] { $k } people wait for a seat.
    }
waiting-title = Waiting list
waiting-lead = The first in line gets the next free seat and is invited automatically. You get an e-mail.
waiting-none = Nobody waits for a seat
waiting-people = { $n ->
    [one] 1 person waits for a seat
   *[other] { $n } people wait for a seat
}
waiting-since = since { $day }
waiting-stuck = Role or team is gone: remove and invite anew
waiting-up = Move { $name } up
waiting-down = Move { $name } down
waiting-remove = Remove { $name } from the list
waiting-remove-title = Remove from the waiting list
waiting-remove-ask = Take { $name } off the waiting list? They are not invited when a seat is free.
waiting-remove-yes = Remove from the list
waiting-removed = { $email } does not wait any more.

audit-waiting-added = { $n ->
    [one] 1 person put on the waiting list
   *[other] { $n } people put on the waiting list
}
audit-waiting-removed = Taken off the waiting list: { $name }
audit-waiting-moved = Moved on the waiting list: { $name }
audit-waiting-invited = Seats free: { $n ->
    [one] 1 person
   *[other] { $n } people
} of the waiting list invited
invite-wait-all = Put them on the waiting list
