DROP INDEX outbox_emails_first;
UPDATE batches SET stopped = 'rights' WHERE stopped IN ('admin', 'failed');
ALTER TABLE batches
    DROP COLUMN file_name,
    DROP CONSTRAINT batches_stopped_check,
    ADD CONSTRAINT batches_stopped_check CHECK (stopped IN ('seats', 'rights'));
UPDATE import_rows SET state = 'ready' WHERE state = 'queued';
ALTER TABLE import_rows
    DROP COLUMN batch_id,
    DROP CONSTRAINT import_rows_state_check,
    ADD CONSTRAINT import_rows_state_check
        CHECK (state IN ('ready', 'work', 'known', 'left_out', 'sent'));
