-- Colleagues: the people of a workspace at one domain, newest first.
CREATE INDEX users_domain ON users (workspace_id, split_part(email_key, '@', 2), id);
