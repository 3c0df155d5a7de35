//! Failpoints are in test builds and nowhere else.

#[test]
fn r02_no_build_has_failpoints_by_itself() {
    let manifest = include_str!("../../Cargo.toml");
    let defaults = manifest.lines().any(|line| line.trim_start().starts_with("default ="));
    assert!(!defaults, "whatever is built without being told to has no failpoints");
    let root = include_str!("../../src/lib.rs");
    let guard = "#[cfg(all(feature = \"failpoints\", not(debug_assertions)))]\ncompile_error!";
    assert!(root.contains(guard), "and a release build with them is refused");
}

/// Shows that the search of `tests/commands/builds.rs` finds what there is.
#[test]
fn r02_this_program_names_its_failpoints() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_usher")).unwrap();
    for name in ["USHER_FAILPOINT", "after-answer"] {
        assert!(program.windows(name.len()).any(|part| part == name.as_bytes()), "{name}");
    }
}
