"""规划任务: plans and what they promise, in a few registers that are data: lists, events, honours, pilots, goals."""
