invite-title = Nutzer einladen
invite-seats = Danach noch { $n } von { $m } Plätzen frei
invite-seats-before = { $n } von { $m } Plätzen frei
invite-seats-over = { $d ->
    [one] 1 Platz fehlt
   *[other] { $d } Plätze fehlen
}
invite-over = { $n ->
    [0] Kein Platz ist frei. Buchen Sie Plätze dazu, oder setzen Sie { $d ->
        [one] 1 Person
       *[other] { $d } Personen
    } auf die Warteliste.
    [one] 1 Platz ist frei für { $k } Personen. Buchen Sie Plätze dazu, oder laden Sie jetzt 1 ein und lassen { $d } warten.
   *[other] { $n } Plätze sind frei für { $k } Personen. Buchen Sie Plätze dazu, oder laden Sie jetzt { $n } ein und lassen { $d } warten.
}
invite-send-over = { $n ->
    [0] { $d } auf die Warteliste setzen
   *[other] { $n } einladen, { $d ->
        [one] 1 wartet
       *[other] { $d } warten
    }
}
invite-seats-none = Kein Platz ist frei. Buchen Sie Plätze dazu, oder deaktivieren Sie jemanden.
invite-book = Plätze buchen
invite-trial = Testphase: beliebig viele Einladungen
invite-add = Zeile hinzufügen
invite-more = Weitere Felder
invite-import = Nutzer importieren
invite-import-read = Datei lesen
invite-send =
    { $n ->
        [one] 1 Einladung senden
       *[other] { $n } Einladungen senden
    }
invite-send-none = Einladungen senden
invite-for-all = Für alle Zeilen
invite-for-all-role = Rolle für alle Zeilen
invite-for-all-team = Team für alle Zeilen
invite-apply = Auf alle Zeilen anwenden
invite-line = Zeile
invite-name = Name
invite-role = Rolle
invite-team = Team
invite-gender = Geschlecht
invite-choose-role = Rolle wählen
invite-no-team = Kein Team
invite-no-gender = Keine Angabe
invite-recognised = erkannt
invite-remove-line = Entfernen: Zeile
invite-task = Die Eingeladenen werden „{ $title }“ zugewiesen.
invite-mail-off = Es ist kein Mailserver eingerichtet: Personen werden angelegt und zugewiesen, aber keine E-Mail geht hinaus. Wer Usher betreibt, kann USHER_SMTP_URL setzen.
invite-failed = Das konnte nicht gesendet werden. Ihre Eingaben sind noch da; versuchen Sie es erneut. Falls Sie abgemeldet wurden, melden Sie sich zuerst in einem anderen Tab an.
invite-done =
    { $n ->
        [one] 1 Einladung eingeplant
       *[other] { $n } Einladungen eingeplant
    }
invite-done-one = 1 Einladung für { $name } eingeplant
invite-done-one-onto = 1 Einladung für { $name } eingeplant und „{ $task }“ zugewiesen
invite-done-onto =
    { $n ->
        [one] 1 Einladung eingeplant und „{ $task }“ zugewiesen
       *[other] { $n } Einladungen eingeplant und „{ $task }“ zugewiesen
    }
invite-undone =
    { $n ->
        [0] Schon zurückgenommen. Es wurde nichts gesendet.
        [one] 1 Einladung zurückgenommen. Es wurde nichts gesendet.
       *[other] { $n } Einladungen zurückgenommen. Es wurde nichts gesendet.
    }
invite-undo-late = Zu spät zum Rückgängigmachen: Die E-Mails sind unterwegs. Ziehen Sie die Einladungen einzeln zurück.
invite-pasted =
    { $n ->
        [one] 1 Zeile hinzugefügt
       *[other] { $n } Zeilen hinzugefügt
    }{ $k ->
        [0] .
        [one] , 1 doppelte weggelassen.
       *[other] , { $k } doppelte weggelassen.
    }
invite-pasted-rest =
    { $n ->
        [one] 1 weitere passte nicht: höchstens { $m } Zeilen werden auf einmal gesendet.
       *[other] { $n } weitere passten nicht: höchstens { $m } Zeilen werden auf einmal gesendet.
    }
invite-apply-choose = Wählen Sie zuerst eine Rolle oder ein Team für alle Zeilen.
invite-apply-choose-role = Wählen Sie zuerst eine Rolle für alle Zeilen.
invite-applied = Für alle Zeilen übernommen.
invite-kept =
    { $n ->
        [one] 1 Zeile behält, was in ihr gewählt war.
       *[other] { $n } Zeilen behalten, was in ihnen gewählt war.
    }
invite-overwrite = Auch dort ändern
invite-heard = Name erkannt: { $name }
invite-removed = Zeile { $n } entfernt.
invite-restored = Zeile { $n } ist wieder da.
invite-undo-removal = Entfernen rückgängig machen
invite-keys = Enter: nächste Zeile · Strg+Enter: senden · Alt+Rücktaste: Zeile entfernen
invite-paste-failed = Die Liste konnte nicht gelesen werden. Fügen Sie sie gleich noch einmal ein.
invite-imported =
    { $n ->
        [one] 1 Person wurde aus der Datei gelesen. Noch wurde nichts gesendet.
       *[other] { $n } Personen wurden aus der Datei gelesen. Noch wurde nichts gesendet.
    }
