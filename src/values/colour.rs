/// One of the ten colours that teams and projects can have, 0 to 9, as the style sheet's `tint-0` to `tint-9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(i16);

impl Colour {
    /// How many there are.
    pub const COUNT: i16 = 10;

    /// The colour of this number; `None` when there is none.
    pub fn new(number: i16) -> Option<Colour> {
        (0..Self::COUNT).contains(&number).then_some(Colour(number))
    }

    /// The colour of the next thing where there are so many: each of them in turn.
    pub fn in_turn(things: i64) -> Colour {
        Colour((things % i64::from(Self::COUNT)) as i16)
    }

    pub fn number(self) -> i16 {
        self.0
    }
}
