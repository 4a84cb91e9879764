"""佐证: files kept once by their hash, original bytes untouched; used by ledger and progress."""
