#!/bin/sh
# apt.sh WHY PACKAGE...: installs system packages as root on Debian or Ubuntu; elsewhere prints the
# one line to type and fails.
set -eu
why=$1
shift
if ! command -v apt-get >/dev/null; then
    echo "$why. Install what your system calls these Debian packages: $*" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "$why. Type: sudo apt-get update && sudo apt-get install -y $*" >&2
    exit 1
fi
echo "$why. Installing $*"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
