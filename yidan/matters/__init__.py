"""一单四制: the one list; a matter handed to a unit with a deadline and a standard, verified by another, struck off."""
