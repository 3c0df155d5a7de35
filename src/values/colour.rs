/// One of the ten colours a team can have, 0 to 9, as the style sheet's `tint-0` to `tint-9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(i16);

impl Colour {
    /// How many there are.
    pub const COUNT: i16 = 10;

    /// The colour of this number; `None` when there is none.
    pub fn new(number: i16) -> Option<Colour> {
        (0..Self::COUNT).contains(&number).then_some(Colour(number))
    }

    pub fn number(self) -> i16 {
        self.0
    }
}
