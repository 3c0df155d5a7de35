ALTER TABLE invitations DROP CONSTRAINT invitations_workspace_id_fkey;
DROP TABLE rate_counters;
CREATE TABLE rate_counters (
    key text NOT NULL,
    window_start timestamptz NOT NULL,
    attempts integer NOT NULL,
    PRIMARY KEY (key, window_start)
);
ALTER TABLE sessions ADD COLUMN renew boolean NOT NULL DEFAULT false;
