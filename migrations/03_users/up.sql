CREATE TABLE roles (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL,
    preset text,
    projects text NOT NULL DEFAULT 'none',
    tasks text NOT NULL DEFAULT 'none',
    people text NOT NULL DEFAULT 'none',
    settings text NOT NULL DEFAULT 'none',
    can_create_projects boolean NOT NULL DEFAULT false,
    PRIMARY KEY (workspace_id, id),
    CHECK (preset IN ('admin', 'user', 'guest')),
    CHECK (projects IN ('none', 'read', 'manage')),
    CHECK (tasks IN ('none', 'read', 'manage')),
    CHECK (people IN ('none', 'read', 'manage')),
    CHECK (settings IN ('none', 'read', 'manage'))
);
CREATE UNIQUE INDEX roles_name ON roles (workspace_id, lower(name));
CREATE UNIQUE INDEX roles_preset ON roles (workspace_id, preset);

-- A person in one workspace. note says why somebody is Deactivated.
CREATE TABLE users (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    account_id uuid REFERENCES accounts,
    email text NOT NULL,
    email_key text NOT NULL,
    name text NOT NULL COLLATE "und-x-icu",
    gender text,
    role_id uuid NOT NULL,
    status text NOT NULL,
    note text,
    language text,
    invited_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Name and address as they are searched: without accents, in lower case.
    search_key text NOT NULL GENERATED ALWAYS AS (
        replace(lower(regexp_replace(normalize(name || ' ' || email, NFKD), '[\u0300-\u036f]', '', 'g')), 'ß', 'ss')
    ) STORED,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, role_id) REFERENCES roles,
    FOREIGN KEY (workspace_id, invited_by) REFERENCES users,
    UNIQUE (workspace_id, email_key),
    UNIQUE (workspace_id, account_id),
    CHECK (gender IN ('female', 'male', 'other')),
    CHECK (status IN ('initiated', 'active', 'deactivated')),
    CHECK (note IN ('withdrawn', 'declined')),
    CHECK (language IN ('en', 'de')),
    CHECK (status <> 'active' OR account_id IS NOT NULL)
);
CREATE INDEX users_name ON users (workspace_id, name, id);
CREATE INDEX users_status ON users (workspace_id, status);
CREATE INDEX users_account_id ON users (account_id);

CREATE TABLE teams (
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id uuid NOT NULL,
    name text NOT NULL COLLATE "und-x-icu",
    colour smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id),
    CHECK (colour BETWEEN 0 AND 9)
);
CREATE UNIQUE INDEX teams_name ON teams (workspace_id, lower(name));

CREATE TABLE team_members (
    workspace_id uuid NOT NULL,
    team_id uuid NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, team_id, user_id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE INDEX team_members_user ON team_members (workspace_id, user_id);
