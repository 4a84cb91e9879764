"""月报页: what the pages of one monthly report are made of: form (asked) and paper (shown)."""
