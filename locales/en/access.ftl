mail-ended-subject = Your access to { $workspace } has ended
mail-ended-lead = You can no longer use { $workspace }. What you worked on there is kept.
mail-ended-ask = Questions, or was it a mistake? Ask { $admin } ({ $email }).
mail-ended-why = You get this because you were a user of { $workspace }.
mail-given-subject = You can use { $workspace } again
mail-given-lead = Your access to { $workspace } is back, with your role { $role }, your teams and your tasks.
mail-given-cta = Open the workspace
mail-given-why = { $admin } ({ $email }) restored your access.
