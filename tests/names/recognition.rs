use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use usher::{inviting::names::recognise, values::PersonName};

fn name(email: &str) -> String {
    recognise(email).map(|name| name.to_string()).unwrap_or_default()
}

/// Each line has an address and the name that it should tell; no name for none.
fn check(table: &str) {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        let (email, expected) = line.split_once(' ').unwrap_or((line, ""));
        assert_eq!(name(email), expected.trim(), "{email}");
    }
}

#[test]
fn words_between_separators_are_the_name() {
    check(
        "anna.schmidt@example.com Anna Schmidt
         anna_schmidt@example.com Anna Schmidt
         anna-schmidt@example.com Anna Schmidt
         ANNA.SCHMIDT@EXAMPLE.COM Anna Schmidt
         AnnaSchmidt@example.com Anna Schmidt
         anna.maria.schmidt@example.com Anna Maria Schmidt
         jürgen.müller@example.com Jürgen Müller",
    );
}

#[test]
fn digits_tags_and_titles_are_dropped() {
    check(
        "anna.schmidt42@example.com Anna Schmidt
         anna.schmidt.1984@example.com Anna Schmidt
         anna.schmidt+news@example.com Anna Schmidt
         dr.anna.schmidt@example.com Anna Schmidt
         anna.schmidt.extern@example.com Anna Schmidt
         12345+anna-schmidt@users.noreply.example.com Anna Schmidt",
    );
}

#[test]
fn hyphens_inside_names_stay() {
    check(
        "anna-lena.schmidt@example.com Anna-Lena Schmidt
         maria.garcia-lopez@example.com Maria Garcia-Lopez",
    );
}

#[test]
fn particles_stay_in_lower_case() {
    check(
        "anna.von.der.heide@example.com Anna von der Heide
         jan.van.dijk@example.com Jan van Dijk
         maria.de.la.cruz@example.com Maria de la Cruz
         omar.bin.said@example.com Omar bin Said",
    );
}

#[test]
fn prefixes_of_surnames_have_two_capitals() {
    check(
        "sean.o'brien@example.com Sean O'Brien
         sean.obrien@example.com Sean O'Brien
         sean.o.brien@example.com Sean O'Brien
         ian.mcdonald@example.com Ian McDonald
         fiona.macdonald@example.com Fiona MacDonald
         gina.d'angelo@example.com Gina D'Angelo
         ana.machado@example.com Ana Machado",
    );
}

#[test]
fn initials_get_a_full_stop() {
    check(
        "a.schmidt@example.com A. Schmidt
         john.f.kennedy@example.com John F. Kennedy
         anna.s@example.com Anna S.",
    );
}

#[test]
fn a_surname_in_front_is_turned_round_when_certain() {
    check(
        "schmidt.anna@example.com Anna Schmidt
         mueller.juergen@example.com Jürgen Müller
         tanaka.hiroshi@example.com Hiroshi Tanaka
         thomas.martin@example.com Thomas Martin
         james.taylor@example.com James Taylor",
    );
}

#[test]
fn among_strangers_the_surname_stands_in_front_more_often() {
    check(
        "adams.sam@gmail.com Sam Adams
         adams.sam@firma.example Adams Sam
         maeda_h@example.com H. Maeda
         anna.h@example.com Anna H.",
    );
}

#[test]
fn an_initial_is_no_word_for_oneself() {
    check(
        "i.schmidt@example.com I. Schmidt
         hello.anna.schmidt@example.com Anna Schmidt",
    );
}

#[test]
fn particles_joined_to_a_surname_are_parted() {
    check(
        "joost.vanderende@example.com Joost van der Ende
         eva.vangelder@example.com Eva van Gelder
         eva.vonderweide@example.com Eva von der Weide
         koen.vandeputte@example.com Koen Vandeputte
         maria.vanessa@example.com Maria Vanessa
         ana.vanegas@example.com Ana Vanegas",
    );
}

#[test]
fn joined_french_given_names_get_their_hyphen() {
    check(
        "jeanphilippe.martin@example.com Jean-Philippe Martin
         marcantoine.roy@example.com Marc-Antoine Roy
         pauline.martin@example.com Pauline Martin
         marcelo.costa@example.com Marcelo Costa",
    );
}

#[test]
fn german_addresses_write_umlauts_as_two_letters() {
    check(
        "lena.moehring@firma.de Lena Möhring
         ute.oelbrecht@firma.at Ute Ölbrecht
         jana.kuehlmann-aebli@firma.ch Jana Kühlmann-Äbli
         lena.moehring@firma.example Lena Moehring
         michael.bauer@firma.de Michael Bauer
         samuel.boer@firma.ch Samuel Boer
         emil.quente@firma.de Emil Quente
         eva.guerra@firma.de Eva Guerra",
    );
}

