"""公布数列: its pages."""