invite-imported-sheet = Gelesen wurde das Blatt „{ $name }“ von { $n }.
invite-imported-unused = Nicht verwendet: { $columns }.
invite-open = Öffnen
invite-resend = Erneut senden
invite-activate = Wieder aktivieren
invite-again = Erneut einladen
invite-remove = Zeile entfernen
invite-activated = { $email } hat wieder einen Platz, mit Rolle und Teams von früher.
invite-invited-again = { $email } wurde erneut eingeladen und hat einen Platz.
invite-activated-onto = { $name } ist wieder aktiv und „{ $task }“ zugewiesen.
invite-invited-again-onto = { $name } wurde erneut eingeladen und ist „{ $task }“ zugewiesen.
invite-assigned = { $name } ist „{ $task }“ zugewiesen
invite-moved-on = Das hat sich inzwischen geändert. Sehen Sie in der Nutzerliste nach.

invite-err-empty = Geben Sie mindestens eine E-Mail-Adresse ein
invite-err-many = { $n } Zeilen sind zu viele auf einmal. Senden Sie höchstens { $m }.
invite-err-sent-before = Dieses Formular wurde schon gesendet. Sehen Sie in der Nutzerliste nach und senden Sie diese Zeilen dann, wenn Sie sie noch brauchen.
invite-err-at = Zeile { $i }: { $text }
invite-err-email-none = E-Mail eingeben
invite-err-email-meant = Das ist keine E-Mail-Adresse. Meinten Sie { $email }?
invite-use-email = Übernehmen
invite-err-email = E-Mail im Format name@example.com eingeben
invite-err-name = Der Name enthält Zeichen, die sich nicht darstellen lassen
invite-err-name-long = Ein Name hat höchstens 100 Zeichen
invite-err-roles = Zeilen ohne Rolle: { $n }. Eine für alle Zeilen wählen
invite-err-role = Rolle wählen
invite-err-role-unknown = Es gibt keine Rolle „{ $value }“. Rolle wählen
invite-err-team-unknown = Es gibt kein Team „{ $value }“. Team oder keines wählen
invite-err-gender = „{ $value }“ ist kein Geschlecht. Eines oder keines wählen
invite-err-dup = Gleiche Adresse wie Zeile { $j }
invite-err-twice = { $email } stand in zwei Zeilen und wurde einmal eingeladen
invite-err-exists = { $email } ist bereits Nutzer
invite-err-pending = { $email } wurde am { $date } eingeladen
invite-err-was-here = { $email } war schon einmal hier
invite-err-was-here-as = { $email } war schon einmal hier, als { $role }
invite-err-was-invited = { $email } war schon einmal eingeladen
invite-err-was-invited-as = { $email } war schon einmal eingeladen, als { $role }

gender-female = Weiblich
gender-male = Männlich
gender-other = Divers

import-err-type = Das ist weder eine Tabelle (.xlsx, .xls, .xlsb oder .ods) noch eine CSV-Datei. Speichern Sie sie als .xlsx oder CSV und wählen Sie sie erneut.
import-err-old = Diese Mappe ist aus der Zeit vor 1993. Öffnen Sie sie in Excel, speichern Sie sie als .xlsx und wählen Sie sie erneut.
import-err-web = Das ist eine Webseite ohne lesbare Tabelle. Öffnen Sie sie in Excel, speichern Sie sie als .xlsx und wählen Sie sie erneut.
import-err-encrypted = Diese Mappe ist mit einem Passwort geschützt. Speichern Sie sie ohne und wählen Sie sie erneut.
import-err-corrupt = Diese Datei ist beschädigt und nicht lesbar. Speichern Sie sie neu und wählen Sie sie erneut.
import-err-none = Wählen Sie zuerst eine Datei.
import-err-empty = In dieser Datei steht nichts. Wählen Sie eine mit E-Mail-Adressen.
import-err-large = Diese Datei ist zu groß. Wählen Sie eine mit höchstens 10 MB.
import-err-many = Eine Datei hat höchstens { $n } Personen, diese hat mehr. Teilen Sie sie und wählen Sie den ersten Teil.
import-err-no-addresses = In dieser Datei wurden keine E-Mail-Adressen gefunden. Prüfen Sie, ob eine Spalte sie enthält.
import-err-example = In dieser Datei steht nur das Beispiel. Tragen Sie Ihre Personen darunter ein und wählen Sie die Datei erneut.
import-err-slow = Das Lesen dieser Datei hat zu lange gedauert. Speichern Sie sie mit weniger Zellen und wählen Sie sie erneut.
import-err-busy = Dateien können gerade nicht gelesen werden. Wählen Sie sie gleich noch einmal.
invite-err-domain = Dieser Arbeitsbereich lädt niemanden bei { $value } ein
invite-err-domain-only = Dieser Arbeitsbereich lädt niemanden bei { $value } ein, nur bei: { $only }
