#!/bin/sh
# run.sh SCRIPT RUNNER [OURS] [--reference NAME] [ARGUMENT ...]: one of the scripts here; 77 (skipped) says what is missing. OURS: our
# runtime, FILE.wasm; without it the real runtime is on both sides. NAME: see reference.mjs.
cd "$(dirname "$0")" || exit 1
skip() {
    echo "SKIPPED: differential ($1): $2"
    exit 77
}
script=$1
runner=$2
SERINUS_TEST_DATA=${SERINUS_TEST_DATA:-$(pwd)/../../../shared/data}
export SERINUS_TEST_DATA
command -v node >/dev/null || skip "$script" "node is not installed"
[ -d node_modules ] || skip "$script" "run 'npm ci' in tests/differential"
[ -d "$SERINUS_TEST_DATA/runtimes" ] ||
    skip "$script" "needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data"
if [ "${3%.wasm}" != "$3" ]; then
    [ -f "$3" ] || skip "$script" "our runtime is not built: $3"
    export OURS=$3
    shift
fi
shift 2
exec node "$script" "$runner" "$@"
