#!/bin/sh
# Run a command that depends on the network; three tries, since a hiccup is no failure.
# sh tools/again.sh "what it does" command [argument…]
what=$1
shift
for try in 1 2 3; do
    "$@" && exit 0
    code=$?
    [ "$try" = 3 ] || { printf '%s failed (exit %s), trying again\n' "$what" "$code" >&2; sleep $((try * 4)); }
done
printf 'yidan: %s failed three times; look at the lines above, check the network, and run make again.\n' "$what" >&2
exit "$code"
