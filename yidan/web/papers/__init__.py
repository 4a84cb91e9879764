"""文书: workbooks in and out, and later docx and PDF: what the office reads and writes (house.md §6)."""