#[test]
fn joined_words_are_split_when_certain() {
    check(
        "annaschmidt@example.com Anna Schmidt
         johnsmith7@example.com John Smith
         jschmidt@example.com J. Schmidt
         jvandijk@example.com J. van Dijk
         johannes@example.com Johannes",
    );
}

#[test]
fn chinese_given_names_are_parted_from_common_surnames() {
    check(
        "zhangruipeng@example.com Ruipeng Zhang
         ruipengzhang@example.com Ruipeng Zhang
         qingmaoxu@gmail.com Qingmao Xu
         luoweikang@example.com Weikang Luo
         martinawu@example.com Martina Wu",
    );
}

#[test]
fn an_own_domain_tells_the_surname() {
    check(
        "john@kowalski.example John Kowalski
         hanna@hannalindberg.example Hanna Lindberg
         hello@hannalindberg.example Hanna Lindberg
         hello@oliverklee.example Oliver Klee
         hello@williamson.example
         johannes@siemens.com Johannes
         johannes@ti.com Johannes
         johannes@10keller.com Johannes
         johannes@gmail.com Johannes",
    );
}

#[test]
fn a_word_for_oneself_gets_what_an_own_domain_tells_of_the_owner() {
    check(
        "me@lvogel.example L. Vogel
         git@vogel.example Vogel
         hi@lena.example Lena
         me@lenav.example Lena V.
         hello@lenavogel.example Lena Vogel
         hello@vogel.example
         kontakt@vogel.example
         dev@lvogel.example
         me@siemens.com
         git@berlin.example
         github@vogelsoft.com
         me@example.com",
    );
}

#[test]
fn functions_have_no_name() {
    let roles =
        "info office hr support sales noreply no-reply admin kontakt buchhaltung team-berlin
        support.emea accounting vertrieb postmaster marketing contact hello jobs careers facturation
        ventas soporte segreteria info.de sales-team rechnung einkauf webmaster it newsletter";
    for role in roles.split_whitespace() {
        assert_eq!(name(&format!("{role}@example.com")), "", "{role}");
    }
}

#[test]
fn mailboxes_of_functions_and_branches_have_no_name() {
    let words = "schulung hausmeister praktikant berlin muenchen werkstudent produktionsleitung
        qualitaetssicherung buergermeister bauhof fuhrpark kundenbetreuung janitor trainee
        switchboard housekeeping vacancies receptionist it.support schulung.berlin someone unknown
        newcomer undo.me jemand";
    for word in words.split_whitespace() {
        for domain in ["example.com", "firm.example", "mueller-bau.example", "gmail.com"] {
            assert_eq!(name(&format!("{word}@{domain}")), "", "{word}@{domain}");
        }
    }
    check(
        "anna.berlin@example.com Anna Berlin
         berlin.anna@example.com Anna Berlin
         jhartung@example.com J. Hartung
         sofia@example.com Sofia",
    );
}

#[test]
fn handles_have_no_name() {
    for handle in
        ["coder42", "thestartupguy", "xX_1337", "dstdfx", "qwrtz", "3k", "x", "k8s-ops", "once"]
    {
        assert_eq!(name(&format!("{handle}@gmail.com")), "", "{handle}");
    }
}

#[test]
fn what_is_no_address_has_no_name() {
    for text in ["", "@", "anna.schmidt", "@example.com", "...@example.com", "1234@example.com"] {
        assert_eq!(name(text), "", "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn f10_any_text_gives_a_short_plain_name_or_none(text in any::<String>()) {
        check_plain(&text)?;
    }

    #[test]
    fn f10_any_local_part_gives_a_short_plain_name_or_none(local in "[a-zA-Z0-9._+'<>&\"`\u{202e}\u{200b}ßİé -]{0,80}", domain in "[a-z.-]{0,30}") {
        check_plain(&format!("{local}@{domain}"))?;
    }
}

fn check_plain(email: &str) -> Result<(), TestCaseError> {
    recognise(email).map_or(Ok(()), |name| check_name(&name))
}

/// Short, no control character, no markup, in NFC.
pub fn check_name(name: &PersonName) -> Result<(), TestCaseError> {
    let text = name.as_ref();
    prop_assert!((1..=60).contains(&text.chars().count()), "{text:?}");
    prop_assert!(!text.contains(|c: char| c.is_control() || "<>&\"`".contains(c)), "{text:?}");
    prop_assert!(text.nfc().eq(text.chars()), "{text:?}");
    prop_assert_eq!(PersonName::parse(text), Ok(name.clone()));
    Ok(())
}
