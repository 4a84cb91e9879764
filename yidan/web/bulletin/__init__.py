"""通报: its pages."""
