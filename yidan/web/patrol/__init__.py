"""What the pages, the command line and the clock share about patrol."""
