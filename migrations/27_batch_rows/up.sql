-- A batch invites the rows it was begun with, and no others that become ready meanwhile.
ALTER TABLE import_rows
    ADD batch_id uuid,
    DROP CONSTRAINT import_rows_state_check,
    ADD CONSTRAINT import_rows_state_check
        CHECK (state IN ('ready', 'work', 'known', 'left_out', 'queued', 'sent'));

ALTER TABLE batches
    -- Known even when the file has gone.
    ADD file_name text NOT NULL DEFAULT '',
    DROP CONSTRAINT batches_stopped_check,
    ADD CONSTRAINT batches_stopped_check
        CHECK (stopped IN ('seats', 'rights', 'admin', 'failed'));
UPDATE batches SET file_name = imports.file_name
FROM imports
WHERE imports.workspace_id = batches.workspace_id AND imports.id = batches.import_id;

-- Those that go on now: the oldest of a file has its rows, another would have none.
UPDATE import_rows SET batch_id = running.id, state = 'queued'
FROM (
    SELECT DISTINCT ON (workspace_id, import_id) workspace_id, import_id, id
    FROM batches WHERE finished_at IS NULL AND import_id IS NOT NULL
    ORDER BY workspace_id, import_id, created_at
) running
WHERE import_rows.workspace_id = running.workspace_id
  AND import_rows.import_id = running.import_id
  AND import_rows.state = 'ready';

-- What somebody waits for at a page comes before invitations, however many wait.
CREATE INDEX outbox_emails_first ON outbox_emails (due_at)
    WHERE kind <> 'invitation'
      AND (state IN ('due', 'retry') OR (state = 'unknown' AND due_at < give_up_at));
