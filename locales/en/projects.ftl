project-new = New project
project-add = Add project
project-tasks = Tasks
project-no-tasks = No tasks here
project-no-tasks-note = Enter the first one above.
project-members = Members
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
projects-none-create = A project has members and tasks. Enter the name of the first one above.
projects-none-wait = Projects that you are a member of appear here.

member-choose = Choose a person
member-add = Add member
member-remove = Remove { $name }
projects-too-many = A workspace has at most { $max } projects
project-too-many-tasks = A project has at most { $max } tasks
