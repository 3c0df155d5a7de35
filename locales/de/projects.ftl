project-new = Neues Projekt
project-add = Projekt hinzufügen
project-tasks = Aufgaben
project-no-tasks = Keine Aufgaben
project-no-tasks-note = Geben Sie oben die erste ein.
project-members = Mitglieder
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
projects-none-create = Ein Projekt hat Mitglieder und Aufgaben. Geben Sie oben den Namen des ersten ein.
projects-none-wait = Hier erscheinen Projekte, in denen Sie Mitglied sind.

member-choose = Person wählen
member-add = Mitglied hinzufügen
member-remove = { $name } entfernen
projects-too-many = Ein Arbeitsbereich hat höchstens { $max } Projekte
project-too-many-tasks = Ein Projekt hat höchstens { $max } Aufgaben
