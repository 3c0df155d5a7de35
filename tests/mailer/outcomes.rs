//! Each way a hand-over ends, and the connections behind it.

use std::time::Duration;

use futures_util::future::join_all;
use usher::mail::handover::Handover;
use usher::mail::mailer::Mailer;
use usher::mail::passage::Passage;
use usher::mail::smtp::{Patience, SmtpMailer};

use crate::sink::{Ahead, Behaviour, Options, Sink};
use crate::{letter, mailer};

const TO: &str = "bea@firma.example";

fn impatient(url: &str) -> Mailer {
    let second = Duration::from_secs(1);
    let patience =
        Patience { connect: second, step: second, after_dot: second / 4, idle: second * 30 };
    Mailer::Smtp(SmtpMailer::patient(url, patience).unwrap())
}

async fn outcome_of(behaviour: Behaviour) -> (Handover, Sink) {
    let sink = Sink::start().await;
    sink.script(TO, behaviour);
    let outcome = impatient(&sink.url()).hand_over(&letter(TO)).await;
    (outcome, sink)
}

#[tokio::test]
async fn what_the_server_takes_is_accepted_with_its_words() {
    let (outcome, sink) = outcome_of(Behaviour::Accept).await;
    assert_eq!(outcome, Handover::Accepted { reply: "250 2.0.0 queued".to_owned() });
    let [message] = sink.messages().try_into().unwrap();
    assert_eq!(message.from, "usher@usher.example");
    assert_eq!(message.recipients, [TO]);
}

#[tokio::test]
async fn a_deferred_recipient_is_tried_again() {
    let (outcome, sink) = outcome_of(Behaviour::DeferRecipient).await;
    let reply = "450 4.2.1 greylisted, come back later".to_owned();
    assert_eq!(outcome, Handover::Retry { reply });
    assert!(sink.messages().is_empty());
}

#[tokio::test]
async fn an_unknown_recipient_is_refused() {
    let (outcome, _sink) = outcome_of(Behaviour::RefuseRecipient).await;
    assert_eq!(outcome, Handover::Refused { reply: "550 5.1.1 no such user here".to_owned() });
}

#[tokio::test]
async fn a_message_deferred_after_the_dot_is_tried_again() {
    let (outcome, _sink) = outcome_of(Behaviour::DeferMessage).await;
    let reply = "451 4.3.0 disk full, come back later".to_owned();
    assert_eq!(outcome, Handover::Retry { reply });
}

#[tokio::test]
async fn a_message_refused_after_the_dot_is_refused() {
    let (outcome, _sink) = outcome_of(Behaviour::RefuseMessage).await;
    assert_eq!(outcome, Handover::Refused { reply: "554 5.7.1 looks like spam".to_owned() });
}

#[tokio::test]
async fn a_server_that_closes_is_tried_again() {
    let (outcome, _sink) = outcome_of(Behaviour::Close).await;
    assert_eq!(outcome, Handover::Retry { reply: "421 closing".to_owned() });
}

#[tokio::test]
async fn r08_a_drop_within_a_long_letter_is_tried_again() {
    let sink = Sink::start().await;
    sink.script(TO, Behaviour::DropInData(1_000));
    // Longer than what the two socket buffers can swallow, so that the drop is seen before the dot.
    let long = usher::mail::letter::Letter { text: "words ".repeat(4 << 20), ..letter(TO) };
    let outcome = mailer(&sink.url()).hand_over(&long).await;
    assert!(matches!(outcome, Handover::Retry { .. }), "{outcome:?}");
}

#[tokio::test]
async fn r05_a_drop_after_the_dot_is_unknown() {
    let (outcome, sink) = outcome_of(Behaviour::DropAfterDot).await;
    assert!(matches!(outcome, Handover::Unknown { .. }), "{outcome:?}");
    assert_eq!(sink.messages().len(), 1, "the letter had arrived");
}

#[tokio::test]
async fn r05_silence_after_the_dot_is_unknown() {
    let (outcome, _sink) = outcome_of(Behaviour::Delay(Duration::from_secs(20))).await;
    let Handover::Unknown { reply } = outcome else { panic!("{outcome:?}") };
    assert!(reply.contains("took too long"), "{reply}");
}

#[tokio::test]
async fn r05_a_slow_answer_is_waited_for_beyond_the_limit_of_a_step() {
    let sink = Sink::start().await;
    sink.script(TO, Behaviour::Delay(Duration::from_millis(600)));
    let patience = Patience { step: Duration::from_millis(300), ..Patience::default() };
    let mailer = Mailer::Smtp(SmtpMailer::patient(&sink.url(), patience).unwrap());
    let outcome = mailer.hand_over(&letter(TO)).await;
    assert!(matches!(outcome, Handover::Accepted { .. }), "{outcome:?}");
}

/// Giving up early is a second copy: RFC 5321, 4.5.3.2.6. The case's 90 seconds are scaled above.
#[test]
fn r05_the_answer_to_the_dot_is_waited_for_ten_minutes() {
    assert!(Patience::default().after_dot >= Duration::from_secs(600));
}

