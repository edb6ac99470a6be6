#!/bin/sh
# What a job's next cycle would do, in figures; writes nothing to the app. It waits for a cycle that runs.
# Whom it concerns is in the report, which the read API shows: GET /v1/apps/APP/reports/REPORT/entries
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: plan.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec temporal workflow update execute --workflow-id "provisioning-job/$1" --name plan
