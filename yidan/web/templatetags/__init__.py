"""Template tags, named in settings as built in: no page needs to load them."""
