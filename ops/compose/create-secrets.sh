#!/bin/sh
# Draws the passwords that docker-compose.yml needs and writes them, readable by you alone, into ops/compose/secrets/.
# Run it once. A file that exists is never touched, so running it again changes nothing.
set -eu
umask 077

folder=${1:-"$(dirname "$0")/secrets"}
mkdir -p "$folder"

draw() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

if [ ! -e "$folder/postgres.env" ]; then
  temporal_password=$(draw)
  scimflow_password=$(draw)

  cat > "$folder/temporal.env" <<END
SQL_PASSWORD=$temporal_password
POSTGRES_PWD=$temporal_password
END

  cat > "$folder/scimflow.env" <<END
DATABASE_URL=postgres://scimflow:$scimflow_password@postgres:5432/scimflow
SCIMFLOW_API_TOKEN=$(draw)
END

  cat > "$folder/postgres.env" <<END
POSTGRES_PASSWORD=$(draw)
TEMPORAL_DB_PASSWORD=$temporal_password
SCIMFLOW_DB_PASSWORD=$scimflow_password
END
fi

if [ ! -e "$folder/apps.env" ]; then
  cat > "$folder/apps.env" <<'END'
# What apps.yaml refers to as `{ env: … }`. Both workers get it; nothing else does.
#GRAPH_CLIENT_SECRET=
#DIALPAD_TOKEN=
END
fi

echo "$folder: postgres.env, temporal.env, scimflow.env are ready; put the secrets of your apps into apps.env"
