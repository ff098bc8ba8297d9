#!/usr/bin/env bash
# Write requirements/*.txt: every version with the hashes of its files. usage: requirements/lock.sh UV
set -euo pipefail
cd "$(dirname "$0")/.."
lock() {
  "$1" pip compile "${@:3}" --universal --python-version 3.11 --generate-hashes --constraint constraints.txt \
    --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file "requirements/$2.txt"
}
lock "$1" run pyproject.toml
lock "$1" build requirements/build.in
lock "$1" dev pyproject.toml requirements/build.in --extra dev
lock "$1" supply requirements/supply.in
lock "$1" docs requirements/docs.in
# botocore needs an older python-dateutil than the one that is pinned, and a cluster runs on Linux.
shared=$(mktemp)
trap 'rm -f "$shared"' EXIT
grep -v '^python-dateutil==' constraints.txt > "$shared"
"$1" pip compile pyproject.toml requirements/spark.in --extra spark --python-platform linux --python-version 3.11 \
  --generate-hashes --constraint "$shared" --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet \
  --output-file requirements/spark.txt
