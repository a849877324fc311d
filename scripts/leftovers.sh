# Sourced with bash by ./test: ends what test JVMs that were cut off have left, and nothing else.

# Whether a JVM of tests runs here, of whatever clone: what looks left may be in use then.
tests_run() {
  local words
  for words in /proc/[0-9]*/cmdline; do
    # what has gone meanwhile does not run
    { tr '\0' ' ' <"$words"; } 2>/dev/null | grep -q surefirebooter && return 0
  done
  return 1
}

# Unmounts everything at and below the directory $1, what was mounted last first.
unmount_below() {
  local at
  while read -r _ at _; do
    if [[ $at == "$1" || $at == "$1"/* ]]; then umount -l "$at" || true; fi
  done < <(tac /proc/self/mounts)
}

# Whether process $1 is a guard whose node has gone: while a node lives, it is the guard's parent.
is_left_guard() {
  local parent
  { grep -qz '^windlass-guard$' "/proc/$1/cmdline" && parent=$(sed -n 's/^PPid:\t//p' "/proc/$1/status"); } 2>/dev/null || return 1
  [[ $(cat "/proc/$parent/comm" 2>/dev/null) != java ]]
}

# The directory of one test below the directory for temporary files $1 that $2 lies in; nothing when $2 is no place of tests.
place() {
  local name=${2#"$1"/}
  if [[ $2 == "$1"/* && $name == @(junit|windlass)-* ]]; then echo "$1/${name%%/*}"; fi
}

# Ends guards whose nodes were tests' in the directory for temporary files $1, and takes away the mounts and volumes of these tests.
# As a node does when it ends: what readers see goes before what holds them back.
end_leftovers() {
  local file run at pid home device
  local -A guards=() homes=()
  ((EUID == 0)) || return 0
  ! tests_run || return 0
  while read -r file; do
    run=${file%/guard.pid}
    at=$(cat "$run/mount-point" 2>/dev/null) || at=$run
    # other nodes of this machine have theirs beside those of tests
    home=$(place "$1" "$at")
    pid=$(<"$file")
    [[ -n $home || $run == /dev/shm/windlass-run-* ]] && is_left_guard "$pid" || continue
    guards[$pid]=$run
    [[ -z $home ]] || homes[$home]=1
  done < <(find "$1"/junit-* /dev/shm/windlass-run-* /run/windlass -maxdepth 6 -xdev -name guard.pid 2>/dev/null)
  # volumes whose guard has gone too
  while read -r _ at _; do
    home=$(place "$1" "$at")
    if [[ $at == "$1"/windlass-volume-* || (-n $home && $at == */filesystems/fs-*/volume) ]]; then homes[$home]=1; fi
  done </proc/self/mounts
  for home in "${!homes[@]}"; do
    echo "ending what a test that was cut off has left in $home"
    unmount_below "$home"
  done
  for pid in "${!guards[@]}"; do
    kill -KILL "$pid" || true
    rm -rf "${guards[$pid]}"
  done
  while read -r device file; do
    home=$(place "$1" "$file")
    if [[ -n $home && -n ${homes[$home]:-} ]]; then losetup --detach "$device" || true; fi
  done < <(losetup --noheadings --list --output NAME,BACK-FILE)
}
