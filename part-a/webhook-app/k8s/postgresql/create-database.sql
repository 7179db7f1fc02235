-- Runs once, when the data directory is made. The service gets a role that owns its database and nothing else; the
-- password is read here rather than passed, so that it is in no process list.
\set password `cat /run/secrets/postgresql/password`
CREATE ROLE webhook_app LOGIN PASSWORD :'password';
CREATE DATABASE webhook_app OWNER webhook_app;
-- The image asks for a superuser's password. Without one it can log in on the socket inside the container only.
ALTER ROLE postgres PASSWORD NULL;
