//! The queue of those who wait for a hash or have one: bounded, and with room for everybody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{AppError, AppResult};

/// How many are in it at most. A hash takes some 20 ms, so the last waits little more than a
/// second.
const PLACES: usize = 64;

/// How many places the same person has at most; a right password costs as much as a wrong one, but
/// no limit counts it.
const PLACES_EACH: usize = 4;

/// Cheap to clone.
#[derive(Clone)]
pub struct Queue {
    places: Arc<Semaphore>,
    /// How many places are taken for whom.
    taken: Arc<Mutex<HashMap<String, usize>>>,
}

/// A place, until it is dropped.
pub struct Place {
    queue: Queue,
    whose: Option<String>,
    _place: OwnedSemaphorePermit,
}

impl Queue {
    pub fn new() -> Queue {
        Queue { places: Arc::new(Semaphore::new(PLACES)), taken: Arc::default() }
    }

    /// Takes a place; [`AppError::Busy`] when none is left, for all or for this person. `None` is
    /// somebody who is counted elsewhere.
    pub fn enter(&self, whose: Option<&str>) -> AppResult<Place> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| AppError::Busy)?;
        if let Some(whose) = whose {
            let mut taken = self.taken();
            let own = taken.entry(whose.to_owned()).or_default();
            if *own >= PLACES_EACH {
                return Err(AppError::Busy);
            }
            *own += 1;
        }
        Ok(Place { queue: self.clone(), whose: whose.map(str::to_owned), _place: place })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(whose) = &self.whose else { return };
        let mut taken = self.queue.taken();
        let left = taken.get(whose).map_or(0, |own| own - 1);
        match left {
            0 => taken.remove(whose),
            left => taken.insert(whose.clone(), left),
        };
    }
}
