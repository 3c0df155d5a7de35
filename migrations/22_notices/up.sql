-- Mails that tell a user or an account something. Which kinds there are stands in the program
-- (src/models/outbox_email.rs); here stands what each of the first ones cannot do without.
ALTER TABLE outbox_emails
    DROP CONSTRAINT outbox_emails_kind_check,
    DROP CONSTRAINT outbox_emails_check1,
    ADD user_id uuid,
    ADD details jsonb NOT NULL DEFAULT '{}',
    ADD FOREIGN KEY (workspace_id, user_id) REFERENCES users ON DELETE CASCADE,
    ADD CHECK (kind <> 'password_reset' OR account_id IS NOT NULL);

-- Where somebody was when they did it, as far as that is known: the machine, an IPv6 address as its
-- network, and the browser in a word or two.
ALTER TABLE audit_events
    ADD from_address text,
    ADD from_device text;
CREATE INDEX audit_events_newest ON audit_events (workspace_id, at DESC, id DESC);
