#!/bin/sh
# Begins a cycle now instead of at its time; after the running one, when there is one.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: sync.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec temporal workflow signal --workflow-id "provisioning-job/$1" --name provisionNow
