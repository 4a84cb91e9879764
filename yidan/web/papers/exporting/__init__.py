"""导出: the office's own forms as workbooks and as plain CSV (domain.md §5.5 a, b, d, e; §14 item 2).

`ledger_rows` asks, `forms` says which columns, `sheet` draws: merged heads, groups with their subtotals, print
set-up; a row at a time, so that 100,000 rows need no more memory than a hundred.
"""
