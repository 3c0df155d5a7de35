-- The tenant. booked_seats is what the plan pays for; planned_seats replaces it when the cycle turns.
CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    name text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL,
    trial_ends_at timestamptz NOT NULL DEFAULT now() + interval '14 days',
    booked_seats integer NOT NULL DEFAULT 0,
    planned_seats integer,
    cycle_ends_at timestamptz,
    invitation_days integer NOT NULL DEFAULT 7,
    hold_seconds integer NOT NULL DEFAULT 10,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (language IN ('en', 'de')),
    CHECK (booked_seats BETWEEN 0 AND 100000),
    CHECK (planned_seats BETWEEN 0 AND 100000),
    CHECK (invitation_days BETWEEN 1 AND 90),
    CHECK (hold_seconds BETWEEN 0 AND 300)
);
