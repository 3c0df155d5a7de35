//! Argon2 in memory of large pages. Its memory is new for every hash and goes back to the system
//! afterwards; handed out in pages of 4 KB it is some 5,000 page faults, which cost half as much as
//! the hash itself. In pages of 2 MB it is ten.

use std::ptr::{self, NonNull};
use std::slice;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{Error, Result};
use argon2::{Algorithm, Argon2, Block, CustomizedPasswordHasher, Params, PasswordHasher, Version};

/// The one kind of hash that is made and known here.
const ALGORITHM: Algorithm = Algorithm::Argon2id;
const VERSION: Version = Version::V0x13;

/// Hashes with argon2id.
#[derive(Clone)]
pub(super) struct Argon2id(Params);

impl Argon2id {
    pub(super) fn new(params: Params) -> Argon2id {
        Argon2id(params)
    }
}

impl PasswordHasher<PasswordHash> for Argon2id {
    fn hash_password_with_salt(&self, password: &[u8], salt: &[u8]) -> Result<PasswordHash> {
        hash(password, salt, &self.0)
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
        hash(password, salt, &params)
    }
}

fn hash(password: &[u8], salt: &[u8], params: &Params) -> Result<PasswordHash> {
    let salt = Salt::new(salt)?;
    let mut buffer = [0; Output::MAX_LENGTH];
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let output = buffer.get_mut(..length).ok_or(Error::OutputSize)?;
    let mut memory = Memory::of(params.block_count()).ok_or(Error::OutOfMemory)?;
    let argon2 = Argon2::new(ALGORITHM, VERSION, params.clone());
    argon2.hash_password_into_with_memory(password, &salt, &mut *output, memory.blocks())?;
    Ok(PasswordHash {
        algorithm: ALGORITHM.ident(),
        version: Some(VERSION.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(salt),
        hash: Some(Output::new(output)?),
    })
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
        // begins as zeros, which are a block: 128 numbers.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.blocks) }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let bytes = self.blocks * size_of::<Block>();
        // SAFETY: it was mapped with this length, and nobody borrows it any more.
        unsafe { libc::munmap(self.start.as_ptr().cast(), bytes) };
    }
}
