DROP TABLE task_assignees, tasks, project_members, projects;
