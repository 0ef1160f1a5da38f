#!/bin/sh
# Makes .venv with Python's own venv and pip. Called by make; the argument is the Python to use.
set -eu
cd "$(dirname "$0")/.."
# Root's database server runs as another user, who has to read the programs installed here.
umask 022

python=${1:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    echo "$python was not found: install Python 3.11 or newer, or name yours with make PYTHON=/path/to/python3." >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$python is $("$python" -V 2>&1), but Gym Trainer needs Python 3.11 or newer: name one with make PYTHON=/path/to/python3." >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    # Debian and Ubuntu ship these apart from Python itself.
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        sudo="sudo -n"
    fi
    if command -v apt-get >/dev/null 2>&1 && $sudo true >/dev/null 2>&1; then
        echo "Installing $package"
        $sudo apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$package"
    else
        echo "Python's venv is missing; this installs it: sudo apt-get install -y $package" >&2
        exit 1
    fi
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Making .venv (the first time takes a minute or two)"
    "$python" -m venv --clear .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
