"""导入 in values: how a workbook is to be read, as the address says it, and what the preview shows of it."""
