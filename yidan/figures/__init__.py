"""数: every number on every screen and page, one definition each, with calibre, unit and sources."""
