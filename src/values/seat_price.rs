use std::fmt;
use std::str::FromStr;

use super::Lang;

/// What a seat costs a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatPrice {
    cents: i64,
    currency: String,
}

/// The text is no price like `9.50 EUR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a price like 9.50 EUR")]
pub struct SeatPriceError;

impl SeatPrice {
    /// What so many seats cost a month, as it is written in this language: "237.50 EUR".
    pub fn of(&self, seats: i64, lang: Lang) -> String {
        let cents = self.cents.saturating_mul(seats);
        let point = match lang {
            Lang::En => '.',
            Lang::De => ',',
        };
        format!("{}{point}{:02} {}", cents / 100, cents % 100, self.currency)
    }
}

impl FromStr for SeatPrice {
    type Err = SeatPriceError;

    fn from_str(text: &str) -> Result<SeatPrice, SeatPriceError> {
        let (amount, currency) = text.trim().split_once(' ').ok_or(SeatPriceError)?;
        let (whole, part) = amount.split_once('.').unwrap_or((amount, "00"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_currency =
            (1..=3).contains(&currency.chars().count()) && !currency.contains(char::is_whitespace);
        if !is_number(whole) || !is_number(part) || part.len() != 2 || whole.len() > 6 {
            return Err(SeatPriceError);
        }
        let cents = format!("{whole}{part}").parse().map_err(|_| SeatPriceError)?;
        match is_currency {
            true => Ok(SeatPrice { cents, currency: currency.to_owned() }),
            false => Err(SeatPriceError),
        }
    }
}

impl fmt::Display for SeatPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.of(1, Lang::En))
    }
}
