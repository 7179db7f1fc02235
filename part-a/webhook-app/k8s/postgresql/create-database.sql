-- Runs once, when the data directory is created. The service gets a role that owns only its database; the
-- password is read here instead of passed as an argument, so that it appears in no process list.
\set password `cat /run/secrets/postgresql/password`
CREATE ROLE webhook_app LOGIN PASSWORD :'password';
CREATE DATABASE webhook_app OWNER webhook_app;
-- The image insists on a superuser password. Without it, the superuser can log in only on the socket inside the container.
ALTER ROLE postgres PASSWORD NULL;
