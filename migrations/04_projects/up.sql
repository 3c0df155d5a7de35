CREATE TABLE projects (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL COLLATE "und-x-icu",
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE project_members (
    workspace_id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, project_id, user_id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES projects ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE INDEX project_members_user ON project_members (workspace_id, user_id);

CREATE TABLE tasks (
    workspace_id uuid NOT NULL,
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    due_on date,
    done_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, project_id) REFERENCES projects ON DELETE CASCADE
);
CREATE INDEX tasks_project ON tasks (workspace_id, project_id, id);

CREATE TABLE task_assignees (
    workspace_id uuid NOT NULL,
    task_id uuid NOT NULL,
    user_id uuid NOT NULL,
    assigned_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, task_id, user_id),
    FOREIGN KEY (workspace_id, task_id) REFERENCES tasks ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE INDEX task_assignees_user ON task_assignees (workspace_id, user_id);
