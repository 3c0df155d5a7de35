DROP INDEX workspaces_trial;
DROP INDEX workspaces_cycle;
ALTER TABLE workspaces DROP trial_warned_at;
