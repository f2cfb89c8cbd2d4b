#!/bin/sh
# beside_reference.sh PROGRAM…: runs it beside the workers of the reference, which it unpacks once into PEERS. 77, which ctest shows as
# skipped, without them.
packed=${SERINUS_TEST_PEERS:-$(cd "$(dirname "$0")" && pwd)/../../../shared/peers}
if [ ! -x "$PEERS/polkadot-prepare-worker" ] || [ ! -x "$PEERS/polkadot-execute-worker" ]; then
  if [ ! -x "$packed/unpack" ]; then
    echo "SKIPPED: pvf_reference: needs the reference's programs: set SERINUS_TEST_PEERS to their folder, or put it at ../shared/peers"
    exit 77
  fi
  # One test unpacks, the others wait for it. A file appears when it is whole.
  mkdir -p "$PEERS" && flock "$PEERS" "$packed/unpack" "$PEERS" || exit 1
fi
exec "$@"
