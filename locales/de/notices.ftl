mail-trial-subject = Die Testphase von { $workspace } endet bald
mail-trial-lead = Die Testphase von { $workspace } endet am { $date }.
mail-trial-then = Buchen Sie vorher Plätze, und für niemanden ändert sich etwas. Ohne Plätze ruht der Arbeitsbereich; nichts geht verloren.
mail-trial-cta = Plätze buchen
mail-trial-why = Sie erhalten dies, weil Sie Admin von { $workspace } sind.

mail-filled-subject = { $n ->
    [one] 1 Person von der Warteliste wurde eingeladen
   *[other] { $n } Personen von der Warteliste wurden eingeladen
}
mail-filled-lead = In { $workspace } sind wieder Plätze frei, deshalb wurden eingeladen: { $names }
mail-filled-cta = Nutzerliste öffnen
mail-filled-why = Sie erhalten dies, weil Sie die Personen auf die Warteliste von { $workspace } gesetzt haben.
