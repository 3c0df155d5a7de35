-- Which state of its people a workspace is in: rises with whoever comes, goes, or gets another name
-- or address, in the transaction of the change. What a process remembers of them in one version is
-- true as long as the workspace is in it.
ALTER TABLE user_counts ADD version bigint NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION count_users() RETURNS trigger LANGUAGE plpgsql AS $$
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
            deactivated = kept.deactivated + EXCLUDED.deactivated,
            version = kept.version + 1;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE user_counts kept SET
            initiated = kept.initiated - gone.initiated,
            active = kept.active - gone.active,
            deactivated = kept.deactivated - gone.deactivated,
            version = kept.version + 1
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
            initiated = kept.initiated + changed.initiated,
            active = kept.active + changed.active,
            deactivated = kept.deactivated + changed.deactivated,
            version = kept.version + changed.renamed::int
        FROM (
            SELECT workspace_id, sum(initiated) AS initiated, sum(active) AS active,
                   sum(deactivated) AS deactivated, bool_or(renamed) AS renamed
            FROM (
                -- Each user twice, as they are and as they were. Not joined: the plan is kept from
                -- changes of one user, and would go through all of them for each of many.
                SELECT workspace_id,
                       COALESCE(sum(n) FILTER (WHERE status = 'initiated'), 0) AS initiated,
                       COALESCE(sum(n) FILTER (WHERE status = 'active'), 0) AS active,
                       COALESCE(sum(n) FILTER (WHERE status = 'deactivated'), 0) AS deactivated,
                       min(name COLLATE "C") <> max(name COLLATE "C")
                           OR min(email COLLATE "C") <> max(email COLLATE "C") AS renamed
                FROM (
                    SELECT workspace_id, id, status, name, email, 1 AS n FROM new_rows
                    UNION ALL
                    SELECT workspace_id, id, status, name, email, -1 FROM old_rows
                ) each_row
                GROUP BY workspace_id, id
            ) each_user
            GROUP BY workspace_id
        ) changed
        WHERE kept.workspace_id = changed.workspace_id
          AND (changed.initiated, changed.active, changed.deactivated, changed.renamed)
              <> (0, 0, 0, false);
    END IF;
    RETURN NULL;
END;
$$;
