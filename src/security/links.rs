//! The tokens in mailed links. They hold no secret that the database knows: each is a claim and a
//! MAC over it, so a stolen dump invites nobody, and the worker can rebuild a link when it sends.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::keys::Keys;
use crate::models::account::Account;
use crate::models::confirmation::Purpose;

const JOIN: &str = "join";
const RESET: &str = "password-reset";
const SETUP: &str = "setup";
const SIGN_UP: &str = "sign-up";
const EMAIL_CHANGE: &str = "email-change";

/// What an invitation's link claims. The database decides what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinClaim {
    pub workspace_id: Uuid,
    pub invitation_id: Uuid,
    pub generation: i32,
}

impl JoinClaim {
    /// The token for `/join/{token}`.
    pub fn token(&self, keys: &Keys) -> String {
        let claim = [
            self.workspace_id.as_bytes().as_slice(),
            self.invitation_id.as_bytes(),
            &self.generation.to_be_bytes(),
        ]
        .concat();
        seal(keys, JOIN, &claim, &[])
    }

    /// The claim of a token that one of our keys has signed; `None` for anything else.
    pub fn open(keys: &Keys, token: &str) -> Option<JoinClaim> {
        let claim = unseal(keys, JOIN, token, 36, &[])?;
        Some(JoinClaim {
            workspace_id: Uuid::from_slice(&claim[..16]).ok()?,
            invitation_id: Uuid::from_slice(&claim[16..32]).ok()?,
            generation: i32::from_be_bytes(claim[32..36].try_into().ok()?),
        })
    }
}

/// What a password reset link claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResetClaim {
    pub account_id: Uuid,
    pub expires_at: DateTime<Utc>,
}

impl ResetClaim {
    /// The token for `/password-reset/{token}`. The account's password hash and address are bound
    /// into it, so that a new password ends every earlier link, and so does a new address.
    pub fn token(&self, keys: &Keys, account: &Account) -> String {
        let claim =
            [self.account_id.as_bytes().as_slice(), &self.expires_at.timestamp().to_be_bytes()]
                .concat();
        seal(keys, RESET, &claim, &bound_to(account))
    }

    /// The account a token speaks of, before anything is verified: only to look up its hash.
    pub fn account_of(token: &str) -> Option<Uuid> {
        Uuid::from_slice(URL_SAFE_NO_PAD.decode(token).ok()?.get(4..20)?).ok()
    }

    /// The claim of a token that was signed for the account as it is now.
    pub fn open(keys: &Keys, token: &str, account: &Account) -> Option<ResetClaim> {
        let claim = unseal(keys, RESET, token, 24, &bound_to(account))?;
        let seconds = i64::from_be_bytes(claim[16..24].try_into().ok()?);
        Some(ResetClaim {
            account_id: Uuid::from_slice(&claim[..16]).ok()?,
            expires_at: DateTime::from_timestamp(seconds, 0)?,
        })
    }
}

fn bound_to(account: &Account) -> Vec<u8> {
    let hash = account.password_hash.as_deref().unwrap_or_default();
    format!("{hash}\0{}", account.email_key).into_bytes()
}

/// The token of the link that confirms an address, for this purpose alone; the database decides what
/// it is worth.
pub fn confirmation_token(keys: &Keys, purpose: Purpose, id: Uuid) -> String {
    seal(keys, word(purpose), id.as_bytes(), &[])
}

/// What such a link was made for; `None` when no key of ours has signed it for this purpose.
pub fn confirmation_of(keys: &Keys, purpose: Purpose, token: &str) -> Option<Uuid> {
    Uuid::from_slice(&unseal(keys, word(purpose), token, 16, &[])?).ok()
}

fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SignUp => SIGN_UP,
        Purpose::EmailChange => EMAIL_CHANGE,
    }
}

/// The token of the one-time setup address; worth nothing once a workspace exists.
pub fn setup_token(keys: &Keys) -> String {
    seal(keys, SETUP, &[], &[])
}

/// Whether this is the setup address's token.
pub fn is_setup_token(keys: &Keys, token: &str) -> bool {
    unseal(keys, SETUP, token, 0, &[]).is_some()
}

/// Layout: key id (4), claim, MAC (32); `bound` is signed but not carried.
pub(super) fn seal(keys: &Keys, purpose: &str, claim: &[u8], bound: &[u8]) -> String {
    let (key_id, tag) = keys.sign(purpose, &[claim, bound].concat());
    URL_SAFE_NO_PAD.encode([key_id.as_slice(), claim, &tag].concat())
}

/// The claim of a sealed token; `None` when that has not `length` bytes, or when no key of
/// ours has signed it.
pub(super) fn unseal(
    keys: &Keys,
    purpose: &str,
    token: &str,
    length: usize,
    bound: &[u8],
) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == 36 + length)?;
    let (key_id, rest) = bytes.split_at(4);
    let (claim, tag) = rest.split_at(length);
    let message = [claim, bound].concat();
    keys.verify(key_id.try_into().ok()?, purpose, &message, tag).then(|| claim.to_vec())
}
