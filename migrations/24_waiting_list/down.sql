UPDATE batches SET source = 'typed' WHERE source = 'waiting_list';
ALTER TABLE batches
    DROP CONSTRAINT batches_source_check,
    ADD CHECK (source IN ('typed', 'file', 'command_line'));
DROP TABLE waiting_people;
