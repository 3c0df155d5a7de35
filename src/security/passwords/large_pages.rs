//! Argon2 in memory of large pages. Handed out in pages of 4 KB, the memory of a hash is some 5,000
//! page faults, which cost half as much as the hash itself; in pages of 2 MB it is ten. The system
//! still clears it, which is a sixth of the hash, so it is kept while hash follows hash; a program
//! that has nothing to do is small.

use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{Error, Result};
use argon2::{Algorithm, Argon2, Block, CustomizedPasswordHasher, Params, PasswordHasher, Version};

/// The one kind of hash that is made and known here.
const ALGORITHM: Algorithm = Algorithm::Argon2id;
const VERSION: Version = Version::V0x13;

/// Hashes with argon2id. Cheap to clone.
#[derive(Clone)]
pub(super) struct Argon2id {
    params: Params,
    spare: Arc<Spare>,
}

/// The memory of earlier hashes, for the next ones.
#[derive(Default)]
struct Spare {
    memory: Mutex<Vec<Memory>>,
    /// How many hashes there have been.
    hashes: AtomicUsize,
}

impl Argon2id {
    pub(super) fn new(params: Params) -> Argon2id {
        Argon2id { params, spare: Arc::default() }
    }

    /// How many hashes there have been.
    pub(super) fn hashes(&self) -> usize {
        self.spare.hashes.load(Ordering::Relaxed)
    }

    /// Gives the system back what no hash uses now, unless there have been more than so many.
    pub(super) fn give_back(&self, hashes: usize) {
        if self.hashes() == hashes {
            self.spare.memory().clear();
        }
    }

    fn hash(&self, password: &[u8], salt: &[u8], params: &Params) -> Result<PasswordHash> {
        let salt = Salt::new(salt)?;
        let mut buffer = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = buffer.get_mut(..length).ok_or(Error::OutputSize)?;
        let mut memory = self.spare.take(params.block_count()).ok_or(Error::OutOfMemory)?;
        let argon2 = Argon2::new(ALGORITHM, VERSION, params.clone());
        argon2.hash_password_into_with_memory(password, &salt, &mut *output, memory.blocks())?;
        self.spare.keep(memory);
        Ok(PasswordHash {
            algorithm: ALGORITHM.ident(),
            version: Some(VERSION.into()),
            params: ParamsString::try_from(params)?,
            salt: Some(salt),
            hash: Some(Output::new(output)?),
        })
    }
}

impl Spare {
    /// Memory of this size; `None` when the system has none.
    fn take(&self, blocks: usize) -> Option<Memory> {
        let spare = self.memory().pop().filter(|memory| memory.blocks == blocks);
        spare.or_else(|| Memory::of(blocks))
    }

    fn keep(&self, memory: Memory) {
        self.memory().push(memory);
        self.hashes.fetch_add(1, Ordering::Relaxed);
    }

    fn memory(&self) -> MutexGuard<'_, Vec<Memory>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PasswordHasher<PasswordHash> for Argon2id {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        self.hash(password, salt, &self.params)
    }
}

/// With it comes the check of a password against a hash, which may have been made with other
/// parameters.
impl CustomizedPasswordHasher<PasswordHash> for Argon2id {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> Result<PasswordHash> {
        if algorithm != Some(ALGORITHM.as_str()) {
            return Err(Error::Algorithm);
        }
        if version != Some(VERSION.into()) {
            return Err(Error::Version);
        }
        self.hash(password, salt, &params)
    }
}

/// The memory of one hash, given back when dropped.
struct Memory {
    start: NonNull<Block>,
    blocks: usize,
}

impl Memory {
    /// `None` when the system has none.
    fn of(blocks: usize) -> Option<Memory> {
        let bytes = blocks.checked_mul(size_of::<Block>())?;
        let (access, kind) =
            (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANON);
        // SAFETY: it maps new memory, wherever the system likes.
        let start = unsafe { libc::mmap(ptr::null_mut(), bytes, access, kind, -1, 0) };
        if start == libc::MAP_FAILED {
            return None;
        }
        // A system that does not give large pages gives small ones.
        #[cfg(target_os = "linux")]
        // SAFETY: the range is what was just mapped, and nothing is in it.
        unsafe {
            libc::madvise(start, bytes, libc::MADV_HUGEPAGE);
        }
        Some(Memory { start: NonNull::new(start.cast())?, blocks })
    }

    fn blocks(&mut self) -> &mut [Block] {
        // SAFETY: the memory is ours alone, at the beginning of a page, and so many blocks long. It
        // begins as zeros, which are a block: 128 numbers. A hash writes each before it reads it.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.blocks) }
    }
}

// SAFETY: nobody else has a pointer to the memory, and it belongs to no thread.
unsafe impl Send for Memory {}

impl Drop for Memory {
    fn drop(&mut self) {
        let bytes = self.blocks * size_of::<Block>();
        // SAFETY: it was mapped with this length, and nobody borrows it any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), bytes) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_kept_for_the_next_hash_and_given_back_after_the_last() {
        let (ours, salt) = (Argon2id::new(Params::default()), b"a salt for everybody");
        let plain = Argon2::new(ALGORITHM, VERSION, Params::default());
        for password in [b"one", b"two", b"one"] {
            let hash = ours.hash_password_with_salt(password, salt);
            assert_eq!(hash, plain.hash_password_with_salt(password, salt));
            assert_eq!(ours.spare.memory().len(), 1);
        }
        ours.give_back(2);
        assert_eq!(ours.spare.memory().len(), 1, "another hash has followed");
        ours.give_back(3);
        assert!(ours.spare.memory().is_empty());
    }
}
