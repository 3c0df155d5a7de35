project-new = New project
project-create = Create project
project-name = Name
project-edit = Edit
project-edit-title = Edit project
project-more = More actions
project-failed = The project could not be saved. Check your connection and try again.
project-archive = Archive
project-is-archived = This project is archived: it can be read, not changed.
project-restore = Take it back
project-restored = The project can be changed again.
project-delete-title = Delete project
project-delete-ask = { $n ->
    [0] Delete “{ $project }”? It has no tasks.
    [one] Delete “{ $project }” and its task? This cannot be undone.
   *[other] Delete “{ $project }” and its { $n } tasks? This cannot be undone.
}
project-delete-yes = Delete project
project-all-done = Everything is done
project-tasks = Tasks
project-no-tasks = No tasks here
project-no-tasks-note = Enter the first one above.
project-members = Members
members-choose = Add people
members-title = Members of “{ $name }”
members-more = And { $n } more. Add people finds them all.
project-no-members = Nobody is a member yet.
project-members-count = { $n ->
    [one] 1 member
   *[other] { $n } members
}
project-open-tasks = { $n ->
    [one] 1 open task
   *[other] { $n } open tasks
}
projects-none = No projects yet
projects-none-create = A project has members and tasks. Begin with the first one above.
projects-none-wait = Projects that you are a member of appear here.

member-remove = Remove { $name }
projects-which = Which projects
projects-current = Current
projects-archive = Archived
projects-archive-none = Nothing is archived
projects-archive-none-note = Projects that are done can be archived, and taken back at any time.
error-archived = Archived
error-archived-explanation = This project is archived: it can be read, not changed. Take it back first.
projects-too-many = A workspace has at most { $max } projects
project-too-many-tasks = A project has at most { $max } tasks
