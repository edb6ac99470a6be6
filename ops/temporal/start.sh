#!/bin/sh
# Goes on where a paused job stopped, or starts a job that never ran.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: start.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec temporal workflow signal --workflow-id "provisioning-job/$1" --name start
