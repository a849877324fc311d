#!/usr/bin/env bash
# rgw.sh: a real S3 store for tests, made of one Ceph monitor, one OSD and the S3 gateway (RGW 16.2, Debian 12).
#
#   rgw.sh start DIR   make or resume the store under DIR and print its facts as KEY=VALUE lines
#   rgw.sh env DIR     print the facts again
#   rgw.sh stop DIR    end what start began, and nothing else; the data stays until DIR is deleted
#
# Starting what already runs only prints. As root, start installs the Debian packages that are missing.
# Everything listens on 127.0.0.1. The first start of a DIR reads these variables:
#   RGW_PORT             port of the gateway, 7490 unless set; the monitor takes the port 9973 above it
#   RGW_DISK             size of the sparse disk file in bytes, 20 GiB unless set
#   RGW_LC_DAY_SECONDS   length of a "day" of life-cycle rules in seconds, a real day unless set
#
# Accounts: alice and bob own buckets and may make roles and user policies; plat owns nothing and may assume the
# role S3Access, which may do everything that the session policy leaves. KMS keys: testkey-1 and testkey-2.
set -euo pipefail
shopt -s inherit_errexit

readonly packages=(ceph-base ceph-common ceph-mon ceph-osd radosgw)

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

(($# == 2)) || usage
readonly command=$1
case $command in
  start) mkdir -p "$2" ;;
  env) [[ -d $2 ]] || { echo "no store at $2" >&2; exit 1; } ;;
  stop) [[ -d $2 ]] || exit 0 ;;
  *) usage ;;
esac
home=$(realpath "$2")
readonly home conf=$home/ceph.conf ready=$home/ready

install_missing() {
  local package missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -qx 'install ok installed' || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)); then
    echo "these Debian packages are missing: ${missing[*]}" >&2
    return 1
  fi
  echo "installing ${missing[*]}" >&2
  apt-get update -qq >&2 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# Authentication between the daemons is off, which the gateway accepts only with plain (crc) connections.
# The short paxos times spare about a second at every change of the cluster's maps.
configure() {
  local gateway=${RGW_PORT:-7490}
  cat >"$conf" <<CONF
[global]
fsid = $(</proc/sys/kernel/random/uuid)
public addr = 127.0.0.1
cluster addr = 127.0.0.1
mon host = [v2:127.0.0.1:$((gateway + 9973))]
mon data = $home/monitor
mon allow pool size one = true
mon cluster log file = $home/log/cluster.log
ms bind msgr1 = false
ms mon client mode = crc
auth cluster required = none
auth service required = none
auth client required = none
run dir = $home/run
crash dir = $home/run
pid file = $home/run/\$name.pid
log file = $home/log/\$name.log
admin socket =
paxos propose interval = 0.05
paxos min wait = 0.01
osd data = $home/disk
osd memory target = 1073741824
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
bluestore block size = ${RGW_DISK:-$((20 << 30))}

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$gateway
rgw data = $home/run
rgw thread pool size = 128
rgw s3 auth use sts = true
# the other way round, wrong secrets and unknown keys are all AccessDenied
rgw s3 auth order = local, sts
rgw sts key = windlasswindlass
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = testkey-1=$(head -c 32 /dev/urandom | base64) testkey-2=$(head -c 32 /dev/urandom | base64)
rgw gc obj min wait = 5
rgw gc processor period = 10
rgw gc processor max time = 10
rgw lc debug interval = ${RGW_LC_DAY_SECONDS:--1}
CONF
}

gateway_port() { sed -n 's/^rgw frontends = .*:\([0-9]\{1,5\}\)$/\1/p' "$conf"; }

# The process id of one of our daemons. Nothing when it is gone or its number belongs to another program now.
running() {
  local pid
  [[ -s $home/run/$1.pid ]] || return 0
  pid=$(<"$home/run/$1.pid")
  if [[ -r /proc/$pid/cmdline ]] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -- "$conf"; then
    echo "$pid"
  fi
}

launch() { # NAME PROGRAM ARGUMENT...
  [[ -z $(running "$1") ]] || return 0
  "${@:2}" >>"$home/log/launch.log" 2>&1
}

launch_monitor() { launch mon.a ceph-mon -c "$conf" -i a; }
launch_osd() { launch osd.0 ceph-osd -c "$conf" -i 0; }
launch_gateway() {
  if [[ -z $(running client.rgw) ]] && gateway_answers; then
    echo "another program answers on port $(gateway_port): set RGW_PORT to a free one" >&2
    return 1
  fi
  launch client.rgw radosgw -c "$conf" -n client.rgw
}

