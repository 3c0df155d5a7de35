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
plan-used = { $used } of { $booked } seats used
plan-book = Book seats
plan-number = Number of seats
plan-hint = More seats can be used at once. { $used ->
    [one] 1 seat is used,
   *[other] { $used } seats are used,
} so at least that many are needed.
plan-hint-trial = The number counts from the end of the trial. { $used ->
    [one] 1 seat is used,
   *[other] { $used } seats are used,
} so at least that many are needed.
plan-save = Book
plan-saved = { $n ->
    [one] 1 seat is booked
   *[other] { $n } seats are booked
}
plan-below-used = { $n ->
    [one] 1 seat is used: book at least 1, or deactivate users first
   *[other] { $n } seats are used: book at least { $n }, or deactivate users first
}
plan-no-number = Enter a number from 0 to { $max }
