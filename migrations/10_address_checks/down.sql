ALTER TABLE users DROP CONSTRAINT users_is_email;
ALTER TABLE accounts DROP CONSTRAINT accounts_is_email;
DROP FUNCTION is_email(text, text);
