//! Sentences of ours that stand where a mail server's words would, in the reader's language. The
//! outbox and the log keep them in English; what a server said stays as it said it.

use crate::values::Lang;

/// Each in English as it is kept, `{ $a }` and `{ $b }` being what only that one mail tells. The
/// rest of a sentence may be another one.
const REASONS: [&str; 20] = [
    "reason-late",
    "reason-parked",
    "reason-unwritten",
    "reason-ended",
    "reason-lease",
    "reason-ascii-address",
    "reason-ascii",
    "reason-no-answer",
    "reason-after-letter",
    "reason-within-letter",
    "reason-lost",
    "reason-off",
    "reason-unknown-server",
    "reason-silent",
    "reason-connect",
    "reason-no-starttls",
    "reason-tls",
    "reason-greeting",
    "reason-sign-in",
    "reason-no-address",
];

/// Marks what only one mail tells.
const PLACE: &str = "\u{0}";

/// A mail's kept reply as this reader is told it.
pub fn said(lang: Lang, reply: &str) -> String {
    if lang == Lang::En {
        return reply.to_owned();
    }
    let translated = REASONS.into_iter().find_map(|key| {
        let english = Lang::En.say(key).with("a", PLACE).with("b", PLACE).to_string();
        let parts = fill(&english, reply)?;
        let mut parts = parts.iter().map(|part| said(lang, part));
        let [a, b] = [(); 2].map(|()| parts.next().unwrap_or_default());
        Some(lang.say(key).with("a", a).with("b", b).to_string())
    });
    translated.unwrap_or_else(|| reply.to_owned())
}

/// What stands at the places of this sentence; `None` when the reply is another one.
fn fill<'a>(sentence: &str, reply: &'a str) -> Option<Vec<&'a str>> {
    let (first, others) = sentence.split_once(PLACE).unwrap_or((sentence, ""));
    let mut rest = reply.strip_prefix(first)?;
    let mut parts = Vec::new();
    if first.len() < sentence.len() {
        let mut words = others.split(PLACE).peekable();
        while let Some(word) = words.next() {
            let at = match (words.peek(), word) {
                (None, word) => rest.len().checked_sub(word.len()).filter(|_| rest.ends_with(word)),
                (Some(_), word) => rest.find(word),
            }?;
            parts.push(&rest[..at]);
            rest = &rest[at + word.len()..];
        }
    }
    rest.is_empty().then_some(parts)
}
