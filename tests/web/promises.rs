//! The README's promises and the tests that show them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The cases of every test of the project whose name begins with one: `t06_…` is T06.
fn tested(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tested(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(
                text.split("fn ").skip(1).filter_map(|name| case(&name[..4.min(name.len())])),
            );
        }
    }
}

/// `T06` for `t06_`.
fn case(start: &str) -> Option<String> {
    let code = start.strip_suffix('_')?;
    let is_case = code.starts_with(|letter: char| letter.is_ascii_lowercase())
        && code[1..].bytes().all(|digit| digit.is_ascii_digit());
    is_case.then(|| code.to_uppercase())
}

/// The cases of the README's table.
fn promised(readme: &str) -> BTreeSet<String> {
    let section = readme.split("## What it promises").nth(1).unwrap();
    let section = section.split("Beyond the cases").next().unwrap();
    let rows =
        section.lines().filter(|line| line.starts_with("| ") && !line.contains("what is promised"));
    rows.flat_map(|row| row.trim_end_matches(" |").rsplit('|').next().unwrap().split(','))
        .map(|case| case.trim().to_owned())
        .collect()
}

#[test]
fn every_promise_of_the_readme_has_a_test_and_every_case_tested_is_promised() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    tested(&root.join("tests"), &mut tests);
    let promises = promised(&fs::read_to_string(root.join("README.md")).unwrap());
    assert!(!promises.is_empty());
    let missing: Vec<_> = promises.difference(&tests).collect();
    let silent: Vec<_> = tests.difference(&promises).collect();
    assert!(
        missing.is_empty() && silent.is_empty(),
        "without a test: {missing:?}; not promised: {silent:?}"
    );
}
