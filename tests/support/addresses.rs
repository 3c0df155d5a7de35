//! The corpus of addresses, with the verdict that every part of the program must come to.

/// One line of `addresses.txt`.
pub struct Case {
    pub verdict: Verdict,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An address.
    Taken,
    /// None, for every reader.
    Refused,
    /// None in a field of the form; a list or a file is read as naming these.
    Refound(Vec<String>),
    /// None, as the program can tell but the database cannot.
    BadPunycode,
}

/// The corpus, in its order.
pub fn cases() -> Vec<Case> {
    let lines = include_str!("addresses.txt").lines();
    lines.filter(|line| !line.starts_with('#')).map(case).collect()
}

fn case(line: &str) -> Case {
    let mut fields = line.split('\t');
    let (verdict, text) = (fields.next().unwrap(), fields.next().unwrap());
    let verdict = match (verdict, fields.next()) {
        ("+", None) => Verdict::Taken,
        ("-", None) => Verdict::Refused,
        ("p", None) => Verdict::BadPunycode,
        (">", Some(found)) => Verdict::Refound(found.split(',').map(str::to_owned).collect()),
        _ => panic!("{line}"),
    };
    Case { verdict, text: serde_json::from_str(&format!("\"{text}\"")).unwrap() }
}
