//! Mail on its way out. Reading order: [`letter`] (what is sent), [`mailer`] (to whom it is handed),
//! [`smtp`] and [`mailbox`] (the two ways it can leave).

pub mod letter;
pub mod mailbox;
pub mod mailer;
pub mod smtp;
pub mod worker;
