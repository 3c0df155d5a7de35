-- Whether mails of a workspace wait is asked with every user list, and before a batch goes on.
CREATE INDEX outbox_emails_of_workspace ON outbox_emails (workspace_id)
    WHERE state IN ('due', 'leased', 'retry', 'unknown');
