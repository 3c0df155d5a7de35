nav-skip = Skip to the content
nav-menu = Menu
nav-main = Main
nav-tasks = My tasks
nav-projects = Projects
nav-settings = Settings
nav-users = Users
nav-invite = Invite User
nav-teams = Teams
nav-permissions = Permissions
nav-plan = Plan
nav-workspace = Workspace
nav-profile = Profile
nav-language = Language
nav-workspaces = Workspaces
nav-sign-out = Sign out

flash-undo = Undo
flash-undo-within =
    { $n ->
        [one] within 1 second
       *[other] within { $n } seconds
    }
flash-reopen = Edit and send again
flash-again = Invite again
flash-mailbox = Open the mailbox

err-head = There is a problem
error-prefix = Error:
email = E-mail
password = Password
password-show = Show
password-hide = Hide
save = Save
cancel = Cancel
keep = Keep it
close = Close
back = Back
or = or

home-title = Choose a workspace
home-ended = Your access to { $workspace } was ended. If you need it again, ask { $name } ({ $email }).
home-none = { $email } is in no workspace. Ask an Admin of yours for an invitation.

error-way-on = To the start page
error-reference = If you report this, name the reference { $id }.
error-not-found = Page not found
error-not-found-explanation = There is nothing at this address, or nothing that you may see.
error-forbidden = Not allowed
error-forbidden-explanation = Your role does not allow this. An Admin of the workspace can do it or change your role.
error-previewing = Nothing was changed
error-previewing-explanation = You see the workspace as another role, and only look. Exit the preview to change something again.
error-bad-request = That could not be understood
error-bad-request-explanation = Go back and try it again from the page itself.
error-too-large = Too large
error-too-large-explanation = What was sent is larger than allowed. Send less at once.
error-too-slow = That took too long
error-too-slow-explanation = What you sent did not arrive in time. Check your connection and send it again.
error-compressed = That kind of sending is not accepted
error-compressed-explanation = Forms and files are taken uncompressed only. Send it from the page itself.
error-misdirected = Wrong address
error-misdirected-explanation = Usher is not reached by the address in your browser. Use the one from your invitation, or ask whoever runs it.
error-too-many-attempts = Too many attempts
error-too-many-attempts-explanation = Wait a few minutes, then try again.
error-busy = Busy right now
error-busy-explanation = Nothing was changed. Try again in a moment.
error-internal = Something went wrong
error-internal-explanation = The fault is ours and has been noted. Try again in a moment.
new-tab = (opens in a new tab)

discard-title = Discard what you typed?
discard-text = What you typed is not saved.
discard-no = Keep editing
discard-yes = Discard
signed-out = You were signed out. Sign in, then send this again; what you typed is still here.
signed-out-lost = You were signed out before this was sent. Sign in to come back to the page, and send it again.
all-done = Done
deleted = “{ $name }” was deleted
home-title-none = No workspace
error-ended = Your access was ended
error-again = Try again
error-back = Back to the page
