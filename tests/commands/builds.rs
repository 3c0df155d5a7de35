/// The other half is `tests/faults/builds.rs`: a build with them does name them.
#[cfg(not(feature = "failpoints"))]
#[test]
fn r02_the_program_as_it_is_released_knows_no_failpoint() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_usher")).unwrap();
    for name in ["USHER_FAILPOINT", "after-answer"] {
        let found = program.windows(name.len()).any(|part| part == name.as_bytes());
        assert!(!found, "{name} is in it");
    }
}
