-- What one press of Send made. Its id comes with the form, so a repeated post finds it again.
CREATE TABLE batches (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    source text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    hold_until timestamptz NOT NULL,
    undone_at timestamptz,
    invited integer NOT NULL,
    left_over jsonb NOT NULL DEFAULT '[]',
    lines_digest bytea NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES users,
    CHECK (source IN ('typed', 'file', 'command_line'))
);

-- One way in for one Initiated user. Resending raises the generation; only the newest link works.
CREATE TABLE invitations (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    generation integer NOT NULL DEFAULT 1,
    batch_id uuid,
    task_id uuid,
    invited_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    withdrawn_at timestamptz,
    declined_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, user_id) REFERENCES users ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, batch_id) REFERENCES batches,
    FOREIGN KEY (workspace_id, task_id) REFERENCES tasks ON DELETE SET NULL (task_id),
    FOREIGN KEY (workspace_id, invited_by) REFERENCES users,
    CHECK (generation >= 1)
);
CREATE UNIQUE INDEX invitations_open ON invitations (workspace_id, user_id)
    WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND declined_at IS NULL;
CREATE INDEX invitations_user ON invitations (workspace_id, user_id);
CREATE INDEX invitations_batch ON invitations (workspace_id, batch_id);
