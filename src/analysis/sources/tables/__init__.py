"""Lists in tables: header, columns, headings between rows, what is carried over."""
