//! Files that are damaged, something else, or made to do harm, each with its verdict: how many
//! people are read, or why none is.

mod archives;
mod old;
mod pages;
mod texts;
mod workbooks;

use std::collections::HashSet;

use usher::inviting::spreadsheet::Unreadable;

use crate::hostile::children_peak;
use crate::read;

/// A name, the file, and its verdict.
pub type Case = (&'static str, Vec<u8>, Result<usize, Unreadable>);

const PEOPLE: Unreadable = Unreadable::TooManyRows { limit: 50_000 };

/// One group after the other, for they are large.
pub fn all() -> impl Iterator<Item = Case> {
    let groups = [archives::cases, workbooks::cases, old::cases, pages::cases, texts::cases];
    groups.into_iter().flat_map(|cases| cases())
}

#[tokio::test]
async fn a_hundred_and_more_files_come_to_their_verdicts() {
    let mut names = HashSet::new();
    let mut wrong = Vec::new();
    for (name, file, expected) in all() {
        assert!(names.insert(name), "{name} is there twice");
        let found = read(file).await.map(|sheet| sheet.rows.len());
        if found != expected {
            wrong.push(format!("{name}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(names.len() >= 130, "{}", names.len());
    assert!(children_peak() < 512 * 1024, "{} kB", children_peak());
}
