"""内核: verbs, command, flow, policy, journal, the dated fact, the values: what everything else is made with."""
