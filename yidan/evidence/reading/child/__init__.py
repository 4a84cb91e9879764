"""The reading child: run as a directory in its own limited process, never imported by the server."""
