WITH page AS MATERIALIZED (
    SELECT * FROM users WHERE workspace_id = $1 ORDER BY name, id LIMIT 50
)
SELECT page.*, roles.name, roles.preset, team.names, invitation.*, mail.state, mail.reply
FROM page
JOIN roles ON roles.workspace_id = page.workspace_id AND roles.id = page.role_id
LEFT JOIN LATERAL (
    SELECT array_agg(teams.name ORDER BY teams.name) AS names
    FROM team_members JOIN teams USING (workspace_id)
    WHERE team_members.workspace_id = page.workspace_id AND team_members.user_id = page.id
      AND teams.id = team_members.team_id
) team ON true
LEFT JOIN LATERAL (
    SELECT * FROM invitations
    WHERE invitations.workspace_id = page.workspace_id AND invitations.user_id = page.id
    ORDER BY id DESC LIMIT 1
) invitation ON true
LEFT JOIN LATERAL (
    SELECT state, reply FROM outbox_emails
    WHERE outbox_emails.workspace_id = invitation.workspace_id
      AND outbox_emails.invitation_id = invitation.id
      AND outbox_emails.generation = invitation.generation
    ORDER BY id DESC LIMIT 1
) mail ON true
ORDER BY page.name, page.id
