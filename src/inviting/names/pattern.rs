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
            (Pattern::Given | Pattern::Surname, _, false) => -14,
            (Pattern::Given | Pattern::Surname, _, true) => -9,
            (Pattern::GivenSurname, true, _) => -70,
            (Pattern::GivenSurname, false, false) => -100,
            // With a listed given name in front hardly anything else.
            (Pattern::GivenSurname, false, true) => -125,
            (Pattern::InitialSurname, true, false) => -22,
            (Pattern::InitialSurname, true, true) => -10,
            (Pattern::InitialSurname, false, false) => -55,
            (Pattern::InitialSurname, false, true) => -30,
            (Pattern::InitialsSurname, true, _) => -20,
            (Pattern::InitialsSurname, false, false) => -58,
            // Too often a handle to be worth the few that are right.
            (Pattern::InitialsSurname, false, true) => 60,
            (Pattern::GivenInitial, ..) => -40,
            (Pattern::GivenInitialSurname, ..) => -35,
            (Pattern::SurnameGiven, true, _) => -65,
            (Pattern::SurnameGiven, false, _) => -30,
            (Pattern::SurnameInitial, true, _) => -17,
            (Pattern::SurnameInitial, false, _) => -39,
        }
    }
}
