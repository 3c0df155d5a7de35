//! Where in the data folder everything lies.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::ManagedError;

/// An existing data folder, by its absolute path without links.
#[derive(Debug)]
pub(super) struct Place {
    data: PathBuf,
}

impl Place {
    /// Makes the folder unless it exists.
    pub(super) fn open(data: &Path) -> Result<Self, ManagedError> {
        fs::create_dir_all(data).map_err(ManagedError::file("create", data))?;
        let data = data.canonicalize().map_err(ManagedError::file("reach", data))?;
        Ok(Self { data })
    }

    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.data.join("pg")
    }

    /// Where a cluster is made, to be renamed when it is complete.
    pub(super) fn unfinished_cluster(&self) -> PathBuf {
        self.data.join("pg.new")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.data.join("pg.lock")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.data.join("pg.log")
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.data.join("run")
    }

    pub(super) fn has_cluster(&self) -> bool {
        self.cluster().exists()
    }

    /// The major version that made the cluster; `None` without a cluster.
    pub(super) fn cluster_version(&self) -> Result<Option<String>, ManagedError> {
        let file = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(version) => Ok(Some(version.trim().to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound && !self.has_cluster() => Ok(None),
            Err(error) => Err(ManagedError::file("read", &file)(error)),
        }
    }
}
