use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use usher::values::Lang;

/// The keys of a language's catalogues.
fn keys(lang: Lang) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.as_str());
    let mut keys = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| line.starts_with(char::is_alphabetic)) {
            let key = line.split_once('=').unwrap().0.trim().to_owned();
            assert!(keys.insert(key.clone()), "{key} stands twice in {lang}");
        }
    }
    keys
}

#[test]
fn english_and_german_have_the_same_keys() {
    let (english, german) = (keys(Lang::En), keys(Lang::De));
    let only_english: Vec<_> = english.difference(&german).collect();
    let only_german: Vec<_> = german.difference(&english).collect();
    assert!(only_english.is_empty(), "missing in German: {only_english:?}");
    assert!(only_german.is_empty(), "missing in English: {only_german:?}");
}

/// The texts of a language's catalogues by their keys.
fn texts(lang: Lang) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.as_str());
    let mut texts = BTreeMap::new();
    each_file(&folder, &mut |file| {
        let mut key = String::new();
        for line in file.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && line.starts_with(char::is_alphabetic)
            {
                key = name.to_owned();
            }
            texts.entry(key.clone()).or_insert_with(String::new).push_str(line);
        }
    });
    texts
}

#[test]
fn german_has_no_place_that_english_has_not() {
    let places = |text: &str| -> BTreeSet<String> {
        let after = text.split('$').skip(1);
        after.map(|rest| rest.split([' ', '}']).next().unwrap_or_default().to_owned()).collect()
    };
    let german = texts(Lang::De);
    let differ: Vec<_> = texts(Lang::En)
        .into_iter()
        // Only German says the surname alone.
        .filter(|(key, text)| key != "mail-hello" && !places(&german[key]).is_subset(&places(text)))
        .map(|(key, _)| key)
        .collect();
    assert!(differ.is_empty(), "{differ:?}");
}

#[test]
fn every_key_that_templates_and_code_use_exists() {
    let known = keys(Lang::En);
    let mut missing = BTreeSet::new();
    for folder in ["src", "templates"] {
        each_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut |text| {
            for call in ["t(\"", "say(\""] {
                for (at, _) in text.match_indices(call) {
                    let before = text[..at].chars().next_back();
                    let key = text[at + call.len()..].split('"').next().unwrap();
                    let is_call = before == Some('.');
                    if is_call && !known.contains(key) {
                        missing.insert(key.to_owned());
                    }
                }
            }
        });
    }
    assert!(missing.is_empty(), "unknown keys: {missing:?}");
}

fn each_file(folder: &Path, look: &mut impl FnMut(&str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            each_file(&path, look);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            look(&text);
        }
    }
}
