DROP INDEX audit_events_newest;
ALTER TABLE audit_events DROP from_address, DROP from_device;
DELETE FROM outbox_emails WHERE kind NOT IN ('invitation', 'password_reset');
ALTER TABLE outbox_emails
    DROP CONSTRAINT outbox_emails_check1,
    DROP user_id,
    DROP details,
    ADD CHECK (kind IN ('invitation', 'password_reset')),
    ADD CHECK ((kind = 'password_reset') = (account_id IS NOT NULL));
