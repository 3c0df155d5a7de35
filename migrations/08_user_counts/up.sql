-- How many users of each status a workspace has: read by every page that shows seats or the user
-- list, where counting ten thousand rows would cost more than all the rest. Kept by triggers, in
-- the transaction of the change, so that no way of changing a user can forget it.
CREATE TABLE user_counts (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
    initiated integer NOT NULL DEFAULT 0,
    active integer NOT NULL DEFAULT 0,
    deactivated integer NOT NULL DEFAULT 0
);

CREATE FUNCTION count_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One statement may change many users; the rows are locked in one order.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO user_counts AS kept (workspace_id, initiated, active, deactivated)
        SELECT workspace_id,
               count(*) FILTER (WHERE status = 'initiated'),
               count(*) FILTER (WHERE status = 'active'),
               count(*) FILTER (WHERE status = 'deactivated')
        FROM new_rows GROUP BY workspace_id ORDER BY workspace_id
        ON CONFLICT (workspace_id) DO UPDATE SET
            initiated = kept.initiated + EXCLUDED.initiated,
            active = kept.active + EXCLUDED.active,
            deactivated = kept.deactivated + EXCLUDED.deactivated;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE user_counts kept SET
            initiated = kept.initiated - gone.initiated,
            active = kept.active - gone.active,
            deactivated = kept.deactivated - gone.deactivated
        FROM (
            SELECT workspace_id,
                   count(*) FILTER (WHERE status = 'initiated') AS initiated,
                   count(*) FILTER (WHERE status = 'active') AS active,
                   count(*) FILTER (WHERE status = 'deactivated') AS deactivated
            FROM old_rows GROUP BY workspace_id
        ) gone
        WHERE kept.workspace_id = gone.workspace_id;
    ELSE
        UPDATE user_counts kept SET
            initiated = kept.initiated + moved.initiated,
            active = kept.active + moved.active,
            deactivated = kept.deactivated + moved.deactivated
        FROM (
            SELECT workspace_id,
                   COALESCE(sum(n) FILTER (WHERE status = 'initiated'), 0) AS initiated,
                   COALESCE(sum(n) FILTER (WHERE status = 'active'), 0) AS active,
                   COALESCE(sum(n) FILTER (WHERE status = 'deactivated'), 0) AS deactivated
            FROM (
                SELECT workspace_id, status, 1 AS n FROM new_rows
                UNION ALL
                SELECT workspace_id, status, -1 FROM old_rows
            ) each_row
            GROUP BY workspace_id
        ) moved
        WHERE kept.workspace_id = moved.workspace_id
          AND (moved.initiated, moved.active, moved.deactivated) <> (0, 0, 0);
    END IF;
    RETURN NULL;
END;
$$;

-- Nobody changes a user between the count and the first trigger.
LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO user_counts (workspace_id, initiated, active, deactivated)
SELECT workspace_id,
       count(*) FILTER (WHERE status = 'initiated'),
       count(*) FILTER (WHERE status = 'active'),
       count(*) FILTER (WHERE status = 'deactivated')
FROM users GROUP BY workspace_id;

CREATE TRIGGER users_counted_in AFTER INSERT ON users
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER users_counted_out AFTER DELETE ON users
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER users_counted_over AFTER UPDATE ON users
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION count_users();

-- The orders of the user list; the one by name has an index since 03_users.
CREATE INDEX users_status_name ON users (workspace_id, status, name, id);
DROP INDEX users_status;
CREATE INDEX users_newest ON users (workspace_id, created_at, id);

-- The newest invitation of each of many users, and the mails of an invitation in their order.
DROP INDEX invitations_user;
CREATE INDEX invitations_user ON invitations (workspace_id, user_id, id);

-- Words within names and addresses. The extensions are part of PostgreSQL, but some systems pack
-- them apart; without them a search reads all users of the workspace.
DO $$
BEGIN
    IF (SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'btree_gin')) = 2 THEN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE EXTENSION IF NOT EXISTS btree_gin;
        CREATE INDEX users_search ON users USING gin (workspace_id, search_key gin_trgm_ops)
            WITH (gin_pending_list_limit = 64);
    END IF;
END;
$$;
