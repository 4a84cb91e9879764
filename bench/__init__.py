"""`python -m bench` (make bench): how fast the ledger is at 10,000 projects × 24 months, on SQLite and PostgreSQL."""
