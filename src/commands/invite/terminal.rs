//! What is said on a terminal. Parts of it come from files and other people, and a terminal does what
//! some characters say: those are shown as what they are.

use std::io::{ErrorKind, Write, stderr, stdout};

use crate::values::title::is_invisible_control;

/// Says lines on standard output. Whoever has heard enough of them, as `head` has, may go.
pub fn say(lines: &[String]) -> Result<(), String> {
    let text: String = lines.iter().map(|line| shown(line) + "\n").collect();
    written(text)
}

/// Says JSON on standard output; what would be shown is escaped as JSON has it.
pub fn say_json(json: &str) -> Result<(), String> {
    let mut text = String::with_capacity(json.len() + 1);
    for letter in json.chars() {
        match letter != '\n' && is_invisible_control(letter) {
            true => {
                let mut units = [0; 2];
                let units = letter.encode_utf16(&mut units).iter();
                text.extend(units.map(|unit| format!("\\u{unit:04x}")));
            }
            false => text.push(letter),
        }
    }
    written(text + "\n")
}

/// Says on standard error why it failed.
pub fn complain(sentence: &str) {
    // Where nobody listens any more, the exit code still tells.
    let _ = writeln!(stderr(), "usher: {}", shown(sentence));
}

fn written(text: String) -> Result<(), String> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("nothing can be said: {error}"))
        }
        _ => Ok(()),
    }
}

/// The text with what is invisible or moves other letters about written as `\u{202e}`.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match is_invisible_control(letter) {
            true => shown.extend(letter.escape_default()),
            false => shown.push(letter),
        }
    }
    shown
}
