-- Workspaces {first} to {last} with {people} people each; number 0 is "big". Foreign keys and
-- triggers are left out: the rows fit each other, and a million of them would take minutes.
SET session_replication_role = replica;
SET synchronous_commit = off;

CREATE TEMP TABLE made AS
SELECT w, n,
       md5('workspace ' || w)::uuid AS workspace_id,
       -- Like UUIDv7: they rise in the order in which the people came.
       ('0190' || lpad(to_hex(w * 100000 + n), 8, '0') || '7' || substr(md5(w || '/' || n), 1, 3)
           || '8' || substr(md5(w || '/' || n), 4, 15))::uuid AS id,
       (ARRAY['Anna','Ben','Clara','David','Emma','Felix','Greta','Hannes','Ida','Jonas','Klara','Lukas','Mia','Noah','Olivia','Paul','Ronja','Samuel','Tilda','Ulrich','Viola','Wanda','Xaver','Yara','Zoe','Álvaro','Bjørn','Chloé','Dörte','Eszter','Fiona','Goran','Håkon','Inês','Jürgen','Katarzyna','Léa','Marek','Nadia','Ömer'])[1 + (n * 7 + w) % 40] AS first_name,
       (ARRAY['Abel','Becker','Carlsen','Dahl','Engel','Fischer','Garcia','Hansen','Ibrahim','Jansen','Keller','Lindqvist','Moreau','Novak','Olsen','Petrov','Quandt','Rossi','Schäfer','Tanaka','Ullmann','Vogel','Weiß','Xu','Yilmaz','Zimmer','Andersson','Brandt','Costa','Dubois','Eriksson','Ferrari','Gruber','Horváth','Ivanova','Jung','Kowalski','Larsen','Müller','Nguyen','Okafor','Peeters','Roth','Silva','Torres','Varga','Wagner','Young','Zhang','Öztürk','Albrecht','Bauer','Conti','Diaz','Ebert','Frank','Graf','Huber','Isler','Jost'])[1 + (n * 11 + n / 40) % 60] AS last_name,
       CASE WHEN n % 20 BETWEEN 16 AND 18 THEN 'initiated' WHEN n % 20 = 19 THEN 'deactivated' ELSE 'active' END AS status,
       CASE WHEN n = 1 OR n % 100 = 7 THEN 'admin' WHEN n % 50 = 0 THEN 'guest' ELSE 'user' END AS preset
FROM generate_series({first}, {last}) w, generate_series(1, {people}) n;

INSERT INTO workspaces (id, slug, name, time_zone, language, trial_ends_at, booked_seats, hold_seconds)
SELECT md5('workspace ' || w)::uuid, CASE w WHEN 0 THEN 'big' ELSE 'w-' || w END,
       CASE w WHEN 0 THEN 'Big' ELSE 'Workspace ' || w END, 'Europe/Berlin', 'en', now() - interval '1 day', 90000, 0
FROM generate_series({first}, {last}) w;

INSERT INTO roles (workspace_id, id, name, preset, projects, tasks, people, settings, can_create_projects)
SELECT md5('workspace ' || w)::uuid, md5(preset || w)::uuid, initcap(preset), preset, work, work, people, settings, work = 'manage'
FROM generate_series({first}, {last}) w,
     (VALUES ('admin', 'manage', 'manage', 'manage'), ('user', 'manage', 'read', 'none'), ('guest', 'none', 'none', 'none'))
         AS r (preset, work, people, settings);

INSERT INTO accounts (id, email, email_key, verified_at, password_hash)
SELECT id, 'person' || n || '@w' || w || '.example', 'person' || n || '@w' || w || '.example', now(),
       CASE w WHEN 0 THEN '{hash}' END
FROM made WHERE status <> 'initiated';

INSERT INTO users (workspace_id, id, account_id, email, email_key, name, role_id, status, invited_by, created_at)
SELECT workspace_id, id, CASE WHEN status <> 'initiated' THEN id END,
       'person' || n || '@w' || w || '.example', 'person' || n || '@w' || w || '.example',
       first_name || ' ' || last_name, md5(preset || w)::uuid, status,
       CASE WHEN n > 1 THEN first_value(id) OVER (PARTITION BY w ORDER BY n) END,
       now() - interval '1 minute' * (100000 - n)
FROM made ORDER BY w, n;

INSERT INTO user_counts (workspace_id, initiated, active, deactivated)
SELECT workspace_id, count(*) FILTER (WHERE status = 'initiated'), count(*) FILTER (WHERE status = 'active'),
       count(*) FILTER (WHERE status = 'deactivated')
FROM made GROUP BY workspace_id;

INSERT INTO teams (workspace_id, id, name, colour)
SELECT md5('workspace ' || w)::uuid, md5('team ' || t || ' ' || w)::uuid, 'Team ' || t, t
FROM generate_series({first}, {last}) w, generate_series(0, 7) t;
INSERT INTO team_members (workspace_id, team_id, user_id)
SELECT workspace_id, md5('team ' || n % 8 || ' ' || w)::uuid, id FROM made WHERE n % 3 < 2;

INSERT INTO invitations (workspace_id, id, user_id, invited_by, sent_at, expires_at, accepted_at)
SELECT workspace_id, id, id, first_value(id) OVER (PARTITION BY w ORDER BY n), now(), now() + interval '7 days',
       CASE WHEN status <> 'initiated' THEN now() END
FROM made ORDER BY w, n;
INSERT INTO outbox_emails (id, workspace_id, kind, invitation_id, generation, state, attempts, give_up_at, sent_at, reply)
SELECT id, workspace_id, 'invitation', id, 1, 'sent', 1, now() + interval '7 days', now(), '250 2.0.0 queued'
FROM made ORDER BY w, n;

DROP TABLE made;
RESET session_replication_role;
