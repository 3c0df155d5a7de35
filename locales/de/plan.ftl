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
plan-used = { $used } von { $booked } Plätzen belegt
plan-book = Plätze buchen
plan-number = Anzahl der Plätze
plan-hint = Zusätzliche Plätze gelten sofort. { $used ->
    [one] 1 Platz ist belegt,
   *[other] { $used } Plätze sind belegt,
} mindestens so viele sind nötig.
plan-hint-trial = Die Anzahl gilt ab dem Ende der Testphase. { $used ->
    [one] 1 Platz ist belegt,
   *[other] { $used } Plätze sind belegt,
} mindestens so viele sind nötig.
plan-save = Buchen
plan-saved = { $n ->
    [one] 1 Platz ist gebucht
   *[other] { $n } Plätze sind gebucht
}
plan-below-used = { $n ->
    [one] 1 Platz ist belegt: Buchen Sie mindestens 1 oder deaktivieren Sie zuerst Nutzer
   *[other] { $n } Plätze sind belegt: Buchen Sie mindestens { $n } oder deaktivieren Sie zuerst Nutzer
}
plan-no-number = Geben Sie eine Zahl von 0 bis { $max } ein
