#!/bin/sh
# Keeps the accounts whose deletion or disabling waits, until the source changes about them.
# TEMPORAL_CLI_ADDRESS (or TEMPORAL_ADDRESS) and TEMPORAL_CLI_NAMESPACE (or TEMPORAL_NAMESPACE) choose the server.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: reject-deletes.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec tctl \
  --address "${TEMPORAL_CLI_ADDRESS:-${TEMPORAL_ADDRESS:-127.0.0.1:7233}}" \
  --namespace "${TEMPORAL_CLI_NAMESPACE:-${TEMPORAL_NAMESPACE:-default}}" \
  workflow signal --workflow_id "provisioning-job/$1" --name rejectDeletes
