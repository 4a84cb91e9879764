"""Files on their way in: tus 1.0 (creation, checksum, termination, expiration), resumed at the byte after a cut."""
