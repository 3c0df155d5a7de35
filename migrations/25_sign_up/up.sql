-- An address that a mail confirms: for a further workspace, or as the new one of an account. Its link
-- is signed and never stored. Global: it belongs to no workspace.
CREATE TABLE confirmations (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    account_id uuid REFERENCES accounts ON DELETE CASCADE,
    email text NOT NULL,
    email_key text NOT NULL,
    language text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK (purpose IN ('sign_up', 'email_change')),
    CHECK ((purpose = 'email_change') = (account_id IS NOT NULL)),
    CHECK (language IN ('en', 'de')),
    CHECK (is_email(email, email_key))
);
CREATE INDEX confirmations_expires_at ON confirmations (expires_at);
ALTER TABLE outbox_emails ADD confirmation_id uuid REFERENCES confirmations ON DELETE CASCADE;

-- Where a session was begun, for its owner to know it again.
ALTER TABLE sessions
    ADD from_address text,
    ADD from_device text;

-- Domains in their ASCII form; what is below one counts as it.
ALTER TABLE workspaces
    ADD allowed_domains text[] NOT NULL DEFAULT '{}',
    ADD refused_domains text[] NOT NULL DEFAULT '{}',
    ADD accept_note text NOT NULL DEFAULT 'nobody' CHECK (accept_note IN ('nobody', 'inviter', 'admins'));
