#!/bin/sh
# Attacks the program in $SERINUS.
exec node --test --test-reporter=spec "$(dirname "$0")/abuse.test.mjs"
