#!/bin/sh
# Stops a job between two objects. Nothing is lost: start.sh goes on from there.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE choose the server, as for every `temporal` command.
set -eu

case ${1:-} in
  '' | -* | *[!a-z0-9-]*)
    echo 'usage: pause.sh APP        APP is the id of the app in the configuration file' >&2
    exit 2
    ;;
esac

exec temporal workflow signal --workflow-id "provisioning-job/$1" --name pause
