use proptest::prelude::*;
use usher::{
    inviting::names::{Habits, recognise},
    values::EmailAddress,
};

/// What the address tells beside these colleagues, each an address and a name.
fn beside(colleagues: &str, email: &str) -> String {
    let pairs = colleagues.lines().filter_map(|line| line.trim().split_once(' '));
    let email = EmailAddress::parse(email).unwrap();
    Habits::learnt(pairs).recognise(&email).map(|name| name.to_string()).unwrap_or_default()
}

const SURNAME_FIRST: &str = "schmidt.anna@firma.example Anna Schmidt
    lund.bo@firma.example Bo Lund
    van.dijk.jan@firma.example Jan van Dijk";

const INITIAL_SURNAME: &str = "aschmidt@firma.example Anna Schmidt
    blund@firma.example Bo Lund
    jvandijk@firma.example Jan van Dijk";

#[test]
fn where_colleagues_have_the_surname_first_so_has_the_next() {
    let check = |email, name| assert_eq!(beside(SURNAME_FIRST, email), name, "{email}");
    check("martin.thomas@firma.example", "Thomas Martin");
    check("thomas.martin@firma.example", "Martin Thomas");
    check("qwib.zorf@firma.example", "Zorf Qwib");
    check("de.vries.eva@firma.example", "Eva de Vries");
    check("smith.j@firma.example", "J. Smith");
}

#[test]
fn where_colleagues_have_the_given_name_first_nothing_is_turned_round() {
    let colleagues = "anna.schmidt@firma.example Anna Schmidt
        b.lund@firma.example Bo Lund
        jan.van.dijk@firma.example Jan van Dijk";
    assert_eq!(recognise("schmidt.anna@firma.example").unwrap().as_ref(), "Anna Schmidt");
    assert_eq!(beside(colleagues, "schmidt.anna@firma.example"), "Schmidt Anna");
}

#[test]
fn where_colleagues_have_an_initial_and_the_surname_so_has_the_next() {
    let check = |email, name| assert_eq!(beside(INITIAL_SURNAME, email), name, "{email}");
    check("jsmith@firma.example", "J. Smith");
    check("xqworb@firma.example", "X. Qworb");
    check("mvandijk@firma.example", "M. van Dijk");
    check("anna@firma.example", "Anna");
    check("info@firma.example", "");
}

#[test]
fn other_ways_of_joining_are_learnt_too() {
    let given_initial = "annas@firma.example Anna Schmidt
        bol@firma.example Bo Lund
        jurgenm@firma.example Jürgen Müller";
    assert_eq!(beside(given_initial, "carlab@firma.example"), "Carla B.");
    let surname_initial = "schmidta@firma.example Anna Schmidt
        lundb@firma.example Bo Lund
        muellerj@firma.example Jürgen Müller";
    assert_eq!(beside(surname_initial, "marting@firma.example"), "G. Martin");
    let surname_given = "schmidtanna@firma.example Anna Schmidt
        lundbo@firma.example Bo Lund
        muellerjuergen@firma.example Jürgen Müller";
    assert_eq!(beside(surname_given, "qworbanna@firma.example"), "Anna Qworb");
    let given = "anna@firma.example Anna Schmidt
        bo@firma.example Bo Lund
        jan@firma.example Jan van Dijk";
    assert_eq!(beside(given, "qwora@firma.example"), "Qwora");
}

#[test]
fn two_colleagues_are_too_few() {
    let two: Vec<_> = SURNAME_FIRST.lines().take(2).collect();
    assert_eq!(beside(&two.join("\n"), "thomas.martin@firma.example"), "Thomas Martin");
}

#[test]
fn one_in_five_may_differ_and_two_may_not() {
    let four = format!("{SURNAME_FIRST}\nmueller.eva@firma.example Eva Müller");
    let five = format!("{four}\nsunny.one@firma.example Eva Kern");
    assert_eq!(beside(&five, "thomas.martin@firma.example"), "Martin Thomas");
    let six = format!("{five}\nemil.kern@firma.example Emil Kern");
    assert_eq!(beside(&six, "thomas.martin@firma.example"), "Thomas Martin");
}

#[test]
fn colleagues_teach_nothing_of_other_or_shared_domains() {
    assert_eq!(beside(SURNAME_FIRST, "thomas.martin@other.example"), "Thomas Martin");
    let shared = SURNAME_FIRST.replace("firma.example", "gmail.com");
    assert_eq!(beside(&shared, "thomas.martin@gmail.com"), "Thomas Martin");
    let emails = ["a@gmail.com", "b@firma.example", "c@FIRMA.example"];
    let emails = emails.map(|email| EmailAddress::parse(email).unwrap());
    assert_eq!(Habits::domains(&emails), ["firma.example"]);
}

#[test]
fn names_that_were_guessed_with_an_initial_teach_nothing() {
    let guessed = "aschmidt@firma.example A. Schmidt
        blund@firma.example B. Lund
        eworb@firma.example E. Worb";
    assert_eq!(beside(guessed, "anna@firma.example"), "Anna");
    let alone = recognise("xqworb@firma.example").map(|name| name.to_string());
    assert_eq!(beside(guessed, "xqworb@firma.example"), alone.unwrap_or_default());
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,9}",
        prop::sample::select(vec!["anna", "schmidt", "thomas", "martin", "van", "müller", "x"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn f10_a_guess_among_colleagues_is_a_short_plain_name_and_learning_it_changes_nothing(
        colleagues in prop::collection::vec((word(), "[._-]?", word(), word(), word()), 0..8),
        local in "[a-z]{1,9}([._-][a-z]{1,9})?",
    ) {
        let pairs: Vec<_> = colleagues
            .iter()
            .map(|(a, separator, b, given, surname)| {
                (format!("{a}{separator}{b}@firma.example"), format!("{given} {surname}"))
            })
            .collect();
        let mut pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let email = EmailAddress::parse(&format!("{local}@firma.example")).unwrap();
        let habits = Habits::learnt(pairs.iter().copied());
        pairs.reverse();
        prop_assert_eq!(&Habits::learnt(pairs.iter().copied()), &habits);
        if let Some(guess) = habits.recognise(&email) {
            crate::recognition::check_name(&guess)?;
            let again: Vec<_> = pairs.iter().chain(&pairs).copied().collect();
            prop_assert_eq!(Habits::learnt(again).recognise(&email), Some(guess));
        }
    }

    #[test]
    fn f10_what_was_guessed_by_a_habit_confirms_it(initial in "[a-z]", surname in "[a-z]{3,9}", given in "[a-z]{3,9}") {
        let by_name = format!("{surname}.{given}@firma.example");
        let by_initial = format!("{initial}{surname}@firma.example");
        for (colleagues, email) in [(SURNAME_FIRST, by_name), (INITIAL_SURNAME, by_initial)] {
            let guess = beside(colleagues, &email);
            let more = format!("{colleagues}\n{email} {guess}");
            prop_assert_eq!(beside(&more, &email), guess);
        }
    }
}
