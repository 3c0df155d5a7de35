plan-seats = Plätze
plan-booked = Gebucht
plan-active = Aktiv
plan-initiated = Eingeladen
plan-free = Frei
plan-unlimited = beliebig viele
plan-trial-days = { $n ->
    [one] Testphase: noch 1 Tag
   *[other] Testphase: noch { $n } Tage
}
plan-trial = Bis zum { $day } können Sie beliebig viele Personen einladen. Plätze, die Sie buchen, gelten ab dann.
plan-book = Plätze buchen
plan-number = Anzahl der Plätze
plan-hint = Mehr Plätze gelten sofort, weniger ab dem nächsten Zyklus. Mindestens { $used }, so viele sind jetzt belegt.
plan-hint-trial = Die Anzahl gilt ab dem Ende der Testphase. Mindestens { $used }, so viele sind jetzt belegt.
plan-look = Änderung prüfen
plan-price = { $price } je Platz und Monat
plan-cycle = Der nächste Zyklus beginnt am { $day }.
plan-planned-now = Ab dem { $day }: { $n ->
    [one] 1 Platz
   *[other] { $n } Plätze
} oder so viele, wie dann belegt sind.
plan-take-back = Verringerung zurücknehmen
plan-planned = { $n ->
    [one] Ab dem nächsten Zyklus ist 1 Platz gebucht
   *[other] Ab dem nächsten Zyklus sind { $n } Plätze gebucht
}
plan-kept = Die geplante Verringerung ist zurückgenommen
plan-moved-on = Jemand anderes hat den Tarif inzwischen geändert. Sehen Sie ihn noch einmal an.
plan-short = { $used ->
    [one] 1 Platz ist belegt
   *[other] { $used } Plätze sind belegt
} und { $booked ->
    [one] 1 ist gebucht
   *[other] { $booked } sind gebucht
}: Buchen Sie mindestens { $used }, und alle machen weiter, wo sie waren. Nichts ist verloren.
plan-short-trial = { $used ->
    [one] 1 Platz ist belegt
   *[other] { $used } Plätze sind belegt
} und { $booked ->
    [one] 1 ist gebucht
   *[other] { $booked } sind gebucht
}: Buchen Sie bis zum { $day } { $used }, damit alle bleiben können.
plan-ahead = { $used ->
    [one] 1 Platz ist jetzt belegt
   *[other] { $used } Plätze sind jetzt belegt
}: Wer bis dahin eingeladen wird, braucht einen weiteren. Mit weniger Plätzen als Personen ruht der Arbeitsbereich, wenn die Testphase endet; nichts geht verloren.
plan-history = Was geändert wurde
plan-confirm = Tarif ändern
plan-figure = Angabe
plan-now = Jetzt
plan-then = Dann
plan-in-use = Belegt
plan-a-month = Im Monat
plan-booked-already = { $n ->
    [one] 1 Platz ist schon gebucht
   *[other] { $n } Plätze sind schon gebucht
}
plan-planned-already = { $n ->
    [one] 1 Platz ist schon geplant
   *[other] { $n } Plätze sind schon geplant
}
plan-waiting-invited = { $all ->
    [one] Die wartende Person wird sofort eingeladen.
   *[other] { $n ->
        [one] 1 von { $all } Wartenden wird sofort eingeladen.
       *[other] { $n } von { $all } Wartenden werden sofort eingeladen.
    }
}
plan-step-at-once = { $more ->
    [one] 1 Platz mehr, sofort
   *[other] { $more } Plätze mehr, sofort
}
plan-step-trial = { $n ->
    [one] 1 Platz ab dem { $day }, wenn die Testphase endet
   *[other] { $n } Plätze ab dem { $day }, wenn die Testphase endet
}
plan-step-next = { $more ->
    [one] 1 Platz weniger, ab dem { $day }
   *[other] { $more } Plätze weniger, ab dem { $day }
}
plan-step-keep = Die geplante Verringerung wird zurückgenommen
plan-drops-planned = Die geplante Verringerung entfällt.
plan-next-note = Bis dahin ändert sich nichts. Sind an dem Tag mehr Plätze belegt, bleiben so viele gebucht, wie belegt sind.
plan-do = { $n ->
    [one] 1 Platz
   *[other] { $n } Plätze
} buchen
plan-do-next = { $n ->
    [one] 1 Platz
   *[other] { $n } Plätze
} planen
plan-paused = Die Testphase ist zu Ende.
plan-paused-users = Wer hat einen Platz?
plan-paused-list = Nutzer lassen sich deaktivieren und Listen exportieren; alles andere ruht, bis genug Plätze gebucht sind.
plan-paused-text = Nichts ist verloren: Buchen Sie Plätze, und alle machen weiter, wo sie waren.
paused-title = Die Testphase ist zu Ende
paused-text = Mit { $workspace } geht es weiter, sobald ein Admin Plätze für alle bucht: { $admins }.
paused-note = Nichts ist verloren. Projekte, Aufgaben und Personen bleiben erhalten.
plan-saved = { $n ->
    [one] 1 Platz ist gebucht
   *[other] { $n } Plätze sind gebucht
}
plan-below-used = { $n ->
    [one] 1 Platz ist belegt: Buchen Sie mindestens 1 oder deaktivieren Sie zuerst Nutzer
   *[other] { $n } Plätze sind belegt: Buchen Sie mindestens { $n } oder deaktivieren Sie zuerst Nutzer
}
plan-no-number = Geben Sie eine Zahl von 0 bis { $max } ein
