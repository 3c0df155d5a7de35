plan-seats = Seats
plan-booked = Booked
plan-active = Active
plan-initiated = Initiated
plan-free = Free
plan-unlimited = as many as you like
plan-trial-days = { $n ->
    [one] Trial: 1 day left
   *[other] Trial: { $n } days left
}
plan-trial = Until { $day } you can invite as many people as you like. Seats that you book count from then on.
plan-book = Book seats
plan-number = Number of seats
plan-hint = More seats count at once, fewer from the next cycle on. At least { $used }, as many as are used now.
plan-hint-trial = The number counts from the end of the trial. At least { $used }, as many as are used now.
plan-look = Review change
plan-price = { $price } per seat and month
plan-cycle = The next cycle begins on { $day }.
plan-planned-now = From { $day } on: { $n ->
    [one] 1 seat
   *[other] { $n } seats
}, or as many as are used then.
plan-take-back = Take back the reduction
plan-planned = { $n ->
    [one] From the next cycle on 1 seat is booked
   *[other] From the next cycle on { $n } seats are booked
}
plan-kept = The planned reduction is taken back
plan-moved-on = Somebody else has changed the plan meanwhile. Look at it again.
plan-short = { $used ->
    [one] 1 seat is used
   *[other] { $used } seats are used
} and { $booked ->
    [one] 1 is booked
   *[other] { $booked } are booked
}: book at least { $used }, and everybody goes on where they were. Nothing is lost.
plan-short-trial = { $used ->
    [one] 1 seat is used
   *[other] { $used } seats are used
} and { $booked ->
    [one] 1 is booked
   *[other] { $booked } are booked
}: book { $used } by { $day } to keep all of them.
plan-ahead = { $used ->
    [one] 1 seat is used now
   *[other] { $used } seats are used now
}: whoever is invited until then needs one more. With fewer seats than people the workspace rests when the trial ends; nothing is lost.
plan-history = What was changed
plan-confirm = Change the plan
plan-figure = Figure
plan-now = Now
plan-then = Then
plan-in-use = In use
plan-a-month = A month
plan-booked-already = { $n ->
    [one] 1 seat is booked already
   *[other] { $n } seats are booked already
}
plan-planned-already = { $n ->
    [one] 1 seat is planned already
   *[other] { $n } seats are planned already
}
plan-waiting-invited = { $all ->
    [one] The person who waits is invited at once.
   *[other] { $n ->
        [one] 1 of { $all } waiting people is invited at once.
       *[other] { $n } of { $all } waiting people are invited at once.
    }
}
plan-step-at-once = { $more ->
    [one] 1 seat more, at once
   *[other] { $more } seats more, at once
}
plan-step-trial = { $n ->
    [one] 1 seat from { $day } on, when the trial ends
   *[other] { $n } seats from { $day } on, when the trial ends
}
plan-step-next = { $more ->
    [one] 1 seat fewer, from { $day } on
   *[other] { $more } seats fewer, from { $day } on
}
plan-step-keep = The planned reduction is taken back
plan-drops-planned = The planned reduction is dropped.
plan-next-note = Until then nothing changes. If more seats are used on that day, as many stay booked as are used.
plan-do = Book { $n ->
    [one] 1 seat
   *[other] { $n } seats
}
plan-do-next = Plan { $n ->
    [one] 1 seat
   *[other] { $n } seats
}
plan-paused = The trial has ended.
plan-paused-users = See who has a seat
plan-paused-list = Users can be deactivated and lists exported; everything else rests until enough seats are booked.
plan-paused-text = Nothing is lost: book seats, and everybody goes on where they were.
paused-title = The trial has ended
paused-text = { $workspace } goes on as soon as an Admin books seats for everybody: { $admins }.
paused-note = Nothing is lost. Projects, tasks and people are all kept.
plan-saved = { $n ->
    [one] 1 seat is booked
   *[other] { $n } seats are booked
}
plan-below-used = { $n ->
    [one] 1 seat is used: book at least 1, or deactivate users first
   *[other] { $n } seats are used: book at least { $n }, or deactivate users first
}
plan-no-number = Enter a number from 0 to { $max }
