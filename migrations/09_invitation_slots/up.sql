-- When each address was last sent invitations, from whichever workspaces: the newest three, for no
-- address gets more than one in five minutes and three in 24 hours. Small, since rows older than
-- that are deleted; so a claim looks here and never into the history of the outbox.
CREATE TABLE invitation_slots (
    email_key text PRIMARY KEY,
    newest_mail uuid,
    newest_at timestamptz,
    second_at timestamptz,
    third_at timestamptz
);
