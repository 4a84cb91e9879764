"""Money on pages: bars, rows and forms."""
