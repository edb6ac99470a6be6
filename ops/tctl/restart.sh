#!/bin/sh
# Begins again: the next cycle looks at everyone in scope. Accounts and links are kept.
# SCOPE is a comma list of Full, QuarantineState, Watermark, Escrows, ConnectorDataStore, ForceDeletes.
# TEMPORAL_CLI_ADDRESS (or TEMPORAL_ADDRESS) and TEMPORAL_CLI_NAMESPACE (or TEMPORAL_NAMESPACE) choose the server.
set -eu

usage() {
  echo 'usage: restart.sh APP [SCOPE]        SCOPE as in Watermark,Escrows; without it: QuarantineState,Watermark,Escrows' >&2
  exit 2
}

case ${1:-} in '' | -* | *[!a-z0-9-]*) usage ;; esac
case ${2:-} in *[!A-Za-z,]*) usage ;; esac

exec tctl \
  --address "${TEMPORAL_CLI_ADDRESS:-${TEMPORAL_ADDRESS:-127.0.0.1:7233}}" \
  --namespace "${TEMPORAL_CLI_NAMESPACE:-${TEMPORAL_NAMESPACE:-default}}" \
  workflow signal --workflow_id "provisioning-job/$1" --name restart \
  --input "{\"resetScope\":\"${2:-}\"}"
