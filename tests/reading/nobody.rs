//! Rows that are about nobody.

use crate::{line, lines};

#[tokio::test]
async fn totals_signatures_and_remarks_are_no_people() {
    let anna = line("anna@example.com", "Anna Beck");
    for row in [
        "Summe;5;",
        "Gesamt: 5;;",
        "Unterschrift:;;",
        "Anzahl Teilnehmer;;1",
        ";;bitte bis Freitag",
        ";;1",
        "25.11.2026;;",
        ";Design;Total",
    ] {
        let text = format!("Name;Team;E-Mail\nAnna Beck;;anna@example.com\n{row}\n");
        assert_eq!(lines(text).await, std::slice::from_ref(&anna), "{row}");
    }
}

#[tokio::test]
async fn whoever_has_a_name_or_almost_an_address_stays_to_be_mended() {
    for (row, person) in [
        ("Bo;;", line("", "Bo")),
        ("Bo Lund;;", line("", "Bo Lund")),
        (";;bo.example.com", line("bo.example.com", "")),
        (";;bo(at)example", line("bo(at)example", "")),
        (";;bo@", line("bo@", "")),
        ("Bo Lund;;none", line("none", "Bo Lund")),
    ] {
        let text = format!("Name;Team;E-Mail\nAnna Beck;;anna@example.com\n{row}\n");
        assert_eq!(lines(text).await.get(1), Some(&person), "{row}");
    }
}
