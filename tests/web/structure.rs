//! The imports of the program's own files, read as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Module path (`models::user`) and the modules of ours that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

fn files(folder: &Path, module: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let name = if module.is_empty() { stem.to_owned() } else { format!("{module}::{stem}") };
        if path.is_dir() {
            files(&path, &name, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The full paths that a use tree such as `a::{b, c::{d, e}}` names.
fn leaves(tree: &str) -> Vec<String> {
    let Some((stem, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap().trim().to_owned()];
    };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(leaves).map(|leaf| format!("{stem}{leaf}")).collect()
}

/// The path from the crate's root, as it is meant in this module.
fn absolute(path: &str, module: &str) -> String {
    if let Some(rest) = path.strip_prefix("crate::") {
        rest.to_owned()
    } else if let Some(rest) = path.strip_prefix("super::") {
        let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
        format!("{parent}::{rest}").trim_start_matches("::").to_owned()
    } else {
        format!("{module}::{path}")
    }
}

/// Whether it is that module or one of its folder: these may share what the folder's face says.
fn is_within(module: &str, other: &str) -> bool {
    module.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn imports() -> Imports {
    let mut sources = BTreeMap::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    let owner = |path: &str| {
        let mut path = path;
        while !sources.contains_key(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned())
    };
    let of = |module: &str, text: &str| {
        let code: String = text.lines().filter(|line| !line.trim().starts_with("//")).collect();
        let uses = code.split("use ").skip(1).filter_map(|tail| tail.split(';').next());
        uses.flat_map(leaves)
            .filter_map(|path| owner(&absolute(&path, module)))
            .filter(|other| !is_within(module, other))
            .collect()
    };
    sources.iter().map(|(module, text)| (module.clone(), of(module, text))).collect()
}

/// The modules on a way from this one back to itself; empty when there is none.
fn circle(start: &str, imports: &Imports) -> Vec<String> {
    let mut ways = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in &imports[way.last().unwrap()] {
            if next == start {
                return way;
            }
            if seen.insert(next.clone()) {
                ways.push(way.iter().chain([next]).cloned().collect());
            }
        }
    }
    Vec::new()
}

/// The floors that the doc of `src/lib.rs` names, the highest first.
fn floors() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(path).unwrap();
    let doc = text.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim);
    let mut list =
        doc.skip_while(|line| *line != "# Floors").skip_while(|line| !line.contains('→'));
    let list: Vec<_> = list.by_ref().take_while(|line| !line.is_empty()).collect();
    let names = |floor: &str| floor.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    list.join(" ").split('→').map(names).collect()
}

#[test]
fn imports_lead_down_the_floors_that_the_reading_order_names() {
    let (floors, imports) = (floors(), imports());
    let top = |module: &str| module.split("::").next().unwrap().to_owned();
    let floor = |module: &str| floors.iter().position(|floor| floor.contains(&top(module)));
    let tops: BTreeSet<_> = imports.keys().map(|module| top(module)).collect();
    let nowhere: Vec<_> = tops.iter().filter(|module| floor(module).is_none()).collect();
    assert_eq!(nowhere, ["app", "lib", "main"], "on no floor");
    let all = imports.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    let is_up = |from: &str, to: &str| floor(from).zip(floor(to)).is_some_and(|(a, b)| a >= b);
    let up: Vec<_> = all.filter(|(a, b)| top(a) != top(b) && is_up(a, b)).collect();
    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn no_file_imports_what_imports_it() {
    let imports = imports();
    assert!(imports["handlers::users"].contains("models::user_list"), "the imports are read");
    let circles: Vec<_> = imports
        .keys()
        .map(|module| circle(module, &imports))
        .filter(|way| !way.is_empty())
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}
