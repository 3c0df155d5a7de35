withdraw-title = Einladung zurückziehen
withdraw-ask = Einladung für { $name } zurückziehen? Der Link wird ungültig, der Platz wird frei.
withdraw-yes = Einladung zurückziehen
withdraw-ok = Die Einladung für { $name } ist zurückgezogen.
withdraw-not-now = Für { $name } ist keine Einladung mehr offen. Nichts wurde geändert.

deactivate-title = Nutzer deaktivieren
deactivate-ask = { $name } deaktivieren? Der Zugang zu diesem Arbeitsbereich endet, der Platz wird frei. Aufgaben und Teams bleiben erhalten.
deactivate-ask-own = Sich selbst deaktivieren? Sie werden von { $workspace } abgemeldet und können nicht von selbst zurückkommen. Ihre Aufgaben und Teams bleiben erhalten.
deactivate-yes = Deaktivieren
deactivate-no = Aktiv lassen
deactivate-ok = { $name } ist deaktiviert.
deactivate-last-admin = { $name } ist der letzte aktive Admin. Machen Sie zuerst jemand anderen zum Admin.
deactivate-not-now = { $name } ist nicht mehr aktiv. Nichts wurde geändert.

activate-ok = { $name } ist wieder aktiv.
activate-invited = { $name } wurde erneut eingeladen.
activate-no-seat = Für { $name } ist kein Platz frei. Buchen Sie Plätze dazu oder geben Sie zuerst einen frei.
activate-not-now = { $name } ist nicht mehr deaktiviert. Nichts wurde geändert.
access-told-later = Die E-Mail dazu geht { $when } hinaus: Eine Adresse bekommt höchstens eine davon in fünf Minuten und drei in 24 Stunden.

resend-ok = Erneut an { $email } gesendet. Der ältere Link gilt nicht mehr.
resend-moved-on = { $email } hat gerade eine neuere Einladung bekommen. Es wurde nichts weiter gesendet.
resend-not-initiated = Für { $name } ist keine Einladung mehr offen. Es wurde nichts gesendet.
resend-later = Angenommen. Die E-Mail an { $email } geht { $when } hinaus: Eine Adresse bekommt höchstens eine Einladung in fünf Minuten und drei in 24 Stunden. Der ältere Link gilt nicht mehr.
resend-waits = Eine neuere E-Mail an { $email } wartet schon und geht { $when } hinaus. Mehr ist nicht nötig.
resend-leaving = Eine neuere E-Mail an { $email } geht gerade hinaus. Mehr ist nicht nötig.

confirm-more = und { $n } weitere
deactivate-tasks =
    { $n ->
        [one] 1 offene Aufgabe
       *[other] { $n } offene Aufgaben
    }
deactivate-invitations =
    { $n ->
        [one] 1 offene Einladung von dieser Person. Sie bleibt gültig und nennt von nun an Sie als einladende Person.
       *[other] { $n } offene Einladungen von dieser Person. Sie bleiben gültig und nennen von nun an Sie als einladende Person.
    }
deactivate-invitations-own =
    { $n ->
        [one] 1 offene Einladung von Ihnen. Sie bleibt gültig und nennt von nun an einen anderen Admin.
       *[other] { $n } offene Einladungen von Ihnen. Sie bleiben gültig und nennen von nun an einen anderen Admin.
    }
deactivate-handed-over =
    { $n ->
        [0] Für { $name } blieb keine offene Aufgabe.
        [one] 1 offene Aufgabe ging an { $name }.
       *[other] { $n } offene Aufgaben gingen an { $name }.
    }
deactivate-next = { $name } steht als Nächstes auf der Warteliste und wird sofort eingeladen; das lässt sich nicht rückgängig machen.
deactivate-successor = Offene Aufgaben übergeben an
deactivate-successor-more = Die ersten { $n } Personen, die aus denselben Projekten vor den anderen. Für jemand anderen weisen Sie die Aufgaben vorher zu.
deactivate-successor-none = Niemanden; sie bleiben bei { $name }
