ALTER TABLE sessions DROP COLUMN renew;
