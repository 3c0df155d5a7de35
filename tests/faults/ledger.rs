//! What the mail server has taken, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use mailparse::MailHeaderMap;
use sha2::{Digest, Sha256};

use crate::sink::{Received, Sink};

/// Mails that a worker has in hand at once.
const SLOTS: usize = 20;

/// One mail that the server has taken on itself.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: Instant,
    pub to: String,
    pub message_id: String,
    /// Of the text, which shows the link.
    pub digest: String,
}

/// A kill, and whose mails the dead had in hand.
#[derive(Clone, Debug)]
pub struct Kill {
    pub place: String,
    pub in_hand: BTreeSet<String>,
}

/// Every invitation that the server has taken so far, in order; not what Admins are told.
pub fn of(sink: &Sink) -> Vec<Entry> {
    let messages = sink.messages();
    let invitations = messages.iter().filter(|one| !one.recipients[0].starts_with("ada@"));
    invitations.map(Entry::of).collect()
}

impl Entry {
    fn of(message: &Received) -> Entry {
        let mail = mailparse::parse_mail(&message.data).unwrap();
        let text = mail.subparts[0].get_body().unwrap();
        assert!(text.contains("/join/"), "a link is shown: {text}");
        let digest = Sha256::digest(text.as_bytes());
        Entry {
            at: message.at,
            to: message.recipients[0].clone(),
            message_id: mail.headers.get_first_value("Message-ID").unwrap(),
            digest: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

/// What is wrong, one line each. *Completeness*: each of the invited has at least one copy.
/// *Exclusion*: a further copy only where a kill caught the mail in hand, taken by the server and
/// not yet recorded; then at most one for each slot of the killed, with the same Message-ID and text.
pub fn complaints(invited: &[String], ledger: &[Entry], kills: &[Kill]) -> Vec<String> {
    let mut copies: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in ledger {
        copies.entry(&entry.to).or_default().push(entry);
    }
    let mut complaints = Vec::new();
    for person in invited {
        match copies.remove(person.as_str()) {
            None => complaints.push(format!("lost: {person}")),
            Some(entries) => complaints.extend(complaint(person, &entries, kills)),
        }
    }
    complaints.extend(copies.keys().map(|person| format!("not invited: {person}")));
    for kill in kills.iter().filter(|kill| kill.in_hand.len() > SLOTS) {
        complaints.push(format!("{}: {} mails in hand", kill.place, kill.in_hand.len()));
    }
    let ids: BTreeSet<_> = ledger.iter().map(|entry| (&entry.message_id, &entry.to)).collect();
    let distinct: BTreeSet<_> = ids.iter().map(|(id, _)| id).collect();
    if distinct.len() != ids.len() {
        complaints.push("people share a Message-ID".to_owned());
    }
    complaints
}

fn complaint(person: &str, entries: &[&Entry], kills: &[Kill]) -> Option<String> {
    let caught = kills.iter().filter(|kill| kill.in_hand.contains(person)).count();
    if entries.len() > 1 + caught {
        let times = entries.len();
        return Some(format!("doubled: {person} has {times} copies, {caught} kills caught it"));
    }
    let first = entries[0];
    let is_same =
        |entry: &&Entry| entry.message_id == first.message_id && entry.digest == first.digest;
    (!entries.iter().all(is_same)).then(|| format!("changed: {person} has unequal copies"))
}

/// The ledger of people who got one mail each.
fn clean() -> (Vec<String>, Vec<Entry>) {
    let invited: Vec<String> = (0..5).map(|i| format!("p{i}@firma.example")).collect();
    let entry = |to: &String| Entry {
        at: Instant::now(),
        to: to.clone(),
        message_id: format!("<invitation.{to}>"),
        digest: format!("text for {to}"),
    };
    let ledger = invited.iter().map(entry).collect();
    (invited, ledger)
}

fn kill(people: &[String]) -> Kill {
    Kill { place: "after-answer".to_owned(), in_hand: people.iter().cloned().collect() }
}

#[test]
fn r02_the_checker_sees_a_loss() {
    let (invited, mut ledger) = clean();
    assert!(complaints(&invited, &ledger, &[]).is_empty());
    let lost = ledger.remove(2);
    let found = complaints(&invited, &ledger, &[kill(&invited[..4])]);
    assert_eq!(found, [format!("lost: {}", lost.to)]);
}

#[test]
fn r03_the_checker_sees_a_double_outside_the_gap_and_a_changed_copy() {
    let (invited, mut ledger) = clean();
    let again = ledger[1].clone();
    ledger.push(again);
    let caught = [kill(&invited[..2])];
    assert!(complaints(&invited, &ledger, &caught).is_empty(), "a kill explains it");
    let unexplained = complaints(&invited, &ledger, &[kill(&invited[2..4])]);
    assert_eq!(unexplained.len(), 1, "{unexplained:?}");
    assert!(unexplained[0].starts_with("doubled: p1@"), "{unexplained:?}");

    ledger.last_mut().unwrap().digest = "another link".to_owned();
    let changed = complaints(&invited, &ledger, &caught);
    assert_eq!(changed, ["changed: p1@firma.example has unequal copies"]);
    let crowd: Vec<String> = (0..=SLOTS).map(|i| format!("p{i}@firma.example")).collect();
    assert_eq!(complaints(&invited, &ledger, &[kill(&crowd)]).len(), 2, "one more than slots");
}
