mail-ended-subject = Ihr Zugang zu { $workspace } ist beendet
mail-ended-lead = Sie können { $workspace } nicht mehr nutzen. Woran Sie dort gearbeitet haben, bleibt erhalten.
mail-ended-ask = Fragen, oder war es ein Versehen? Wenden Sie sich an { $admin } ({ $email }).
mail-ended-why = Sie bekommen diese Nachricht, weil Sie { $workspace } genutzt haben.
mail-given-subject = Sie können { $workspace } wieder nutzen
mail-given-lead = Ihr Zugang zu { $workspace } ist wieder da, mit Ihrer Rolle { $role }, Ihren Teams und Ihren Aufgaben.
mail-given-cta = Arbeitsbereich öffnen
mail-given-why = { $admin } ({ $email }) hat Ihren Zugang wiederhergestellt.
