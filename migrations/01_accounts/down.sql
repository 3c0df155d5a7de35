DROP TABLE rate_counters, sessions, accounts;
