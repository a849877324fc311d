#!/usr/bin/env bash
# Lets the JVM learn how Windlass starts (AOT caches of JEP 483, 514 and 515): runs the server and the command line once,
# on a server of its own in a temporary directory, and keeps what was learned in target/aot. Takes about a minute.
#
# ./windlass calls this in the background after a build, or when the JDK is another one; who packages Windlass, or measures it,
# calls it himself. Where it does not work, Windlass starts without.
set -euo pipefail
# read as a whole before anything runs: an update may write this file meanwhile
{
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
. "$home/scripts/jdk25.sh"
find_jdk25
. "$home/scripts/programs.sh"
patience=600
# what it cannot keep is of no interest
still='-Xlog:aot*=off'

[[ -f $server && -f $cli/windlass-cli.jar ]] || { echo "Build Windlass first: ./windlass --version" >&2; exit 1; }
! says "$aot/trained" || exit 0
mkdir -p "$aot"
# one at a time; no program that is started here keeps it
exec 8>"$aot/lock"
flock 8
! says "$aot/trained" || exit 0

# what the user's own programs are told must not reach these
for name in "${!WINDLASS_@}" JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS; do unset "$name"; done
# where memory is short, this goes first
echo 1000 2>/dev/null >/proc/self/oom_score_adj || true
work=$(mktemp -d "${TMPDIR:-/tmp}/windlass-train.XXXXXX")
export XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache
node='' command='' told=''

finish() {
  local code=$? pid
  trap - EXIT HUP INT TERM
  for pid in $command $node; do { kill "$pid" && wait "$pid"; } 2>/dev/null || true; done
  # not again before something has changed; whom somebody ended may try again, and a clone that is gone takes no notes
  if ((code)) && [[ -z $told && -d $aot ]]; then
    ground
    printf '%s' "$ground" >"$aot/failed"
  fi
  rm -rf "$work"
  exit "$code"
}
trap finish EXIT
trap 'told=1; exit 1' HUP INT TERM

# Waits for the end of $1; ends it when it takes too long, or when Windlass is deleted meanwhile.
await() {
  local end=$((SECONDS + patience))
  while kill -0 "$1" 2>/dev/null; do
    if ((SECONDS > end)) || [[ ! -f $server ]]; then return 1; fi
    sleep 0.2
  done
  wait "$1"
}

exercise() {
  local address
  address=$(sed -n 's/^ready //p' "$work/ready")
  "${cli_java[@]}" "${quick[@]}" "${@:2}" -cp "$path" io.windlass.cli.demo.Exercise "$1" "$work" "$address" 8>&- &
  command=$!
  await "$command"
  command=''
}

cli_path
"${cli_java[@]}" -cp "$path" io.windlass.cli.demo.OldClasses "$work/renewed.jar" "$cli"/lib/*.jar 8>&-
mv "$work/renewed.jar" "$renewed"
cli_path "$renewed"
"${server_java[@]}" "$still" -XX:AOTMode=record -XX:AOTConfiguration="$work/server.learned" -jar "$server" \
  --data "$work/data" --port 0 --store-port 0 >"$work/ready" 2>"$work/server.log" 8>&- &
node=$!
end=$((SECONDS + patience))
until grep -q '^ready ' "$work/ready"; do
  kill -0 "$node"
  ((SECONDS < end))
  sleep 0.2
done
# only the second is recorded: the first speaks with the AWS SDK, which few commands need
exercise server
exercise commands "$still" -XX:AOTMode=record -XX:AOTConfiguration="$work/cli.learned"
kill "$node"
await "$node" || true
node=''

make() {
  "${@:2}" "$still" -XX:AOTMode=create -XX:AOTConfiguration="$work/$1.learned" -XX:AOTCache="$work/$1.aot" 8>&- &
  command=$!
  await "$command"
  command=''
}

make server "${server_java[@]}" -cp "$server"
make cli "${cli_java[@]}" "${quick[@]}" -cp "$path"
# only what is known to work is kept
"${server_java[@]}" -XX:AOTCache="$work/server.aot" -XX:AOTMode=on -jar "$server" --help >/dev/null
"${cli_java[@]}" "${quick[@]}" -XX:AOTCache="$work/cli.aot" -XX:AOTMode=on -cp "$path" io.windlass.cli.Main --version >/dev/null
rm -f "$aot/trained" "$aot/failed"
mv "$work/server.aot" "$work/cli.aot" "$aot"
ground
printf '%s' "$ground" >"$aot/trained"
exit
}
