nav-skip = Zum Inhalt springen
nav-menu = Menü
nav-main = Hauptnavigation
nav-tasks = Meine Aufgaben
nav-projects = Projekte
nav-settings = Einstellungen
nav-users = Nutzer
nav-invite = Nutzer einladen
nav-teams = Teams
nav-permissions = Berechtigungen
nav-plan = Tarif
nav-workspace = Arbeitsbereich
nav-profile = Profil
nav-language = Sprache
nav-workspaces = Arbeitsbereiche
nav-sign-out = Abmelden

flash-undo = Rückgängig
flash-undo-within =
    { $n ->
        [one] noch 1 Sekunde lang
       *[other] noch { $n } Sekunden lang
    }
flash-reopen = Bearbeiten und erneut senden
flash-again = Erneut einladen
flash-mailbox = Postfach öffnen

err-head = Es gibt ein Problem
error-prefix = Fehler:
email = E-Mail
password = Passwort
password-show = Anzeigen
password-hide = Verbergen
save = Speichern
cancel = Abbrechen
keep = Behalten
close = Schließen
or = oder
back = Zurück

home-title = Arbeitsbereich wählen
home-ended = Ihr Zugang zu { $workspace } wurde beendet. Wenn Sie ihn wieder brauchen, fragen Sie { $name } ({ $email }).
home-none = { $email } gehört zu keinem Arbeitsbereich. Bitten Sie einen Ihrer Admins um eine Einladung.

error-way-on = Zur Startseite
error-reference = Wenn Sie das melden, nennen Sie bitte das Zeichen { $id }.
error-not-found = Seite nicht gefunden
error-not-found-explanation = Unter dieser Adresse gibt es nichts, oder nichts, was Sie sehen dürfen.
error-forbidden = Nicht erlaubt
error-forbidden-explanation = Ihre Rolle erlaubt das nicht. Ein Admin des Arbeitsbereichs kann es tun oder Ihre Rolle ändern.
error-previewing = Nichts wurde geändert
error-previewing-explanation = Sie sehen den Arbeitsbereich als andere Rolle und schauen nur. Beenden Sie die Vorschau, um wieder etwas zu ändern.
error-bad-request = Das war nicht zu verstehen
error-bad-request-explanation = Gehen Sie zurück und versuchen Sie es von der Seite selbst aus noch einmal.
error-too-large = Zu groß
error-too-large-explanation = Das Gesendete ist größer als erlaubt. Senden Sie weniger auf einmal.
error-too-slow = Das hat zu lange gedauert
error-too-slow-explanation = Was Sie gesendet haben, ist nicht rechtzeitig angekommen. Prüfen Sie Ihre Verbindung und senden Sie es noch einmal.
error-compressed = So wird nichts angenommen
error-compressed-explanation = Formulare und Dateien werden nur unkomprimiert angenommen. Senden Sie sie von der Seite selbst aus.
error-misdirected = Falsche Adresse
error-misdirected-explanation = Unter der Adresse in Ihrem Browser ist Usher nicht zu erreichen. Nehmen Sie die aus Ihrer Einladung, oder fragen Sie, wer Usher betreibt.
error-too-many-attempts = Zu viele Versuche
error-too-many-attempts-explanation = Warten Sie einige Minuten und versuchen Sie es dann erneut.
error-busy = Gerade überlastet
error-busy-explanation = Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.
error-internal = Etwas ist schiefgegangen
error-internal-explanation = Der Fehler liegt bei uns und wurde vermerkt. Versuchen Sie es gleich noch einmal.
new-tab = (öffnet sich in einem neuen Tab)

discard-title = Eingaben verwerfen?
discard-text = Ihre Eingaben sind nicht gespeichert.
discard-no = Weiter bearbeiten
discard-yes = Verwerfen
signed-out = Sie wurden abgemeldet. Melden Sie sich an und senden Sie es noch einmal; Ihre Eingaben sind noch da.
signed-out-lost = Sie wurden abgemeldet, bevor das gesendet war. Melden Sie sich an, um zur Seite zurückzukehren, und senden Sie es noch einmal.
all-done = Fertig
deleted = „{ $name }“ wurde gelöscht
home-title-none = Kein Arbeitsbereich
error-ended = Ihr Zugang wurde beendet
error-again = Erneut versuchen
error-back = Zurück zur Seite
