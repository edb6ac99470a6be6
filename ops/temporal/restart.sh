#!/bin/sh
# Begins a cycle now, in place of a running one, after forgetting what SCOPE names. Accounts in the app stay as they are.
# SCOPE is a comma list of Full, QuarantineState, Watermark, Escrows, ConnectorDataStore, ForceDeletes.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

usage() {
  echo 'usage: restart.sh APP [SCOPE]        SCOPE as in Watermark,Escrows; without it: QuarantineState,Watermark,Escrows' >&2
  exit 2
}

case ${1:-} in '' | -* | *[!a-z0-9-]*) usage ;; esac
case ${2:-} in *[!A-Za-z,]*) usage ;; esac

exec temporal workflow signal --workflow-id "provisioning-job/$1" --name restart \
  --input "{\"resetScope\":\"${2:-}\"}"
