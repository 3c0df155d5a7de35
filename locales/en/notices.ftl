mail-trial-subject = The trial of { $workspace } ends soon
mail-trial-lead = The trial of { $workspace } ends on { $date }.
mail-trial-then = Book seats before then, and nothing changes for anybody. Without seats the workspace rests; nothing is lost.
mail-trial-cta = Book seats
mail-trial-why = You get this because you are an admin of { $workspace }.
