#!/usr/bin/env bash
# try_bare.sh SUITE [TARGET...]: tries the two commands on a bare Debian.
#
# SUITE is a Debian release (bookworm has Python 3.11, trixie 3.13). A minimal tree is made with
# debootstrap under build/bare/, what HEAD holds is cloned into it, and each TARGET (default: demo
# demo test) is made in a chroot by root. What this machine tells pip about indexes, folders of
# wheels and certificates holds in there too. Needs root and debootstrap.
# MIRROR chooses the Debian mirror; PACKAGES what is there beside the minimal system.
set -euo pipefail

suite=${1:?"usage: tools/try_bare.sh bookworm|trixie [TARGET...]"}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(demo demo test)
mirror=${MIRROR:-http://deb.debian.org/debian}
packages=${PACKAGES:-make,python3,ca-certificates}
project=$(cd "$(dirname "$0")/.." && pwd)
tree=$project/build/bare/$suite
clone=/opt/sketch2image
settings=$(python3 -m pip config list 2>/dev/null || true)

mounts() { findmnt --raw --noheadings --output TARGET | grep "^$tree/" | sort --reverse || true; }

unmount_all() { mounts | xargs --no-run-if-empty --max-args=1 umount; }

make_tree() {
    unmount_all
    [ -z "$(mounts)" ] || { echo "something is still mounted under $tree" >&2; exit 1; }
    rm -rf --one-file-system "$tree"
    mkdir -p "$tree"
    debootstrap --variant=minbase --include="$packages" "$suite" "$tree" "$mirror" >"$tree.log"
    cp /etc/resolv.conf "$tree/etc/resolv.conf"
    mount -t proc proc "$tree/proc"
    mount -t devpts devpts "$tree/dev/pts"
    mkdir -p "$tree/dev/shm"
    mount -t tmpfs tmpfs "$tree/dev/shm"
}

# Every local folder that pip's settings speak of; an index has its files beside it.
pip_folders() {
    grep -oE "(file://)?/[^ ',\\]+" <<<"$settings" | sed 's|^file://||' | while read -r path; do
        case $path in
        */simple | */simple/) path=$(dirname "$path") ;;
        esac
        [ ! -d "$path" ] || echo "$path"
    done | sort --unique
}

carry_pip_settings() {
    { echo "[global]"; sed -n "s/^global\.\([^=]*\)='\(.*\)'\$/\1 = \2/p" <<<"$settings"; } \
        >"$tree/etc/pip.conf"
    pip_folders | while read -r folder; do
        mkdir -p "$tree$folder"
        mount --bind "$folder" "$tree$folder"
        mount -o remount,ro,bind "$tree$folder"
    done
}

# Variables that say how to reach the network; the certificate files they name come along.
network_variables() { env | grep -E '^(PIP_|[A-Za-z_]*(proxy|PROXY)=|SSL_CERT_FILE=|REQUESTS_CA)' || true; }

carry_certificates() {
    network_variables | sed 's/^[^=]*=//' | sort --unique | while read -r path; do
        [ -f "$path" ] || continue
        mkdir -p "$tree$(dirname "$path")"
        cp "$path" "$tree$path"
    done
}

inside() {
    mapfile -t variables < <(network_variables)
    env --ignore-environment HOME=/root LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${variables[@]}" \
        chroot "$tree" /bin/sh -c "cd $clone && $1"
}

make_tree
trap unmount_all EXIT
carry_pip_settings
carry_certificates
git clone --quiet --no-local "$project" "$tree$clone"
for target in "${targets[@]}"; do
    echo "== $suite: make $target"
    start=$SECONDS
    inside "make $target"
    echo "== $suite: make $target: done in $((SECONDS - start)) s"
done
