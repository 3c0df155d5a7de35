//! Mail on its way out. Reading order: [`messages`] (what it says), [`letter`] (what is sent),
//! [`mailer`] (to whom it is handed), [`handover`] (what came of that), [`smtp`] and [`mailbox`] (the two ways it can leave),
//! [`worker`] (who does it) [`attempt`] (what becomes of it) and
//! [`reasons`] (how people are told).

pub mod attempt;
pub mod handover;
pub mod letter;
pub mod mailbox;
pub mod mailer;
pub mod messages;
pub mod passage;
pub mod reasons;
pub mod smtp;
pub mod worker;
