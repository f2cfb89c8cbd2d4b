#!/bin/sh
# in_no_release.sh SERINUS BEHAVIOURS.cpp: the program knows neither the option nor the name of any behaviour.
set -e
names=$(sed -n 's/^ *{{"\([a-z-]*\)", .*/\1/p' "$2")
[ "$(echo "$names" | wc -l)" -ge 8 ] || { echo "the names of behaviours are not where they were"; exit 1; }
for text in $names serinus-malus serinus::malus 5malus; do
  if grep -qaF -e "$text" "$1"; then
    echo "$1 contains \"$text\""
    exit 1
  fi
done
if "$1" --help | grep -q malus; then
  echo "$1 has the option"
  exit 1
fi
