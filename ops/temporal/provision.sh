#!/bin/sh
# Provisions one user or group now, beside the job's cycles. ID is its object id, never a name: that would stay in the history.
# What was read and written is in the report, which the read API shows: GET /v1/apps/APP/reports/REPORT/entries
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

usage() {
  echo 'usage: provision.sh APP ID [User|Group]        ID is an object id of the directory' >&2
  exit 2
}

case ${1:-} in '' | -* | *[!a-z0-9-]*) usage ;; esac
case ${2:-} in '' | -* | *[!A-Za-z0-9._-]*) usage ;; esac
case ${3:-User} in User | Group) ;; *) usage ;; esac

exec temporal workflow execute --type provisionOnDemand --task-queue "${SCIMFLOW_TASK_QUEUE:-scimflow}" \
  --workflow-id "provision-on-demand/$1/$(date +%s)-$$" \
  --input "{\"appId\":\"$1\",\"objectId\":\"$2\",\"objectName\":\"${3:-User}\"}"
