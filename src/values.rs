//! Values that are parsed once, at the edge, and trusted inside.

pub mod colour;
mod common_password;
pub mod description;
pub mod device;
pub mod domain_list;
pub mod email_address;
pub mod gender;
pub mod lang;
pub mod level;
pub mod network;
pub mod password;
pub mod person_name;
pub(crate) mod plain;
pub mod seat_price;
pub mod status;
pub(crate) mod text_enum;
pub mod title;

pub use colour::Colour;
pub use description::{Description, DescriptionTooLong};
pub use device::device;
pub use domain_list::{DomainList, DomainRule, NoDomain};
pub use email_address::{EmailAddress, EmailAddressError};
pub use gender::Gender;
pub use lang::Lang;
pub use level::Level;
pub use network::{Network, NetworkError};
pub use password::{NewPassword, PasswordProblem};
pub use person_name::{PersonName, PersonNameError};
pub use seat_price::SeatPrice;
pub use status::{Note, Status};
pub use title::{Title, TitleError};
