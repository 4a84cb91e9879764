"""门面: the faces: pages, papers, the command line. Parse, one command or one query, render."""
