#!/bin/sh
# venv.sh FOLDER [PYTHON]: makes the virtual environment with PYTHON, or with the newest of
# Python 3.13, 3.12 and 3.11; a working environment that is already there is kept.
set -eu
folder=$1
asked=${2:-}
tools=$(dirname "$0")

suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

newest() {
    for name in python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null && suits "$name"; then
            echo "$name"
            return
        fi
    done
    return 1
}

apt_python() {
    apt-get update -qq
    for name in python3.13 python3.12 python3.11; do
        if apt-cache show "$name-venv" >/dev/null 2>&1; then
            "$tools/apt.sh" "Python is missing" "$name" "$name-venv" >&2
            echo "$name"
            return
        fi
    done
    return 1
}

find_python() {
    if [ -n "$asked" ]; then
        suits "$asked" && echo "$asked" && return
        echo "$asked is not Python 3.11, 3.12 or 3.13" >&2
        return 1
    fi
    newest && return
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt_python && return
    fi
    case $(uname) in
    Darwin) line="brew install python@3.13" ;;
    *) line="sudo apt-get update && sudo apt-get install -y python3 python3-venv" ;;
    esac
    echo "Python 3.11, 3.12 or 3.13 is missing. Type: $line" >&2
    return 1
}

if [ -x "$folder/bin/python" ] && "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    suits "$folder/bin/python" && exit 0
    echo "$folder is not Python 3.11, 3.12 or 3.13. Type: rm -r $folder" >&2
    exit 1
fi

python=$(find_python)
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$tools/apt.sh" "Python's venv module is missing" "python$version-venv"
fi
echo "Making $folder with $("$python" --version)"
"$python" -m venv --clear "$folder"
