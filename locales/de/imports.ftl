import-title = Datei prüfen
import-summary =
    { $n ->
        [one] 1 Zeile
       *[other] { $n } Zeilen
    }: { $parts }
import-summary-ready = { $n } bereit
import-summary-known = { $n } schon da
import-summary-work = { $n } zu klären
import-summary-left-out = { $n } ausgelassen
import-summary-queued = { $n } werden eingeladen
import-summary-sent = { $n } eingeladen
import-summary-waiting = { $n } auf der Warteliste
import-use =
    { $n ->
        [one] 1 Person einladen …
       *[other] { $n } Personen einladen …
    }
import-problems = Mit Hinweisen herunterladen
import-other-columns = Andere Spalten oder anderes Blatt
import-problems-file = probleme
import-recent = Zuvor gelesene Dateien:
import-batch = Einladungen vom { $day }
import-columns = Spalten
import-columns-known =
    { $n ->
        [one] 1 von { $m } Spalten wird gelesen
       *[other] { $n } von { $m } Spalten werden gelesen
    }
import-columns-needed = In keiner Spalte wurden die E-Mail-Adressen erkannt. Sagen Sie unten, was die Spalten enthalten; das wird für die nächste solche Datei gemerkt.
import-columns-apply = Mit diesen Spalten lesen
import-column-none = Nicht verwendet
import-first-name = Vorname
import-last-name = Nachname
import-sheet = Tabellenblatt
import-sheet-hint = Ein anderes Blatt wird mit seinen eigenen Spalten gelesen.
import-words = Unbekannte Rollen und Teams
import-word-role = Rolle „{ $word }“ in { $n ->
    [one] 1 Zeile
   *[other] { $n } Zeilen
}
import-word-team = Team „{ $word }“ in { $n ->
    [one] 1 Zeile
   *[other] { $n } Zeilen
}
import-choose-team = Team wählen
import-words-apply = Auf diese Zeilen anwenden
import-rows = Zeilen
import-filter = Welche Zeilen
import-work = Zu klären
import-ready = Bereit
import-known = Schon da
import-left-out = Ausgelassen
import-waiting = Auf der Warteliste
import-sent = Eingeladen
import-all = Alle
import-role-where-none = Rolle für alle Zeilen ohne Rolle
import-role-apply = Rolle auf alle anwenden
import-leave-out = Auslassen:
import-take-back = Zurückholen:
import-at-row = Zeile { $row }: { $text }
import-same = Gleiche Adresse wie in Zeile { $row }
import-line = Eintrag { $n }
import-row = Zeile { $n }
import-is-left-out = Ausgelassen
import-is-out = { $row } ausgelassen: { $email }
import-is-back = Zurückgeholt
import-changed =
    { $n ->
        [0] Nichts wurde geändert.
        [one] 1 Zeile geändert.
       *[other] { $n } Zeilen geändert.
    }
import-take-back-short = Zurückholen
import-search = Name oder E-Mail suchen
import-search-button = Suchen
import-range = { $first }–{ $last } von { $total }
import-to-window = Im Fenster bearbeiten
import-none-here = Hier sind keine Zeilen.
import-save = Speichern und neu prüfen
import-nobody = Noch niemand kann eingeladen werden.
import-send-nobody = Niemand einzuladen
import-send-title =
    { $n ->
        [one] 1 Person einladen?
       *[other] { $n } Personen einladen?
    }
import-send-question =
    { $n ->
        [one] 1 Person
       *[other] { $n } Personen
    } aus { $file } { $n ->
        [one] bekommt
       *[other] bekommen
    } eine Einladung per E-Mail.{ $rest ->
        [0] { "" }
        [one] { " " }1 andere Zeile bleibt hier.
       *[other] { " " }{ $rest } andere Zeilen bleiben hier.
    }
import-no-seats = Für { $n } Personen { $missing ->
        [one] fehlt 1 Platz
       *[other] fehlen { $missing } Plätze
    }. { $fit ->
        [0] Kein Platz ist frei.
        [one] Für die erste Person ist einer frei.
       *[other] Für die ersten { $fit } sind Plätze frei.
    } Buchen Sie Plätze, lassen Sie Zeilen aus oder die anderen auf einen Platz warten.
