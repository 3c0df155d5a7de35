project-new = Neues Projekt
project-create = Projekt anlegen
project-name = Name
project-edit = Bearbeiten
project-edit-title = Projekt bearbeiten
project-more = Weitere Aktionen
project-failed = Das Projekt konnte nicht gespeichert werden. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.
project-archive = Archivieren
project-is-archived = Dieses Projekt ist archiviert: Es kann gelesen, aber nicht geändert werden.
project-restore = Zurückholen
project-restored = Das Projekt kann wieder geändert werden.
project-delete-title = Projekt löschen
project-delete-ask = { $n ->
    [0] „{ $project }“ löschen? Es hat keine Aufgaben.
    [one] „{ $project }“ und seine Aufgabe löschen? Das kann nicht rückgängig gemacht werden.
   *[other] „{ $project }“ und seine { $n } Aufgaben löschen? Das kann nicht rückgängig gemacht werden.
}
project-delete-yes = Projekt löschen
project-all-done = Alles erledigt
project-tasks = Aufgaben
project-no-tasks = Keine Aufgaben
project-no-tasks-note = Geben Sie oben die erste ein.
project-members = Mitglieder
members-choose = Personen hinzufügen
members-title = Mitglieder von „{ $name }“
members-more = Und { $n } weitere. „Personen hinzufügen“ findet sie alle.
project-no-members = Noch niemand ist Mitglied.
project-members-count = { $n ->
    [one] 1 Mitglied
   *[other] { $n } Mitglieder
}
project-open-tasks = { $n ->
    [one] 1 offene Aufgabe
   *[other] { $n } offene Aufgaben
}
projects-none = Noch keine Projekte
projects-none-create = Ein Projekt hat Mitglieder und Aufgaben. Legen Sie oben das erste an.
projects-none-wait = Hier erscheinen Projekte, in denen Sie Mitglied sind.

member-remove = { $name } entfernen
projects-which = Welche Projekte
projects-current = Laufende
projects-archive = Archivierte
projects-archive-none = Nichts archiviert
projects-archive-none-note = Abgeschlossene Projekte lassen sich archivieren und jederzeit zurückholen.
error-archived = Archiviert
error-archived-explanation = Dieses Projekt ist archiviert: Es kann gelesen, aber nicht geändert werden. Holen Sie es erst zurück.
projects-too-many = Ein Arbeitsbereich hat höchstens { $max } Projekte
project-too-many-tasks = Ein Projekt hat höchstens { $max } Aufgaben
