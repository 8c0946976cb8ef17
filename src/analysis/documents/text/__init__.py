"""Plain text and CSV → lines and tables."""
