#!/bin/sh
# Make the Python environment in .venv, or say in one sentence what is missing.
# PYTHON names another interpreter; it must be 3.11 or newer.
set -u
python=${PYTHON:-python3}
fail() { printf 'yidan: %s\n' "$1" >&2; exit 1; }

if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    # A moved or copied folder keeps an environment whose commands point to the old place.
    home=$(.venv/bin/python -c 'import os, sys; print(os.path.realpath(sys.prefix))')
    [ "$home" = "$(realpath .venv)" ] && exit 0
fi
command -v "$python" >/dev/null 2>&1 ||
    fail "Python is missing: apt-get install python3 python3-venv, then run make again."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old: Yidan needs Python 3.11 or newer (PYTHON=/path/to/python3 make setup)."
rm -rf .venv
"$python" -m venv .venv >/dev/null 2>&1 || {
    rm -rf .venv
    fail "Python's venv is missing: apt-get install python3-venv, then run make again."
}
