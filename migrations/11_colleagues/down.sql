DROP INDEX users_domain;
