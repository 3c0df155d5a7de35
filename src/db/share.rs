//! Each workspace's share of the connections, so that one whose queries are slow, or wait for each
//! other, does not keep all the others from their pages.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Semaphore;

tokio::task_local! {
    static WORKSPACE: String;
}

/// Counts what is done inside against this workspace's share.
pub async fn on_behalf_of<T>(slug: String, work: impl Future<Output = T>) -> T {
    WORKSPACE.scope(slug, work).await
}

/// Who has how much. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Shares {
    most: usize,
    held: Arc<Mutex<HashMap<String, Weak<Semaphore>>>>,
}

impl Shares {
    /// Of so many connections one workspace gets three quarters at most.
    pub fn of(connections: usize) -> Shares {
        Shares::each((connections * 3 / 4).max(1))
    }

    /// One workspace gets so many at most.
    pub fn each(most: usize) -> Shares {
        Shares { most, held: Arc::default() }
    }

    /// The share of the workspace that this task works for; `None` when it works for none.
    pub fn of_this_task(&self) -> Option<Arc<Semaphore>> {
        WORKSPACE.try_with(|slug| self.of_workspace(slug)).ok()
    }

    /// The share of the workspace that has this name.
    pub fn of_workspace(&self, slug: &str) -> Arc<Semaphore> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = held.get(slug).and_then(Weak::upgrade) {
            return share;
        }
        // Only those in use are worth keeping; addresses name workspaces that never were.
        if held.len() == held.capacity() {
            held.retain(|_, share| share.strong_count() > 0);
        }
        let share = Arc::new(Semaphore::new(self.most));
        held.insert(slug.to_owned(), Arc::downgrade(&share));
        share
    }
}
