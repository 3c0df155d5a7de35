SELECT accounts.*, workspaces.*, users.*, roles.*
FROM accounts
JOIN users ON users.account_id = accounts.id AND users.status = 'active'
JOIN workspaces ON workspaces.id = users.workspace_id
JOIN roles ON roles.workspace_id = users.workspace_id AND roles.id = users.role_id
WHERE accounts.email_key = $1
