-- Who is invited as soon as a seat is free, in the order of their places. What was chosen for them is
-- kept as it was chosen, and judged again when their turn comes.
CREATE TABLE waiting_people (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    place bigint NOT NULL,
    email text NOT NULL,
    email_key text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    team text NOT NULL,
    gender text NOT NULL,
    task_id uuid,
    batch_id uuid,
    queued_by uuid NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now(),
    -- What was chosen is gone since: the others go before them.
    is_stuck boolean NOT NULL DEFAULT false,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, email_key),
    FOREIGN KEY (workspace_id, task_id) REFERENCES tasks ON DELETE SET NULL (task_id),
    FOREIGN KEY (workspace_id, batch_id) REFERENCES batches ON DELETE SET NULL (batch_id),
    FOREIGN KEY (workspace_id, queued_by) REFERENCES users ON DELETE CASCADE,
    CHECK (is_email(email, email_key))
);
CREATE INDEX waiting_people_place ON waiting_people (workspace_id, place) WHERE NOT is_stuck;

ALTER TABLE batches
    DROP CONSTRAINT batches_source_check,
    ADD CHECK (source IN ('typed', 'file', 'command_line', 'waiting_list'));
