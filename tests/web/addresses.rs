//! The program takes no address that the database would refuse.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use usher::values::EmailAddress;

use crate::support::TestApp;

#[derive(QueryableByName)]
struct Refused {
    #[diesel(sql_type = Text)]
    email: String,
}

/// Each character of the basic plane, alone and beside others, in a local part and in a domain.
fn texts() -> impl Iterator<Item = String> {
    ('\0'..='\u{ffff}').flat_map(|letter| {
        [
            format!("x{letter}y@example.com"),
            format!("{letter}@example.com"),
            format!("x@a{letter}b.com"),
            format!("x@{letter}.com"),
            format!("x@bü{letter}cher.de"),
            format!("x@example.co{letter}m"),
        ]
    })
}

#[actix_web::test]
async fn every_address_that_the_program_takes_is_taken_by_the_database() {
    let app = TestApp::start();
    let taken: Vec<EmailAddress> =
        texts().filter_map(|text| EmailAddress::parse(&text).ok()).collect();
    assert!(taken.len() > 100_000, "{}", taken.len());
    let refused: Vec<Refused> = diesel::sql_query(
        "SELECT email FROM unnest($1, $2) AS address (email, key) WHERE NOT is_email(email, key)",
    )
    .bind::<Array<Text>, _>(taken.iter().map(EmailAddress::as_str).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(taken.iter().map(EmailAddress::key).collect::<Vec<_>>())
    .load(&mut app.conn())
    .unwrap();
    let refused: Vec<String> = refused.into_iter().map(|row| row.email).collect();
    assert!(refused.is_empty(), "{refused:?}");
}
