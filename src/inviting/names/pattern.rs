//! The ways in which addresses are made from names.

/// How one word of an address holds a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// `anna`
    Given,
    /// `schmidt`
    Surname,
    /// `annaschmidt`
    GivenSurname,
    /// `schmidtanna`
    SurnameGiven,
    /// `aschmidt`
    InitialSurname,
    /// `jfkennedy`
    InitialsSurname,
    /// `annas`
    GivenInitial,
    /// `schmidta`
    SurnameInitial,
}

impl Pattern {
    /// How much rarer than the commonest pattern, in the units of
    /// [`super::reading`]. A workspace whose people are known to have
    /// addresses of one pattern would make that one cheaper.
    pub fn cost(self) -> i32 {
        match self {
            Pattern::Given | Pattern::GivenSurname => 0,
            Pattern::InitialSurname => 5,
            Pattern::Surname | Pattern::GivenInitial => 20,
            Pattern::SurnameGiven | Pattern::SurnameInitial | Pattern::InitialsSurname => 25,
        }
    }

    /// By how much the reading must be likelier than that the word is a mere
    /// handle, measured so that less than a third of what is let through is
    /// more hindrance than help. `listed` tells whether a list has the surname.
    pub fn margin(self, listed: bool) -> i32 {
        match (self, listed) {
            (Pattern::GivenSurname, true) => -25,
            (Pattern::GivenSurname, false) => -45,
            (Pattern::InitialSurname, true) => -15,
            (Pattern::InitialSurname, false) => -25,
            (Pattern::GivenInitial, _) => -20,
            (Pattern::Given, _) => 0,
            (Pattern::InitialsSurname, true) | (Pattern::SurnameGiven, true) => -5,
            (Pattern::Surname, _) => 15,
            (Pattern::SurnameInitial, true) | (Pattern::SurnameGiven, false) => 15,
            // Too often wrong at any margin.
            (Pattern::InitialsSurname | Pattern::SurnameInitial, false) => 60,
        }
    }
}
