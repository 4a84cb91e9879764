"""台账: the register of projects, their codes, names, units, stages, plans and milestones."""
