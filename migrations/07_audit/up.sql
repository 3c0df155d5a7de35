-- Who did what to whom, written in the transaction of the fact. Never a secret in details.
CREATE TABLE audit_events (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    actor_id uuid,
    action text NOT NULL,
    subject_id uuid,
    details jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_events_subject ON audit_events (workspace_id, subject_id, at);
