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

ALTER TABLE user_counts DROP version;
