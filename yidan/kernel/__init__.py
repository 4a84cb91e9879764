"""内核: verbs, the command, the flow, the policy, the journal, the dated fact, and the values; what everything else is made with."""
