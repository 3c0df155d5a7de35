ALTER TABLE workspaces DROP allowed_domains, DROP refused_domains, DROP accept_note;
ALTER TABLE sessions DROP from_address, DROP from_device;
ALTER TABLE outbox_emails DROP confirmation_id;
DROP TABLE confirmations;
