//! What readers of lists and files make of each address of the corpus.

use usher::inviting::line::Line;
use usher::inviting::paste;
use usher::values::EmailAddress;

use crate::address_corpus::{Verdict, cases};
use crate::read;

/// The addresses among what was read that could be sent to.
fn found(lines: &[Line]) -> Vec<String> {
    let parsed = lines.iter().filter_map(|line| EmailAddress::parse(&line.email).ok());
    parsed.map(|email| email.as_str().to_owned()).collect()
}

/// What must be found.
fn expected(verdict: &Verdict, text: &str) -> Vec<String> {
    match verdict {
        Verdict::Taken => vec![EmailAddress::parse(text).unwrap().as_str().to_owned()],
        Verdict::Refused | Verdict::BadPunycode => Vec::new(),
        Verdict::Refound(emails) => emails.clone(),
    }
}

#[test]
fn e03_the_corpus_holds_five_hundred_addresses_and_the_form_tells_each() {
    let cases = cases();
    assert!(cases.len() >= 500, "{}", cases.len());
    let wrong = cases
        .iter()
        .filter(|case| EmailAddress::parse(&case.text).is_ok() != (case.verdict == Verdict::Taken));
    let wrong: Vec<_> = wrong.map(|case| &case.text).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn e03_a_pasted_list_comes_to_the_same_verdicts() {
    let mut wrong = Vec::new();
    for case in cases() {
        let found = found(&paste::read(&case.text).lines);
        if found != expected(&case.verdict, &case.text) {
            wrong.push((case.text, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A cell with several addresses names several people.
#[actix_web::test]
async fn e03_a_file_comes_to_the_same_verdicts() {
    // With a control character in it, a file is no list at all.
    let is_text =
        |text: &str| text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
    let cases: Vec<_> = cases().into_iter().filter(|case| is_text(&case.text)).collect();
    let rows = cases.iter().map(|case| format!("\"{}\",Bea\n", case.text.replace('"', "\"\"")));
    let file = format!("email,name\nfirst@example.com,Bea\n{}", rows.collect::<String>());
    let sheet = read(file).await.unwrap();
    let mut wrong = Vec::new();
    for (row, case) in (3..).zip(&cases) {
        let lines = sheet.rows.iter().filter(|read| read.row == row);
        let lines: Vec<Line> = lines.map(|read| read.line.clone()).collect();
        assert!(!lines.is_empty(), "{}", case.text);
        let found = found(&lines);
        let expected = expected(&case.verdict, &case.text);
        let agrees = match case.verdict {
            Verdict::Refound(_) => found.iter().all(|email| expected.contains(email)),
            _ => found == expected,
        };
        if !agrees {
            wrong.push((&case.text, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
