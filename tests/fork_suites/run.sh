#!/bin/sh
# run.sh TEST.mjs: runs it with node; 77, which ctest shows as skipped, without the npm packages.
cd "$(dirname "$0")" || exit 1
if [ ! -d node_modules ]; then
  echo "SKIPPED: fork_suites: npm ci was not run in tests/fork_suites"
  exit 77
fi
exec node --test --test-reporter=spec "$1"
