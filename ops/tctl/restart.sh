#!/bin/sh
# Begins a cycle now, in place of a running one, after forgetting what SCOPE names. Accounts in the app stay as they are.
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
