#!/bin/sh
# Runs a command of dps-allocator on /data. Before it serves, the databases are brought up to date; that does nothing when they are.
set -eu
case "${1:-}" in
serve) dps-allocator migrate --data /data ;;
"") set -- --help ;;
esac
# Only commands that have a data folder take --data.
case "$1 ${2:-}" in
"devices derive-key" | -* | help* | version*) exec dps-allocator "$@" ;;
esac
exec dps-allocator "$@" --data /data
