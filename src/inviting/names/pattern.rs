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
    /// `annabschmidt`
    GivenInitialSurname,
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
            Pattern::SurnameGiven | Pattern::InitialsSurname | Pattern::GivenInitialSurname => 25,
            Pattern::SurnameInitial => 35,
        }
    }

    /// By how much the reading must be likelier than that the word is a mere
    /// handle, measured so that less than a third of what is let through is
    /// more hindrance than help. `listed` tells whether a list has the surname.
    pub fn margin(self, listed: bool, free_mail: bool) -> i32 {
        match (self, listed, free_mail) {
            (Pattern::Given, ..) => -9,
            (Pattern::Surname, ..) => -5,
            (Pattern::GivenSurname, true, _) => -45,
            (Pattern::GivenSurname, false, _) => -85,
            (Pattern::InitialSurname, true, _) => -25,
            (Pattern::InitialSurname, false, false) => -50,
            (Pattern::InitialSurname, false, true) => -33,
            (Pattern::GivenInitial, ..) => -32,
            (Pattern::InitialsSurname, true, _) => -25,
            (Pattern::GivenInitialSurname, ..) => 5,
            (Pattern::SurnameGiven, true, _) => -41,
            (Pattern::SurnameGiven, false, _) => -25,
            (Pattern::SurnameInitial, true, _) => -17,
            // Too often wrong to be worth the few that are right.
            (Pattern::InitialsSurname | Pattern::SurnameInitial, false, _) => 60,
        }
    }
}
