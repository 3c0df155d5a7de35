-- What the newest mail of an address pushed out: it comes back with the slot, or the third of a day
-- would be forgotten by whoever takes a slot and gives it back.
ALTER TABLE invitation_slots ADD fourth_at timestamptz;

-- A workspace that has deactivated somebody knows an address, and nobody who has another one now.
UPDATE users SET account_id = NULL
FROM accounts
WHERE accounts.id = users.account_id AND users.status = 'deactivated'
  AND accounts.email_key <> users.email_key;
