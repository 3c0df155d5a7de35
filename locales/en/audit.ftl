nav-audit = Audit log
# Part of a file's name: plain letters only.
audit-file = audit
audit-person = Person: name or e-mail
audit-group = Kind
audit-from = From day
audit-to = To day
audit-when = When
audit-who = Who
audit-who-email = E-mail
audit-to-whom = To whom
audit-to-whom-email = Their e-mail
audit-what = What
audit-origin = From where
audit-address = Address
audit-device = Browser
audit-none = Nothing of this kind has happened
audit-backwards = The first day is after the last one
audit-page = Page { $n }, newest first
audit-newer = Newer
audit-older = Older
audit-somebody = Somebody who is gone
audit-itself = Usher
audit-unknown = Unknown

audit-group-sign-ins = Sign-ins
audit-group-invitations = Invitations
audit-group-people = People
audit-group-roles = Roles
audit-group-teams = Teams
audit-group-plan = Plan
audit-group-files = Imports and exports
audit-group-settings = Settings
audit-group-refusals = Refusals

audit-invitations-queued =
    { $n ->
        [one] 1 invitation sent
       *[other] { $n } invitations sent
    }
audit-invited = Invited as { $role }
audit-batch-undone =
    { $n ->
        [one] 1 invitation taken back before it left
       *[other] { $n } invitations taken back before they left
    }
audit-resent = Invitation sent again
audit-withdrawn = Invitation withdrawn
audit-accepted = Invitation accepted
audit-deactivated = Deactivated
audit-activated = Activated again
audit-profile-changed = Profile changed
audit-role-changed = Role changed from { $from } to { $to }
audit-teams-changed = Teams changed
audit-teams-added = Teams added: { $teams }
audit-teams-removed = Teams taken away: { $teams }
audit-change = { $what } ({ $from } → { $to })
audit-tasks-handed = { $n ->
    [one] 1 open task
   *[other] { $n } open tasks
} handed to { $name }
audit-invitations-handed = { $n ->
    [one] 1 open invitation goes on
   *[other] { $n } open invitations go on
} in the name of { $name }
audit-plan-changed = { $to ->
    [one] 1 seat booked
   *[other] { $to } seats booked
} instead of { $from }
audit-plan-cycle = New cycle: { $to ->
    [one] 1 seat
   *[other] { $to } seats
} instead of { $from }
audit-seats-planned = { $to ->
    [one] 1 seat
   *[other] { $to } seats
} planned from the next cycle on, instead of { $from }
audit-seats-kept = Reduction to { $n ->
    [one] 1 seat
   *[other] { $n } seats
} taken back
audit-trial-warned = Admins told that the trial ends soon
audit-exported = User list exported: { $n ->
    [one] 1 person
   *[other] { $n } people
}
audit-exported-log = Audit log exported: { $n ->
    [one] 1 event
   *[other] { $n } events
}
audit-exported-file = File downloaded with its problems: { $file }
audit-imported = File read: { $file }, { $n ->
    [one] 1 row
   *[other] { $n } rows
}
audit-settings-changed = Settings changed: { $changes }
audit-signed-in = Signed in
audit-sign-in-failed = Sign-in with a wrong password
audit-refused = Tried what the role does not allow: { $path }

audit-group-work = Projects and tasks
audit-role-made = Role created: { $name }
audit-role-edited = Role edited: { $name }
audit-role-deleted = Role deleted: { $name }
audit-team-made = Team created: { $name }
audit-team-edited = Team edited: { $name }
audit-team-deleted = Team deleted: { $name }
audit-project-created = Project created: { $name }
audit-project-changed = Project changed: { $name }
audit-project-archived = Project archived: { $name }
audit-project-restored = Project taken back from the archive: { $name }
audit-project-deleted = Project deleted: { $name }
audit-project-joined = Added to the project { $name }
audit-project-left = Taken out of the project { $name }
audit-task-created = Task created: { $name }
audit-task-changed = Task changed: { $name }
audit-task-moved = Task moved: { $name }
audit-task-done = Task done: { $name }
audit-task-reopened = Task reopened: { $name }
audit-task-deleted = Task deleted: { $name }
audit-assigned = Assigned to { $name }
audit-unassigned = Taken off { $name }
audit-workspace-made = Workspace created
audit-email-changed = E-mail changed from { $from } to { $to }
audit-plan-first = { $to ->
    [one] 1 seat booked
   *[other] { $to } seats booked
}
