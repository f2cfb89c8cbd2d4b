#!/bin/sh
# run.sh TEST.mjs: runs it with node; 77, which ctest shows as skipped, without the npm packages.
cd "$(dirname "$0")" || exit 1
if [ ! -d node_modules ]; then
  echo "SKIPPED: zombienet_${1%.test.mjs}: npm ci was not run in tests/zombienet"
  exit 77
fi
exec node --test --test-reporter=spec "$1"
