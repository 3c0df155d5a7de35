ALTER TABLE batches DROP import_id, DROP total, DROP finished_at, DROP stopped;
DROP TABLE import_mappings, import_rows, imports;
