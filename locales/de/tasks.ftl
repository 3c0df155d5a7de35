name-empty = Namen eingeben
title-empty = Titel eingeben
name-too-long = Namen mit höchstens { $max } Zeichen eingeben
title-too-long = Titel mit höchstens { $max } Zeichen eingeben
name-control-character = Namen ohne unsichtbare Zeichen eingeben
title-control-character = Titel ohne unsichtbare Zeichen eingeben

task = Aufgabe
task-title = Titel
task-description = Beschreibung
task-description-too-long = Beschreibung mit höchstens { $max } Zeichen eingeben
task-no-description = Keine Beschreibung
task-due = Fällig am
task-due-unknown = Datum eingeben oder das Feld leer lassen
task-due-on = Fällig { $day }
task-due-late = Überfällig, { $day }
task-optional = optional
task-assignees = Zuständig
task-nobody = Noch niemand ist zuständig.
task-assign = Zuweisen
task-new = Neue Aufgabe
task-add = Aufgabe hinzufügen
task-done = Erledigt
task-finish = Als erledigt markieren
task-reopen = Wieder öffnen
task-saved = Aufgabe gespeichert

task-up = Nach oben
task-down = Nach unten
task-drag = Zum Verschieben ziehen
task-moved = { $task }: Platz { $place } von { $all }
task-delete-title = Aufgabe löschen
task-delete-ask = „{ $task }“ löschen? Beschreibung und Zuweisungen werden mit gelöscht.
task-delete-yes = Aufgabe löschen

tasks-none = Nichts zu tun
tasks-none-note = Hier erscheinen Aufgaben, die Ihnen zugewiesen sind.
tasks-late = Überfällig
tasks-today = Heute
tasks-week = Diese Woche
tasks-later = Später
tasks-undated = Ohne Datum
tasks-done = Erledigt

assign-title = „{ $task }“ zuweisen
assign-search = Personen suchen
assign-nobody = Keine Treffer.
assign-found =
    { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    }
assign-more = Nur die ersten 50 Personen stehen hier. Geben Sie einen Teil eines Namens ein, um die anderen zu finden.
assign-invite = Per E-Mail einladen
assign-invite-address = { $email } einladen
assign-deactivated = { $name } ist deaktiviert.
assign-ask = Noch nicht dabei? Bitten Sie { $names } um eine Einladung.

person-initiated = Eingeladen
person-deactivated = Deaktiviert
