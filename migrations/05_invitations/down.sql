DROP TABLE invitations, batches;
