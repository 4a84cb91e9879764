"""Registers and their items on pages and in workbooks: forms made of a definition, rows, columns in words."""
