//! Hashing passwords with argon2id, never more of them at once than the machine can bear.

mod large_pages;
mod queue;

use std::sync::Arc;
use std::time::Duration;

use argon2::{Params, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::config::Settings;
use crate::error::{AppError, AppResult, Panicked};
use crate::values::{NewPassword, PasswordProblem};
use large_pages::Argon2id;
use queue::Queue;

/// How long a sign-in waits for its turn before it is answered with 503.
const WAIT: Duration = Duration::from_secs(5);
/// For how long after a hash its memory is kept for the next one.
const KEPT: Duration = Duration::from_millis(200);

/// Hashes and verifies. Leaves one core to everybody else, so that a storm of sign-ins does not
/// stop the pages of those who are in. Cheap to clone.
///
/// A hash is somebody's, of whose only a few wait at once; `None` is whoever other limits stop.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2id,
    /// The most hashes at once.
    most: usize,
    turns: Arc<Semaphore>,
    queue: Queue,
    /// Verified against when there is no account, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Passwords {
    /// Fails when the configured cost is outside argon2's bounds.
    pub fn new(settings: &Settings) -> Result<Passwords, String> {
        let params = Params::new(settings.hash_memory, settings.hash_passes, 1, None)
            .map_err(|error| format!("USHER_HASH_MEMORY, USHER_HASH_PASSES: {error}"))?;
        let argon2 = Argon2id::new(params);
        let nobody = argon2
            .hash_password(b"the password of nobody")
            .map_err(|error| error.to_string())?
            .to_string();
        argon2.give_back(argon2.hashes());
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        let most = cores.saturating_sub(1).max(1);
        Ok(Passwords {
            argon2,
            most,
            turns: Arc::new(Semaphore::new(most)),
            queue: Queue::new(),
            nobody: nobody.into(),
        })
    }

    /// How many passwords are being hashed at this moment.
    pub fn hashing(&self) -> usize {
        self.most - self.turns.available_permits()
    }

    /// Checks a password that somebody wants to set and hashes it: the PHC string to store, or why
    /// it cannot be set. `personal` is what it must not be made of: address, name, workspace.
    pub async fn hash_new(
        &self,
        whose: Option<&str>,
        typed: &str,
        personal: &[&str],
    ) -> AppResult<Result<String, PasswordProblem>> {
        match check(typed, personal).await? {
            Ok(password) => self.hash(whose, password).await.map(Ok),
            Err(problem) => Ok(Err(problem)),
        }
    }

    /// The PHC string to store.
    pub async fn hash(&self, whose: Option<&str>, password: NewPassword) -> AppResult<String> {
        let argon2 = self.argon2.clone();
        self.in_turn(whose, move || {
            argon2
                .hash_password(password.expose().as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|error| AppError::internal(error.to_string()))
        })
        .await?
    }

    /// Whether the password fits the stored hash; with no hash it takes as long and is `false`.
    pub async fn verify(
        &self,
        whose: Option<&str>,
        password: SecretString,
        hash: Option<String>,
    ) -> AppResult<bool> {
        let argon2 = self.argon2.clone();
        let nobody = self.nobody.clone();
        self.in_turn(whose, move || {
            let known = hash.is_some();
            let hash = hash.as_deref().unwrap_or(&nobody);
            let fits = argon2::PasswordHash::new(hash).is_ok_and(|hash| {
                argon2.verify_password(password.expose_secret().as_bytes(), &hash).is_ok()
            });
            known && fits
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        whose: Option<&str>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> AppResult<T> {
        let place = self.queue.enter(whose)?;
        let turn = tokio::time::timeout(WAIT, self.turns.clone().acquire_owned())
            .await
            .map_err(|_| AppError::Busy)?
            .map_err(AppError::internal)?;
        let argon2 = self.argon2.clone();
        actix_web::web::block(move || {
            let _held = (turn, place);
            let done = work();
            // From here, for whoever asked may be gone.
            tokio::spawn(give_back(argon2));
            done
        })
        .await
        .map_err(|_| AppError::internal(Panicked))
    }
}

/// Gives the memory of hashes back, unless another one follows.
async fn give_back(argon2: Argon2id) {
    let hashes = argon2.hashes();
    tokio::time::sleep(KEPT).await;
    argon2.give_back(hashes);
}

/// Whether a password may be set, or why not; off the event loop, but without a turn: what is
/// refused keeps nobody from signing in.
pub async fn check(
    typed: &str,
    personal: &[&str],
) -> AppResult<Result<NewPassword, PasswordProblem>> {
    let typed = SecretString::from(typed);
    let personal: Vec<String> = personal.iter().map(ToString::to_string).collect();
    actix_web::web::block(move || {
        let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
        NewPassword::parse(typed.expose_secret(), &personal)
    })
    .await
    .map_err(|_| AppError::internal(Panicked))
}
