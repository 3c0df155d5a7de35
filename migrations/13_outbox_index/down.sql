DROP INDEX outbox_emails_parked;
DROP INDEX outbox_emails_waiting;
CREATE INDEX outbox_emails_waiting ON outbox_emails (due_at) WHERE state IN ('due', 'retry', 'unknown');
