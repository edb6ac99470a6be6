#!/bin/bash
# Run by the PostgreSQL image when its volume is empty: one role each, and neither can read the other's database.
set -euo pipefail

psql --username "$POSTGRES_USER" --no-password --set ON_ERROR_STOP=1 \
  --set temporal_password="$TEMPORAL_DB_PASSWORD" --set scimflow_password="$SCIMFLOW_DB_PASSWORD" <<'SQL'
create role temporal login password :'temporal_password';
create role scimflow login password :'scimflow_password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
create database scimflow owner scimflow;
revoke connect on database temporal, temporal_visibility, scimflow from public;
SQL
