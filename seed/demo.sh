#!/usr/bin/env bash
# The article's walk-through without Azure: five devices register with the emulated provisioning service, which asks dps-allocator
# where they belong. Everything runs on free ports of loopback with data that is thrown away at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
programs=${PROGRAMS:-.build/release}
allocator=$programs/dps-allocator
emulator=$programs/dps-emulator
# The article's key of the enrollment group; seed/dps-emulator.jsonc has the same.
group_key=oiK77Oy7rBw8YB6IS6ukRChAw+Yq6GC61RMrPLSTiOOtdI+XDu0LmLuNm11p+qv2I+adqGUdZHm46zXAQdZoOA==

folder=$(mktemp -d)
running=()
stop() {
    # Only what was started here, by its id.
    if [ "${#running[@]}" -gt 0 ]; then
        kill "${running[@]}" 2>/dev/null || true
        wait "${running[@]}" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Starts a program in the background and sets `address` to where it listens.
start() {
    local name=$1
    shift
    # Said in so many words, for a background command is not given standard input by itself.
    "$@" <&0 >"$folder/$name.out" 2>"$folder/$name.log" &
    running+=("$!")
    for _ in $(seq 200); do
        address=$(sed -n 's/^listening on //p' "$folder/$name.out" | head -n 1)
        [ -z "$address" ] || return 0
        kill -0 "$!" 2>/dev/null || break
        sleep 0.05
    done
    echo "demo: $name did not start:" >&2
    cat "$folder/$name.out" "$folder/$name.log" >&2
    exit 1
}

data=$folder/data
"$allocator" migrate --data "$data" >/dev/null
"$allocator" seed --data "$data" --from seed/contoso.json >/dev/null
key=$("$allocator" keys create --role webhook --name dps --data "$data")
start allocator "$allocator" serve --listen 127.0.0.1:0 --data "$data"
webhook=$address
start emulator "$emulator" serve --config seed/dps-emulator.jsonc --listen 127.0.0.1:0 --webhook - <<<"$webhook/api/allocate?code=$key"
dps=$address
echo "dps-allocator serves on $webhook, dps-emulator on $dps"

devices=(
    "breakroom499-contoso-tstrsd-007|the article's toaster: a rule knows its suffix"
    "mainbuilding167-contoso-hpsd-088|the article's heat pump: another rule"
    "sn-0042|its name says nothing, but the inventory knows it"
    "visitor-1|nobody knows it"
    "sn-0060|it is in the inventory, and disabled there"
)
waiting=()
for device in "${devices[@]}"; do
    id=${device%%|*}
    "$emulator" device --registration-id "$id" --url "$dps" --group-key - <<<"$group_key" >"$folder/$id.txt" 2>&1 &
    waiting+=("$!")
    running+=("$!")
done
# Devices that are turned away exit with 1.
for device in "${waiting[@]}"; do wait "$device" || true; done
for device in "${devices[@]}"; do
    id=${device%%|*}
    printf '\n== %s: %s\n' "$id" "${device#*|}"
    cat "$folder/$id.txt"
done

printf '\n== What the emulator knows of those that failed: it logs each call of the webhook, and keeps it\n'
grep -h 'POST.*failed with' "$folder/emulator.log" | sed 's/^[^ ]* //' || true

printf '\n== What the assignment history says: dps-allocator assignments list\n'
"$allocator" assignments list --oldest-first --data "$data"
printf '\n== And why, for one of them: dps-allocator explain visitor-1\n'
"$allocator" explain visitor-1 --hub contoso-toasters-hub-1098.azure-devices.net --data "$data"
