//! The installation's secret keys, from which links and cookies are signed.

use std::fmt;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;

/// One key with its four-byte id.
#[derive(Clone)]
struct Key {
    id: [u8; 4],
    secret: [u8; 32],
}

/// All valid keys; the first one signs, every one verifies. Debug shows no secret.
#[derive(Clone)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Reads `name:base64,name:base64`. The error is a sentence about what is wrong.
    pub fn parse(text: &str) -> Result<Keys, String> {
        let keys =
            text.split(',')
                .map(|part| {
                    let (name, secret) = part
                        .trim()
                        .split_once(':')
                        .ok_or("USHER_KEYS: expected name:base64, comma separated")?;
                    let secret = STANDARD
                        .decode(secret)
                        .ok()
                        .and_then(|bytes| bytes.try_into().ok())
                        .ok_or(format!("USHER_KEYS: the key {name} is not 32 bytes in base64"))?;
                    Ok(Key { id: digest(name.as_bytes()), secret })
                })
                .collect::<Result<Vec<_>, String>>()?;
        for (i, key) in keys.iter().enumerate() {
            if keys[..i].iter().any(|other| other.id == key.id) {
                return Err("USHER_KEYS: two keys have the same name".into());
            }
        }
        Ok(Keys(keys))
    }

    /// Reads the keys kept in the data folder, making one at the first start.
    pub fn kept_in(folder: &Path) -> Result<Keys, String> {
        let path = folder.join("keys");
        if !path.exists() {
            let mut secret = [0_u8; 32];
            rand::rng().fill_bytes(&mut secret);
            let line = format!("first:{}", STANDARD.encode(secret));
            write_once(&path, &line).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Keys::parse(text.trim())
    }

    /// The MAC of `message` for `purpose` under the signing key, with that key's id.
    pub fn sign(&self, purpose: &str, message: &[u8]) -> ([u8; 4], [u8; 32]) {
        let key = &self.0[0];
        (key.id, mac(key, purpose, message).finalize().into_bytes().into())
    }

    /// Whether `tag` is the MAC of `message` for `purpose` under the key of this id. Compares in
    /// constant time.
    pub fn verify(&self, key_id: [u8; 4], purpose: &str, message: &[u8], tag: &[u8]) -> bool {
        self.0
            .iter()
            .find(|key| key.id == key_id)
            .is_some_and(|key| mac(key, purpose, message).verify_slice(tag).is_ok())
    }

    /// 64 bytes for signing the session cookie.
    pub fn cookie_key(&self) -> actix_web::cookie::Key {
        let (_, first) = self.sign("cookie-1", b"");
        let (_, second) = self.sign("cookie-2", b"");
        actix_web::cookie::Key::from(&[first, second].concat())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

fn mac(key: &Key, purpose: &str, message: &[u8]) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key.secret)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(&(purpose.len() as u64).to_be_bytes());
    mac.update(purpose.as_bytes());
    mac.update(&key.id);
    mac.update(message);
    mac
}

fn digest(name: &[u8]) -> [u8; 4] {
    use sha2::Digest;
    let full = Sha256::digest(name);
    [full[0], full[1], full[2], full[3]]
}

/// Writes beside and renames, readable by the owner alone; a file that is there meanwhile stays.
fn write_once(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("new.{}", std::process::id()));
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?
        .write_all(text.as_bytes())?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}