import-rest-waits =
    { $fit ->
        [0] { $rest } auf die Warteliste setzen
       *[other] { $fit } einladen, { $rest } warten
    }
import-others-wait =
    { $n ->
        [one] 1 Person wartet auf einen Platz.
       *[other] { $n } Personen warten auf einen Platz.
    }
import-send-first =
    { $n ->
        [one] Die erste Person einladen
       *[other] Die ersten { $n } einladen
    }
import-seats-missing =
    { $missing ->
        [one] 1 Platz fehlt.
       *[other] { $missing } Plätze fehlen.
    }
batch-title = Einladungen
batch-by = Gesendet von { $name }, { $when }
batch-progress = { $n } von { $total ->
    [one] 1 Einladung
   *[other] { $total } Einladungen
} gesendet
batch-withdrawn-all =
    { $n ->
        [one] Die Einladung wurde zurückgezogen oder abgelehnt
       *[other] Alle { $n } Einladungen wurden zurückgezogen oder abgelehnt
    }
batch-over = Zurückgezogen
batch-going-on = { $total ->
    [one] 1 Person wird eingeladen
   *[other] { $total } Personen werden eingeladen
}: { $n } gesendet
batch-show = Anzeigen
batch-so-far = Fortschritt
batch-stopped = Angehalten
batch-still-leaving =
    { $n ->
        [one] 1 weitere E-Mail geht gleich hinaus.
       *[other] { $n } weitere E-Mails gehen gleich hinaus.
    }
batch-running = Läuft
batch-finished = Fertig
batch-undone = Das wurde zurückgenommen. Niemand wurde eingeladen.
batch-waiting = Wartet
batch-sent = Gesendet
batch-accepted = Angenommen
batch-failed = Nicht zugestellt
batch-ended = Zurückgezogen oder abgelehnt
batch-retry =
    { $n ->
        [one] Noch einmal senden
       *[other] Diese { $n } noch einmal senden
    }
batch-retried =
    { $n ->
        [one] 1 Einladung wird noch einmal gesendet
       *[other] { $n } Einladungen werden noch einmal gesendet
    }
batch-withdraw =
    { $n ->
        [one] 1 Einladung zurückziehen
       *[other] { $n } Einladungen zurückziehen
    }
batch-withdraw-no = Behalten
batch-withdraw-title =
    { $n ->
        [one] 1 unbeantwortete Einladung zurückziehen?
       *[other] { $n } unbeantwortete Einladungen zurückziehen?
    }
batch-withdraw-question = Die Links funktionieren dann nicht mehr, und die Plätze werden frei. Sie können die Personen erneut einladen.
batch-withdrawn =
    { $n ->
        [0] Es gab nichts mehr zurückzuziehen
        [one] 1 Einladung zurückgezogen
       *[other] { $n } Einladungen zurückgezogen
    }
batch-resume = Weiter
batch-stopped-seats =
    { $n ->
        [one] Für 1 Person war kein Platz mehr frei. Buchen Sie Plätze und machen Sie weiter.
       *[other] Für { $n } Personen war kein Platz mehr frei. Buchen Sie Plätze und machen Sie weiter.
    }
batch-stopped-rights =
    { $n ->
        [one] Wer das gesendet hat, ist kein Admin mehr; 1 Person wurde nicht eingeladen.
       *[other] Wer das gesendet hat, ist kein Admin mehr; { $n } Personen wurden nicht eingeladen.
    }
import-queued = Wird eingeladen
import-is-sent = Gerade werden Personen aus dieser Datei eingeladen. Halten Sie das zuerst an, oder warten Sie, bis es fertig ist.
batch-stop = Anhalten
batch-stopped-admin =
    { $n ->
        [one] Angehalten. Eine Person ist nicht eingeladen.
       *[other] Angehalten. { $n } Personen sind nicht eingeladen.
    }
batch-stopped-failed =
    { $n ->
        [one] Das ist mehrmals gescheitert. Eine Person ist nicht eingeladen.
       *[other] Das ist mehrmals gescheitert. { $n } Personen sind nicht eingeladen.
    }
