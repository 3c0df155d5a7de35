ALTER TABLE invitation_slots DROP fourth_at;
