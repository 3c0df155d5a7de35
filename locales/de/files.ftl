export = Exportieren
export-xlsx = Excel-Mappe (.xlsx)
export-csv = CSV (.csv)
export-file = nutzer

template-xlsx = Vorlage (.xlsx)
template-csv = Vorlage (.csv)
template-people = Personen
template-notes = Hinweise
template-file = vorlage
template-example = Erika Beispiel
template-choose-title = Nicht in der Liste
template-choose = Wählen Sie aus der Liste. Ein anderes Wort darf hier stehen, nach dem Import wird danach gefragt.
template-note-rows = Je Zeile eine Person, unter dem Beispiel, das ausgelassen wird. Das Hochladen sendet nichts: Sie sehen erst alle.
template-note-email = Die E-Mail-Adresse ist nötig. Was sonst fehlt, lässt sich nach dem Import ergänzen.
template-note-name = Ein fehlender Name wird aus der Adresse erkannt, wo das möglich ist.
template-note-role = Rolle: aus der Liste wählen, oder leer lassen und nach dem Import eine für alle wählen.
template-note-team = Team und Geschlecht dürfen leer bleiben.
template-note-most = Eine Datei hat höchstens { $people } Personen und 10 MB. Weitere Spalten dürfen überall stehen und werden ausgelassen.

# The columns added to a file that goes back; nothing that an import recognises.
corrected-problem = Problem
corrected-suggestion = Vorschlag
corrected-first-name = Vorname
corrected-last-name = Nachname
