mail-trial-subject = Die Testphase von { $workspace } endet bald
mail-trial-lead = Die Testphase von { $workspace } endet am { $date }.
mail-trial-then = Buchen Sie vorher Plätze, und für niemanden ändert sich etwas. Ohne Plätze ruht der Arbeitsbereich; nichts geht verloren.
mail-trial-cta = Plätze buchen
mail-trial-why = Sie erhalten dies, weil Sie Admin von { $workspace } sind.
