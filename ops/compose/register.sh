#!/bin/sh
# Registers the namespace and scimflow's search attributes. Safe to run at every start.
set -eu

attempts=0
until temporal operator cluster health >/dev/null 2>&1; do
  attempts=$((attempts + 1))
  if [ "$attempts" -ge 60 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS does not answer after two minutes: see docker compose logs temporal" >&2
    exit 1
  fi
  sleep 2
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d

# A new namespace reaches every part of the server within seconds, not at once.
attempts=0
until temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
  --name ProvisioningApp --type Keyword \
  --name ProvisioningConnector --type Keyword \
  --name ProvisioningStatus --type Keyword \
  --name ProvisioningQuarantineReason --type Keyword \
  --name ProvisioningLastSuccess --type Datetime; do
  attempts=$((attempts + 1))
  if [ "$attempts" -ge 15 ]; then
    echo "The search attributes could not be registered in $TEMPORAL_NAMESPACE: see the lines above" >&2
    exit 1
  fi
  sleep 2
done
