CREATE INDEX tasks_project ON tasks (workspace_id, project_id, id);
ALTER TABLE tasks DROP position;
ALTER TABLE projects DROP description, DROP colour, DROP archived_at;
