-- Sessions whose account was given another role end; none goes on under a new key any more.
DELETE FROM sessions WHERE renew;
ALTER TABLE sessions DROP COLUMN renew;

-- A window begins with the first attempt that is counted in it, so that a key has one row. What was
-- counted before counts no more.
DROP TABLE rate_counters;
CREATE TABLE rate_counters (
    key text PRIMARY KEY,
    attempts integer NOT NULL,
    ends_at timestamptz NOT NULL
);

-- With their workspace invitations go first, then the users and batches that they refer to.
ALTER TABLE invitations ADD FOREIGN KEY (workspace_id) REFERENCES workspaces ON DELETE CASCADE;
