email-confirm-title = Neue E-Mail bestätigen
email-confirm = Ab jetzt melden Sie sich mit { $email } an, in allen Ihren Arbeitsbereichen.
email-confirm-yes = Diese E-Mail verwenden
email-over-title = Dieser Link gilt nicht mehr
email-over = Er gilt einmal, einen Tag lang. Fordern Sie in Ihrem Profil einen neuen an.
email-taken-title = Diese E-Mail ist vergeben
email-taken = Sie gehört zu einem anderen Konto oder zu jemand anderem in einem Ihrer Arbeitsbereiche. Nichts wurde geändert.
