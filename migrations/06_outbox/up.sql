-- Mails that must leave, written in the transaction of the fact they announce.
-- Global: mails about an account belong to no workspace.
CREATE TABLE outbox_emails (
    id uuid PRIMARY KEY,
    workspace_id uuid,
    kind text NOT NULL,
    account_id uuid REFERENCES accounts ON DELETE CASCADE,
    invitation_id uuid,
    generation integer,
    state text NOT NULL DEFAULT 'due',
    attempts integer NOT NULL DEFAULT 0,
    claims integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    give_up_at timestamptz NOT NULL,
    lease uuid,
    leased_until timestamptz,
    sent_at timestamptz,
    unknown_at timestamptz,
    reply text,
    created_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, invitation_id) REFERENCES invitations ON DELETE CASCADE,
    CHECK (kind IN ('invitation', 'password_reset')),
    CHECK (state IN ('due', 'leased', 'sent', 'retry', 'refused', 'unknown', 'parked', 'superseded')),
    CHECK ((kind = 'invitation') = (invitation_id IS NOT NULL AND generation IS NOT NULL)),
    CHECK ((kind = 'password_reset') = (account_id IS NOT NULL))
);
CREATE INDEX outbox_emails_waiting ON outbox_emails (due_at) WHERE state IN ('due', 'retry', 'unknown');
CREATE INDEX outbox_emails_leased ON outbox_emails (leased_until) WHERE state = 'leased';
CREATE INDEX outbox_emails_invitation ON outbox_emails (workspace_id, invitation_id, generation);
