-- When the Admins were told that the trial ends soon.
ALTER TABLE workspaces ADD trial_warned_at timestamptz;
CREATE INDEX workspaces_cycle ON workspaces (cycle_ends_at);
CREATE INDEX workspaces_trial ON workspaces (trial_ends_at) WHERE trial_warned_at IS NULL;