#[tokio::test]
async fn r10_a_letter_that_is_no_longer_ours_does_not_leave() {
    let sink = Sink::start().await;
    let mailer = mailer(&sink.url());
    let over = Passage::until(std::time::Instant::now());
    let outcome = mailer.hand_over_on(&over, &letter(TO)).await;
    assert!(matches!(outcome, Handover::Retry { .. }), "{outcome:?}");
    assert!(!over.is_dotted() && sink.messages().is_empty());
    over.extend(std::time::Instant::now() + Duration::from_secs(60));
    let outcome = mailer.hand_over_on(&over, &letter(TO)).await;
    assert!(matches!(outcome, Handover::Accepted { .. }), "{outcome:?}");
    assert!(over.is_dotted());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let sink = Sink::start().await;
    let url = sink.url();
    drop(sink);
    let mailer = mailer(&url);
    let settled = async {
        // The listener closes when its task is next polled.
        while mailer.check().await.is_ok() {}
        mailer.hand_over(&letter(TO)).await
    };
    let Handover::Retry { reply } = settled.await else { panic!("it left") };
    assert!(reply.contains("Nothing answers at 127.0.0.1:"), "{reply}");
}

#[tokio::test]
async fn r08_letters_follow_each_other_on_a_warm_connection_even_after_a_refusal() {
    let sink = Sink::start().await;
    sink.script(TO, Behaviour::RefuseRecipient);
    let mailer = mailer(&sink.url());
    for to in ["a@firma.example", TO, "b@firma.example"] {
        mailer.hand_over(&letter(to)).await;
    }
    assert_eq!(sink.messages().len(), 2);
    assert_eq!(sink.connections(), 1);
}

#[tokio::test]
async fn commands_go_ahead_of_answers_only_where_the_server_says_so() {
    for (ahead, expected) in [(Ahead::Welcome, 2), (Ahead::Unwelcome, 0)] {
        let sink = Sink::with(Options { ahead, ..Options::default() }).await;
        let outcome = mailer(&sink.url()).hand_over(&letter(TO)).await;
        assert!(matches!(outcome, Handover::Accepted { .. }), "{ahead:?}: {outcome:?}");
        assert_eq!(sink.ahead(), expected, "{ahead:?}: {:?}", sink.commands());
    }
}

/// What was said ahead is answered too, and must not be taken for the next letter's answers.
#[tokio::test]
async fn r08_after_a_refusal_the_next_letter_leaves_whatever_the_server_makes_of_the_rest() {
    let cases = [(Ahead::Welcome, 1), (Ahead::Eager, 2), (Ahead::Unwelcome, 1)];
    for (ahead, connections) in cases {
        let sink = Sink::with(Options { ahead, ..Options::default() }).await;
        sink.script(TO, Behaviour::RefuseRecipient);
        let mailer = mailer(&sink.url());
        let refused = mailer.hand_over(&letter(TO)).await;
        assert!(matches!(refused, Handover::Refused { .. }), "{ahead:?}: {refused:?}");
        let next = mailer.hand_over(&letter("a@firma.example")).await;
        assert!(matches!(next, Handover::Accepted { .. }), "{ahead:?}: {next:?}");
        assert_eq!((sink.messages().len(), sink.connections()), (1, connections), "{ahead:?}");
    }
}

#[tokio::test]
async fn r08_a_server_that_does_not_hear_what_it_takes_ahead_gets_the_next_try() {
    let sink = Sink::with(Options { ahead: Ahead::Deaf, ..Options::default() }).await;
    let patience = Patience { step: Duration::from_millis(300), ..Patience::default() };
    let mailer = Mailer::Smtp(SmtpMailer::patient(&sink.url(), patience).unwrap());
    let first = mailer.hand_over(&letter(TO)).await;
    assert!(matches!(first, Handover::Retry { .. }), "{first:?}");
    for _ in 0..2 {
        let next = mailer.hand_over(&letter(TO)).await;
        assert!(matches!(next, Handover::Accepted { .. }), "{next:?}");
    }
    assert_eq!(sink.messages().len(), 2);
}

#[tokio::test]
async fn r08_a_warm_connection_that_died_is_replaced_unnoticed() {
    let sink = Sink::with(Options { close_after: Some(2), ..Options::default() }).await;
    let mailer = mailer(&sink.url());
    for _ in 0..7 {
        let outcome = mailer.hand_over(&letter(TO)).await;
        assert!(matches!(outcome, Handover::Accepted { .. }), "{outcome:?}");
    }
    assert_eq!(sink.messages().len(), 7);
    assert_eq!(sink.connections(), 4);
}

#[tokio::test]
async fn an_unused_connection_is_closed_with_a_goodbye() {
    let sink = Sink::start().await;
    let patience = Patience { idle: Duration::from_millis(40), ..Patience::default() };
    let mailer = Mailer::Smtp(SmtpMailer::patient(&sink.url(), patience).unwrap());
    mailer.hand_over(&letter(TO)).await;
    let goodbye = async {
        while !sink.commands().iter().any(|command| command == "QUIT") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), goodbye).await.unwrap();
}

#[tokio::test]
async fn two_hundred_letters_at_once_share_four_connections() {
    let sink = Sink::start().await;
    let mailer = mailer(&sink.url());
    let addresses: Vec<String> = (0..200).map(|i| format!("p{i}@firma.example")).collect();
    let letters: Vec<_> = addresses.iter().map(|to| letter(to)).collect();
    let began = std::time::Instant::now();
    let outcomes = join_all(letters.iter().map(|letter| mailer.hand_over(letter))).await;
    println!("200 letters in {:?}", began.elapsed());
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Handover::Accepted { .. })));
    let mut reached: Vec<String> =
        sink.messages().into_iter().flat_map(|message| message.recipients).collect();
    reached.sort();
    let mut expected = addresses.clone();
    expected.sort();
    assert_eq!(reached, expected);
    assert_eq!(sink.connections(), 4);
}

#[tokio::test]
async fn without_a_mail_server_nothing_leaves() {
    let outcome = Mailer::Off.hand_over(&letter(TO)).await;
    assert!(matches!(outcome, Handover::Retry { .. }), "{outcome:?}");
    assert!(Mailer::Off.check().await.is_err());
}
