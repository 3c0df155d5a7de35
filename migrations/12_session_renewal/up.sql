-- A session whose account was given another role goes on under a new key from its next request on.
ALTER TABLE sessions ADD COLUMN renew boolean NOT NULL DEFAULT false;
