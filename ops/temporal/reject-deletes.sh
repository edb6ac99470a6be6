#!/bin/sh
# Keeps the accounts whose deletion or disabling waits, until the source changes about them.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: reject-deletes.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec temporal workflow signal --workflow-id "provisioning-job/$1" --name rejectDeletes
