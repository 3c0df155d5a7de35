permissions-lead = What each role may do in the whole workspace. Besides that, everybody sees the tasks they are assigned to and the projects they are a member of.
permissions-area = Area
permissions-users = Number of users
permissions-projects = Projects
permissions-projects-note = All of the workspace
permissions-tasks = Tasks
permissions-tasks-note = All of the workspace
permissions-people = People
permissions-people-note = Read: the list. Manage: profiles and teams
permissions-settings = Settings
permissions-settings-note = Of this workspace
permissions-create = Create projects
permissions-invite = Invite, change roles and the plan
permissions-manage = Manage
permissions-read = Read
permissions-none = None
permissions-yes = Yes
permissions-no = No
permissions-actions = Actions

role-new = New role
role-name = Name
role-copy-name = Copy of { $role }
role-copy = Copy
role-edit = Edit
role-delete = Delete
role-preview = See as
role-saved = Role saved. It counts from the next page its holders open.
role-name-taken = There is already a role of this name
role-too-many = A workspace has at most { $max } roles
role-fixed = { $role } stays as it is. Copy it to change the copy.
role-stays = { $role } cannot be deleted. Its rights can be changed.
role-preset-note = This role comes with every workspace: its rights can be changed, its name stays.
role-note = Whoever has None still sees the tasks they are assigned to and the projects they are a member of. Inviting people, giving roles and the plan are for Admins alone.
role-delete-title = Delete role
role-delete-ask = Delete the role { $role }? Nobody holds it.
role-delete-ask-used =
    { $n ->
        [one] One person holds the role { $role }.
       *[other] { $n } people hold the role { $role }.
    } Choose the role they get instead.
role-delete-instead = Replace with
role-delete-none = Choose role
role-delete-hint = Invited, waiting and deactivated people get it too. Whoever is signed in has to sign in again.
role-delete-choose = Choose the role they get instead
role-delete-yes = Delete role

preview-title = Preview
preview-here = You see the workspace as { $role }. Nothing can be changed meanwhile.
preview-elsewhere = You see one of your workspaces as another role. Nothing can be changed meanwhile.
preview-stop = Exit preview
