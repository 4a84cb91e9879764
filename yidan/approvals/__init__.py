"""前期手续: the permits a project needs before work starts, each with its working-day clock."""
