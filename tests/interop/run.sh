#!/bin/sh
# run.sh PEER TEST.mjs: one interop test; exit code 77 (skipped) says what is missing.
cd "$(dirname "$0")" || exit 1
if ! command -v node >/dev/null; then
    echo "skipped: node is not installed"
    exit 77
fi
if [ ! -d node_modules ]; then
    echo "skipped: run 'npm ci' in tests/interop"
    exit 77
fi
INTEROP_PEER=$1 exec node "$2"
