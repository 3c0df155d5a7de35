-- Mails that stay unknown are tried no more: out of the index that is read every second.
DROP INDEX outbox_emails_waiting;
CREATE INDEX outbox_emails_waiting ON outbox_emails (due_at)
    WHERE state IN ('due', 'retry') OR (state = 'unknown' AND due_at < give_up_at);
-- What an operator has to look at is counted at every scrape.
CREATE INDEX outbox_emails_parked ON outbox_emails (due_at) WHERE state = 'parked';
