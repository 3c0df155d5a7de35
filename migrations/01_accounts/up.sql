-- Accounts are global: one per e-mail address, for the whole installation.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    verified_at timestamptz,
    password_hash text,
    language text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (language IN ('en', 'de'))
);

-- Only the SHA-256 digest of a session's key is stored.
CREATE TABLE sessions (
    token_digest bytea PRIMARY KEY,
    account_id uuid REFERENCES accounts ON DELETE CASCADE,
    state jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_account_id ON sessions (account_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- Attempts counted per key (an address, an account) and window, so that limits hold across nodes.
CREATE TABLE rate_counters (
    key text NOT NULL,
    window_start timestamptz NOT NULL,
    attempts integer NOT NULL,
    PRIMARY KEY (key, window_start)
);
