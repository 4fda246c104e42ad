#!/bin/bash
# Asks /readyz over bash's own TCP: the image has no curl.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
IFS= read -r status <&3
[[ $status == "HTTP/1.1 200 "* ]]
