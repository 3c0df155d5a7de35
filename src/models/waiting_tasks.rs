//! What waits for a user: their tasks that are not done and whose projects are worked on, for
//! statements about the user's row.

macro_rules! waiting {
    ($what:literal, $rest:literal) => {
        concat!(
            "(SELECT ",
            $what,
            " FROM task_assignees
                JOIN tasks ON tasks.workspace_id = task_assignees.workspace_id
                    AND tasks.id = task_assignees.task_id
                JOIN projects ON projects.workspace_id = tasks.workspace_id
                    AND projects.id = tasks.project_id
                WHERE task_assignees.workspace_id = users.workspace_id
                    AND task_assignees.user_id = users.id
                    AND tasks.done_at IS NULL AND projects.archived_at IS NULL ",
            $rest,
            ")"
        )
    };
}

/// How many there are, as a column.
pub const COUNT: &str = waiting!("count(*)", "");

/// How many there are (`tasks`), on which day the first one is due (`first_due`), and the `title` of
/// the one that the user was invited from, in a statement about their invitation, else of the one
/// that is due first. As a row, to be joined laterally.
pub const ALL: &str = waiting!(
    "count(*) AS tasks, min(tasks.due_on) AS first_due, (array_agg(tasks.title
        ORDER BY tasks.id IS DISTINCT FROM invitations.task_id, tasks.due_on, tasks.id))[1] AS title",
    ""
);
