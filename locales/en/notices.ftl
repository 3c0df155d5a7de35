mail-trial-subject = The trial of { $workspace } ends soon
mail-trial-lead = The trial of { $workspace } ends on { $date }.
mail-trial-then = Book seats before then, and nothing changes for anybody. Without seats the workspace rests; nothing is lost.
mail-trial-cta = Book seats
mail-trial-why = You get this because you are an admin of { $workspace }.

mail-filled-subject = { $n ->
    [one] 1 person was invited from the waiting list
   *[other] { $n } people were invited from the waiting list
}
mail-filled-lead = { $workspace } has free seats again, so these were invited: { $names }
mail-filled-cta = Open the user list
mail-filled-why = You get this because you put them on the waiting list of { $workspace }.
