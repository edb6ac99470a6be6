#!/bin/sh
# Provisions one user or group now, beside the job's cycles. ID is its object id, never a name: that would stay in the history.
# What was read and written is in the report, which the read API shows: GET /v1/apps/APP/reports/REPORT/entries
# TEMPORAL_CLI_ADDRESS (or TEMPORAL_ADDRESS) and TEMPORAL_CLI_NAMESPACE (or TEMPORAL_NAMESPACE) choose the server.
set -eu

usage() {
  echo 'usage: provision.sh APP ID [User|Group]        ID is an object id of the directory' >&2
  exit 2
}

case ${1:-} in '' | -* | *[!a-z0-9-]*) usage ;; esac
case ${2:-} in '' | -* | *[!A-Za-z0-9._-]*) usage ;; esac
case ${3:-User} in User | Group) ;; *) usage ;; esac

exec tctl \
  --address "${TEMPORAL_CLI_ADDRESS:-${TEMPORAL_ADDRESS:-127.0.0.1:7233}}" \
  --namespace "${TEMPORAL_CLI_NAMESPACE:-${TEMPORAL_NAMESPACE:-default}}" \
  workflow run --workflow_type provisionOnDemand --taskqueue "${SCIMFLOW_TASK_QUEUE:-scimflow}" \
  --workflow_id "provision-on-demand/$1/$(date +%s)-$$" --execution_timeout 900 \
  --input "{\"appId\":\"$1\",\"objectId\":\"$2\",\"objectName\":\"${3:-User}\"}"