# One HTTP request through bash itself: curl may not be there.
gateway_answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$(gateway_port)"
    printf 'GET / HTTP/1.0\r\n\r\n' >&3
    IFS= read -r -t 2 status <&3
    [[ $status == HTTP/* ]]
  ) 2>/dev/null
}

rgw_admin() { radosgw-admin -c "$conf" -n client.rgw "$@" >>"$home/log/admin.log" 2>&1; }

new_cluster() {
  local disk_id
  rm -rf "$home"/{run,log,monitor,disk} "$home/monmap" "$conf" "$ready"
  mkdir -p "$home"/{run,log,monitor,disk}
  configure
  monmaptool --create --clobber --fsid "$(sed -n 's/^fsid = //p' "$conf")" \
    --addv a "$(sed -n 's/^mon host = //p' "$conf")" "$home/monmap" >/dev/null
  ceph-mon -c "$conf" -i a --mkfs --monmap "$home/monmap"
  launch_monitor
  disk_id=$(</proc/sys/kernel/random/uuid)
  ceph -c "$conf" osd new "$disk_id" >/dev/null
  ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$disk_id" >>"$home/log/launch.log" 2>&1
  launch_osd
}

# The first user creates the zone that the gateway needs, so the gateway starts behind it.
new_accounts() {
  local owner_caps='roles=*;user-policy=*' class job jobs=() many=(--max-buckets=1000000)
  rgw_admin user create "${many[@]}" --uid alice --display-name Alice --access-key ALICEKEY --secret-key alicesecret --caps "$owner_caps"
  for class in STANDARD_IA GLACIER DEEP_ARCHIVE; do
    rgw_admin zonegroup placement add --placement-id default-placement --storage-class "$class"
    rgw_admin zone placement add --placement-id default-placement --storage-class "$class" \
      --data-pool default.rgw.buckets.data
  done
  launch_gateway
  rgw_admin user create "${many[@]}" --uid bob --display-name Bob --access-key BOBKEY --secret-key bobsecret --caps "$owner_caps" &
  jobs+=($!)
  rgw_admin user create "${many[@]}" --uid plat --display-name Plat --access-key PLATKEY --secret-key platsecret &
  jobs+=($!)
  rgw_admin role create --role-name S3Access --assume-role-policy-doc '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/plat"]},"Action":["sts:AssumeRole"]}]}'
  rgw_admin role-policy put --role-name S3Access --policy-name everything --policy-doc '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":["arn:aws:s3:::*"]}]}'
  for job in "${jobs[@]}"; do wait "$job"; done
  touch "$ready"
}

facts() {
  local url
  url=http://127.0.0.1:$(gateway_port)
  printf '%s\n' "S3_ENDPOINT=$url" "STS_ENDPOINT=$url" S3_REGION=us-east-1 \
    ALICE_ACCESS_KEY=ALICEKEY ALICE_SECRET_KEY=alicesecret \
    BOB_ACCESS_KEY=BOBKEY BOB_SECRET_KEY=bobsecret \
    PLAT_ACCESS_KEY=PLATKEY PLAT_SECRET_KEY=platsecret \
    ROLE_ARN=arn:aws:iam:::role/S3Access KMS_KEY_ID=testkey-1
}

await_gateway() { # at most 30 s, less when the gateway has gone
  local tries
  for ((tries = 0; tries < 150; tries++)); do
    if [[ -n $(running client.rgw) ]]; then
      if gateway_answers; then return 0; fi
    elif ((tries > 25)); then
      break
    fi
    sleep 0.2
  done
  echo "the gateway does not answer: see $home/log" >&2
  return 1
}

start() {
  install_missing
  if [[ ! -e $ready ]]; then # new, or a first start that was cut short
    stop
    new_cluster
    new_accounts
  fi
  launch_monitor
  launch_osd
  launch_gateway
  await_gateway
  facts
}

# Top down; asks first and insists after 15 s.
stop() {
  local name pid tries
  for name in client.rgw osd.0 mon.a; do
    for ((tries = 0; tries < 100; tries++)); do
      pid=$(running "$name")
      [[ -n $pid ]] || break
      case $tries in
        0) kill "$pid" ;;
        75) kill -KILL "$pid" ;;
      esac
      sleep 0.2
    done
  done
}

case $command in
  start) start ;;
  env) facts ;;
  stop) stop ;;
esac
