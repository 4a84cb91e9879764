"""工作簿读取: an office's workbook as it is, read into rows, fields and findings (domain.md §5.5, §5.6).

Pure: bytes in, a `Reading` out; nothing here knows the database. `grid` turns a file into
sheets of cells in a limited child process, `heads` finds what each column is (`recognising` what a
head means, by the `head_patterns` of the `fields`), `rows` what each row is, `row_values` what it says,
`cells` what a cell says, `checks` what does not hold, `head_words` what to ask of a head, `tables` where
one table ends, `titles` what stands around it; `one_table` reads one, `reading` the file.
"""
