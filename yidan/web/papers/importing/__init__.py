"""导入: from a workbook as read to acts on the ledger, cell by cell, shown first, done at once or not at all.

`preparing.prepare` says what would change, `applying.apply` does it: a loop of ordinary commands
in one transaction, each with a key made of the file's hash, its sheet and row, so that the same
file twice is harmless (house.md §3; issue 2 "Excel").
"""
