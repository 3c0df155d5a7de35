users-seats = { $booked ->
    [0] { $used ->
        [one] 1 seat
       *[other] { $used } seats
    } used, none booked
    [one] { $used } of 1 seat used
   *[other] { $used } of { $booked } seats used
}
users-seats-trial = { $used ->
    [one] 1 seat
   *[other] { $used } seats
} used, no limit in the trial
users-add = Add
users-search = Search
users-search-hint = Search by name or e-mail
users-filter = Filter
users-name = Name
users-role = Role
users-team = Team
users-status = Status
users-sort = Order
users-sort-name = Name A–Z
users-sort-name-down = Name Z–A
users-sort-email = E-mail
users-sort-role = Role
users-sort-role-down = Role, reversed
users-sort-status = Status
users-sort-status-down = Status, reversed
users-sort-newest = Newest first
users-actions = Actions
users-actions-for = Actions for { $name }
users-resend = Resend invitation
users-edit = Edit
users-open = Open
users-activate = Activate again
users-invite-again = Invite again
users-range = { $first }–{ $last } of { $total }
users-range-many = { $first }–{ $last } of more than { $total }
users-per-page = 50 per page
users-pages = Pages
users-previous = Previous page
users-next = Next page
users-empty = Only you so far
users-empty-way-on = Invite your team.
users-none = No user matches
users-found =
    { $n ->
        [0] No user matches
        [one] 1 user
       *[other] { $n } users
    }
users-found-many = More than { $n } users
users-clear = Clear filters

status-initiated = Initiated
status-active = Active
status-deactivated = Deactivated

users-note-queued = Not sent yet
users-note-held = Mail leaves { $when }
users-note-delayed = Not sent yet, will be tried again
users-note-delayed-because = Not sent yet: { $reply }
users-note-undeliverable = Undeliverable
users-note-undeliverable-because = Undeliverable: { $reply }
users-note-unconfirmed = Perhaps not delivered
users-note-expires = Expires { $day }
users-note-expired = Link expired { $day }
users-note-withdrawn = Invitation withdrawn
users-note-declined = Invitation declined
users-failed = That could not be sent. Try again in a moment.
