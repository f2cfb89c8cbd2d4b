#!/bin/sh
# go.sh FOLDER: builds the Go peer in FOLDER with Debian's packages and runs its test; 77, which ctest shows as skipped,
# without them.
cd "$(dirname "$0")" || exit 1
libraries=/usr/share/gocode
if ! command -v go >/dev/null; then
  echo "SKIPPED: libp2p_go: no Go compiler, which takes 450 MB of disk: make go-peer installs it and runs this test"
  exit 77
fi
for library in flynn/noise hashicorp/yamux; do
  if [ ! -d "$libraries/src/github.com/$library" ]; then
    echo "SKIPPED: libp2p_go: the Go library $library is not installed: make go-peer installs it"
    exit 77
  fi
done
mkdir -p "$1/cache"
GO111MODULE=off GOPATH="$libraries" GOCACHE="$1/cache" go build -o "$1/go_peer" go_peer/main.go || exit 1
export GO_PEER="$1/go_peer"
exec node --test --test-reporter=spec go.test.mjs
