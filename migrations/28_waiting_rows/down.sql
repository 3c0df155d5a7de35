UPDATE import_rows SET state = 'ready' WHERE state = 'waiting';
ALTER TABLE import_rows
    DROP CONSTRAINT import_rows_state_check,
    ADD CONSTRAINT import_rows_state_check
        CHECK (state IN ('ready', 'work', 'known', 'left_out', 'queued', 'sent'));
