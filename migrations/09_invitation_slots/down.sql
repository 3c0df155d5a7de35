DROP TABLE invitation_slots;
