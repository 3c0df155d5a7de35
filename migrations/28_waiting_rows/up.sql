-- People of a file who found no seat, and were put on the waiting list.
ALTER TABLE import_rows
    DROP CONSTRAINT import_rows_state_check,
    ADD CONSTRAINT import_rows_state_check
        CHECK (state IN ('ready', 'work', 'known', 'left_out', 'queued', 'sent', 'waiting'));
