nav-audit = Protokoll
# Part of a file's name: plain letters only.
audit-file = protokoll
audit-person = Person: Name oder E-Mail
audit-group = Art
audit-from = Von Tag
audit-to = Bis Tag
audit-when = Wann
audit-who = Wer
audit-who-email = E-Mail
audit-to-whom = Wem
audit-to-whom-email = E-Mail der Person
audit-what = Was
audit-origin = Von wo
audit-address = Adresse
audit-device = Browser
audit-none = Nichts dieser Art ist geschehen
audit-backwards = Der erste Tag liegt nach dem letzten
audit-page = Seite { $n }, Neuestes zuerst
audit-newer = Neuere
audit-older = Ältere
audit-somebody = Jemand, der nicht mehr da ist
audit-itself = Usher
audit-unknown = Unbekannt

audit-group-sign-ins = Anmeldungen
audit-group-invitations = Einladungen
audit-group-people = Personen
audit-group-roles = Rollen
audit-group-teams = Teams
audit-group-plan = Tarif
audit-group-files = Importe und Exporte
audit-group-settings = Einstellungen
audit-group-refusals = Abgelehnte Zugriffe

audit-invitations-queued =
    { $n ->
        [one] 1 Einladung gesendet
       *[other] { $n } Einladungen gesendet
    }
audit-invited = Als { $role } eingeladen
audit-batch-undone =
    { $n ->
        [one] 1 Einladung vor dem Versand zurückgenommen
       *[other] { $n } Einladungen vor dem Versand zurückgenommen
    }
audit-resent = Einladung erneut gesendet
audit-withdrawn = Einladung zurückgezogen
audit-accepted = Einladung angenommen
audit-deactivated = Deaktiviert
audit-activated = Wieder aktiviert
audit-profile-changed = Profil geändert
audit-role-changed = Rolle von { $from } zu { $to } geändert
audit-teams-changed = Teams geändert
audit-teams-added = Teams hinzugefügt: { $teams }
audit-teams-removed = Teams entzogen: { $teams }
audit-change = { $what } ({ $from } → { $to })
audit-tasks-handed = { $n ->
    [one] 1 offene Aufgabe
   *[other] { $n } offene Aufgaben
} an { $name } übergeben
audit-invitations-handed = { $n ->
    [one] 1 offene Einladung läuft
   *[other] { $n } offene Einladungen laufen
} im Namen von { $name } weiter
audit-plan-changed = { $to ->
    [one] 1 Platz
   *[other] { $to } Plätze
} statt { $from } gebucht
audit-plan-cycle = Neuer Zyklus: { $to ->
    [one] 1 Platz
   *[other] { $to } Plätze
} statt { $from }
audit-seats-planned = { $to ->
    [one] 1 Platz
   *[other] { $to } Plätze
} statt { $from } ab dem nächsten Zyklus geplant
audit-seats-kept = Verringerung auf { $n ->
    [one] 1 Platz
   *[other] { $n } Plätze
} zurückgenommen
audit-trial-warned = Admins über das nahe Ende der Testphase informiert
audit-exported = Nutzerliste exportiert: { $n ->
    [one] 1 Person
   *[other] { $n } Personen
}
audit-exported-log = Protokoll exportiert: { $n ->
    [one] 1 Ereignis
   *[other] { $n } Ereignisse
}
audit-exported-file = Datei mit ihren Problemen heruntergeladen: { $file }
audit-imported = Datei gelesen: { $file }, { $n ->
    [one] 1 Zeile
   *[other] { $n } Zeilen
}
audit-settings-changed = Einstellungen geändert: { $changes }
audit-signed-in = Angemeldet
audit-sign-in-failed = Anmeldung mit falschem Passwort
audit-refused = Versuchte, was die Rolle nicht erlaubt: { $path }

audit-group-work = Projekte und Aufgaben
audit-role-made = Rolle angelegt: { $name }
audit-role-edited = Rolle bearbeitet: { $name }
audit-role-deleted = Rolle gelöscht: { $name }
audit-team-made = Team angelegt: { $name }
audit-team-edited = Team bearbeitet: { $name }
audit-team-deleted = Team gelöscht: { $name }
audit-project-created = Projekt angelegt: { $name }
audit-project-changed = Projekt geändert: { $name }
audit-project-archived = Projekt archiviert: { $name }
audit-project-restored = Projekt aus dem Archiv geholt: { $name }
audit-project-deleted = Projekt gelöscht: { $name }
audit-project-joined = Zum Projekt { $name } hinzugefügt
audit-project-left = Aus dem Projekt { $name } genommen
audit-task-created = Aufgabe angelegt: { $name }
audit-task-changed = Aufgabe geändert: { $name }
audit-task-moved = Aufgabe verschoben: { $name }
audit-task-done = Aufgabe erledigt: { $name }
audit-task-reopened = Aufgabe wieder geöffnet: { $name }
audit-task-deleted = Aufgabe gelöscht: { $name }
audit-assigned = Zugewiesen: { $name }
audit-unassigned = Zuweisung aufgehoben: { $name }
audit-workspace-made = Arbeitsbereich angelegt
audit-email-changed = E-Mail-Adresse von { $from } zu { $to } geändert
audit-plan-first = { $to ->
    [one] 1 Platz gebucht
   *[other] { $to } Plätze gebucht
}
