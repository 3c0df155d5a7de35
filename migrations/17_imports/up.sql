-- A file that was read: what it holds, what its columns were taken for, and the file itself, which
-- comes back with its problems named. Kept for 30 days.
CREATE TABLE imports (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    file_name text NOT NULL,
    file bytea NOT NULL,
    -- The names of its sheets, and which of them was read, counted from 0.
    sheets jsonb NOT NULL,
    sheet integer NOT NULL,
    -- As a spreadsheet program counts, from 1.
    header_row integer,
    headers jsonb NOT NULL,
    fields jsonb NOT NULL,
    samples jsonb NOT NULL,
    task_id uuid,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES users ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, task_id) REFERENCES tasks ON DELETE SET NULL (task_id),
    CHECK (char_length(file_name) <= 200)
);
CREATE INDEX imports_age ON imports (created_at);

-- The people of a file, in its order; `row` is 0 for those who were typed before.
CREATE TABLE import_rows (
    workspace_id uuid NOT NULL,
    import_id uuid NOT NULL,
    number integer NOT NULL,
    row integer NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    team text NOT NULL,
    gender text NOT NULL,
    state text NOT NULL,
    -- Why the row is not ready.
    said jsonb,
    PRIMARY KEY (workspace_id, import_id, number),
    FOREIGN KEY (workspace_id, import_id) REFERENCES imports ON DELETE CASCADE,
    CHECK (state IN ('ready', 'work', 'known', 'left_out', 'sent'))
);
CREATE INDEX import_rows_state ON import_rows (workspace_id, import_id, state, number);

-- What an admin said that the columns under these headers hold.
CREATE TABLE import_mappings (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    headers_digest bytea NOT NULL,
    fields jsonb NOT NULL,
    PRIMARY KEY (workspace_id, headers_digest)
);

-- A batch of a file goes on in the background until it is finished.
ALTER TABLE batches
    ADD import_id uuid,
    ADD total integer NOT NULL DEFAULT 0,
    ADD finished_at timestamptz,
    ADD stopped text CHECK (stopped IN ('seats', 'rights')),
    ADD FOREIGN KEY (workspace_id, import_id) REFERENCES imports ON DELETE SET NULL (import_id);
UPDATE batches SET total = invited, finished_at = created_at;
CREATE INDEX batches_unfinished ON batches (created_at) WHERE finished_at IS NULL;
CREATE INDEX batches_import ON batches (workspace_id, import_id) WHERE import_id IS NOT NULL;
