#!/bin/sh
# run.sh CHECKER SCENARIO: the cases of a scenario, from generate.mjs straight to chopsticks_check; 77 (skipped) says what
# is missing.
cd "$(dirname "$0")" || exit 1
data=${SERINUS_TEST_DATA:-../../../shared/data}
if ! command -v node >/dev/null; then
    echo "SKIPPED: node is not installed"
    exit 77
fi
if [ ! -d node_modules ]; then
    echo "SKIPPED: run 'npm ci' in tests/chopsticks"
    exit 77
fi
if [ ! -d "$data/genesis" ]; then
    echo "SKIPPED: needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data"
    exit 77
fi
node generate.mjs "$2" "$data" | "$1"
