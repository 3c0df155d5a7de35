mail-from = { $inviter } via { $workspace }
mail-subject = { $inviter } invited you to { $workspace }
mail-hello = { $gender ->
   *[none] Hello { $name },
}
mail-pre = Accept by { $date } to join as { $role }.
mail-task = A task is waiting for you: { $task }
mail-task-due = A task is waiting for you, due { $day }: { $task }
mail-tasks = { $n } tasks are waiting for you. One of them: { $task }
mail-tasks-due = { $n } tasks are waiting for you, the first due { $day }. One of them: { $task }
mail-cta = Accept invitation
mail-link = Or open this address:
mail-why = { $inviter } ({ $email }) entered your address. Not expecting this? Ignore it; no account is created.

mail-reset-subject = Set a new password
mail-reset-pre = Set a new password for { $email } by { $date }.
mail-reset-cta = Set new password
mail-reset-why = Somebody asked for this with your address. Not expecting it? Ignore it; your password stays as it is.
