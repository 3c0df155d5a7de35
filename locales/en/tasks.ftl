name-empty = Enter a name
title-empty = Enter a title
name-too-long = Enter a name of at most { $max } characters
title-too-long = Enter a title of at most { $max } characters
name-control-character = Enter a name without invisible characters
title-control-character = Enter a title without invisible characters

task = Task
task-title = Title
task-description = Description
task-description-too-long = Enter a description of at most { $max } characters
task-no-description = No description
task-due = Due date
task-due-unknown = Enter a date, or leave the field empty
task-due-on = Due { $day }
task-due-late = Overdue, { $day }
task-optional = optional
task-assignees = Assignees
task-nobody = Nobody is assigned yet.
task-assign = Assign
task-new = New task
task-add = Add task
task-done = Done
task-finish = Mark as done
task-reopen = Open again
task-saved = Task saved

task-up = Move up
task-down = Move down
task-drag = Drag to move
task-moved = { $task }: place { $place } of { $all }
task-delete-title = Delete task
task-delete-ask = Delete “{ $task }”? Its description and assignments are deleted with it.
task-delete-yes = Delete task

tasks-none = Nothing to do
tasks-none-note = Tasks that are assigned to you appear here.
tasks-late = Overdue
tasks-today = Today
tasks-week = This week
tasks-later = Later
tasks-undated = Without a date
tasks-done = Done

assign-title = Assign “{ $task }”
assign-search = Search people
assign-nobody = Nobody matches.
assign-found =
    { $n ->
        [one] 1 person
       *[other] { $n } people
    }
assign-more = Only the first 50 people are listed. Type a part of a name to find the others.
assign-invite = Invite by email
assign-invite-address = Invite { $email }
assign-deactivated = { $name } is deactivated.
assign-ask = Not here yet? Ask { $names } to invite them.

person-initiated = Initiated
person-deactivated = Deactivated
