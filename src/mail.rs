//! Mail on its way out. Reading order: [`messages`] (what it says), [`letter`] (what is sent), [`mailer`]
//! (the one door, to [`smtp`] or the [`mailbox`]), [`passage`] and [`handover`] (how far a letter came, and
//! what came of it), [`worker`] (who does it), [`attempt`] (what becomes of the mail) and [`reasons`] (how
//! people are told).

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
