#!/bin/sh
# run.sh TEST.mjs: runs it with node, beside the programs of the reference node, which it unpacks once into PEERS. 77, which ctest shows
# as skipped, without the npm packages, the programs or the shared test data.
cd "$(dirname "$0")" || exit 1
skip() {
  echo "SKIPPED: peers_${1%.test.mjs}: $2"
  exit 77
}
SERINUS_TEST_DATA=${SERINUS_TEST_DATA:-$(pwd)/../../../shared/data}
packed=${SERINUS_TEST_PEERS:-$(pwd)/../../../shared/peers}
export SERINUS_TEST_DATA
[ -d ../e2e/node_modules ] || skip "$1" "npm ci was not run in tests/e2e"
[ -d ../libp2p/node_modules ] || skip "$1" "npm ci was not run in tests/libp2p"
[ -d "$SERINUS_TEST_DATA/runtimes" ] ||
  skip "$1" "needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data"
if [ ! -x "$PEERS/polkadot" ] || [ ! -x "$PEERS/polkadot-omni-node" ]; then
  [ -x "$packed/unpack" ] ||
    skip "$1" "needs the reference node's programs: set SERINUS_TEST_PEERS to their folder, or put it at ../shared/peers"
  # One test unpacks, the others wait for it. A file appears when it is whole.
  mkdir -p "$PEERS" && flock "$PEERS" "$packed/unpack" "$PEERS" || exit 1
fi
[ "${1##*.}" = mjs ] || exit 0
case $1 in
  *.test.mjs) exec node --test --test-reporter=spec "$1" ;;
  *) exec node "$@" ;;
esac
