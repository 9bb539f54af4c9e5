#!/bin/sh
# Creates the namespace and the search attributes that Sluice's workflows set. Can run at each start.
set -eu

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 90d
fi

# A new namespace reaches all of the server's processes within ten seconds.
attempts=0
until temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
  --name SluiceProgram --type Keyword \
  --name SluiceItem --type Keyword \
  --name SluiceStage --type Keyword \
  --name SluicePriority --type Keyword \
  --name SluiceWaitingOn --type Keyword; do
  attempts=$((attempts + 1))
  [ "$attempts" -lt 30 ] || exit 1
  sleep 1
done
