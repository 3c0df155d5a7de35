//! Names as lists write them, read as they are spoken.

use crate::{full_line, line, lines};

#[tokio::test]
async fn a_name_is_read_as_it_is_spoken() {
    for (written, spoken) in [
        ("Dr. Maier, Anna-Lena", "Dr. Anna-Lena Maier"),
        ("Prof. Dr. med. Maier, Anna", "Prof. Dr. med. Anna Maier"),
        ("Maier, Dr. Anna", "Dr. Anna Maier"),
        ("Dr.-Ing. Maier, Anna", "Dr.-Ing. Anna Maier"),
        ("Smith, John (Sales)", "John Smith"),
        ("John Smith [external]", "John Smith"),
        ("Robert (Bob) Smith", "Robert (Bob) Smith"),
        ("Herr Tom Berger", "Tom Berger"),
        ("Frau Dr. Maier, Anna", "Dr. Anna Maier"),
        ("Mr. John Smith", "John Smith"),
        ("Ms Smith", "Smith"),
        ("Herr, Tom", "Tom Herr"),
        ("Tom Herr", "Tom Herr"),
        ("Fr Joseph", "Fr Joseph"),
        ("ANNA-LENA O'BRIEN", "Anna-Lena O'Brien"),
        ("MÜLLER, JÜRGEN", "Jürgen Müller"),
        ("Mu\u{308}ller, Jürgen", "Jürgen Mu\u{308}ller"),
        ("MU\u{308}LLER", "Mu\u{308}ller"),
        ("ANNA VON DER HEIDE", "Anna von der Heide"),
        ("DUPONT Jean", "Dupont Jean"),
        ("J. R. SMITH III", "J. R. Smith III"),
        ("Anna Beck, MBA", "Anna Beck, MBA"),
        ("AB", "AB"),
        ("McDonald", "McDonald"),
    ] {
        let text = format!("E-Mail\tName\tGender\nab@example.com\t{written}\t");
        assert_eq!(lines(text).await, [line("ab@example.com", spoken)], "{written}");
    }
    let text = "E-Mail;Vorname;Nachname\nab@example.com;ANNA;BECK";
    assert_eq!(lines(text).await, [line("ab@example.com", "Anna Beck")]);
}

#[tokio::test]
async fn a_salutation_tells_the_gender_only_where_no_column_does() {
    let text = "E-Mail;Name\nab@example.com;Frau Anna Beck\nbl@example.com;Herr Lund, Bo\n\
        cd@example.com;Cy Dahl";
    let expected = [
        full_line(["ab@example.com", "Anna Beck", "", "", "female"]),
        full_line(["bl@example.com", "Bo Lund", "", "", "male"]),
        line("cd@example.com", "Cy Dahl"),
    ];
    assert_eq!(lines(text).await, expected);
    let text = "E-Mail;Name;Geschlecht\nab@example.com;Frau Anna Beck;\n";
    assert_eq!(lines(text).await, [line("ab@example.com", "Anna Beck")]);
}

#[tokio::test]
async fn without_headers_the_addresses_tell_which_name_comes_first() {
    let tom = [line("tom.berger@example.com", "Tom Berger")];
    for text in [
        "Berger;Tom;tom.berger@example.com",
        "Tom;Berger;tom.berger@example.com",
        "tom.berger@example.com;Berger;Tom",
        "Vertrieb;tom.berger@example.com;Tom Berger",
    ] {
        assert_eq!(lines(text).await, tom, "{text}");
    }
    let text = "Berger;Tom;t.berger@example.com\nLund;Bo;b.lund@example.com\nOtt;Cy;x@example.com";
    let names: Vec<String> = lines(text).await.into_iter().map(|line| line.name).collect();
    assert_eq!(names, ["Tom Berger", "Bo Lund", "Cy Ott"]);
}
