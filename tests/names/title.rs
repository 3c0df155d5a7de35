use usher::values::{Title, TitleError};

#[test]
fn e05_no_title_has_a_control_character_or_an_override() {
    let harmful = ('\0'..='\u{1f}')
        .chain('\u{7f}'..='\u{9f}')
        .chain('\u{2028}'..='\u{202e}')
        .chain('\u{2066}'..='\u{2069}');
    for c in harmful {
        let refused = Title::parse(&format!("Nord{c}licht"));
        assert_eq!(refused, Err(TitleError::ControlCharacter), "{c:?}");
    }
    assert_eq!(Title::parse(" Nord \u{a0} licht\n").unwrap().as_str(), "Nord licht");
}
