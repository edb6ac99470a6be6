#!/bin/sh
# Prints a job's status as JSON: its code, its progress, its last cycle and when the next one begins.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: status.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec temporal workflow query --workflow-id "provisioning-job/$1" --type status --output json
