#!/usr/bin/env bash
# Run once by the postgres image, on an empty volume: the login role of the API. It owns nothing; `migrate` grants it
# the roles that row-level security binds. Running the API as the image's own user would bypass every policy.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --set=password="$APPLICATION_PASSWORD" \
  --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
CREATE ROLE valuegraph LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
SQL
