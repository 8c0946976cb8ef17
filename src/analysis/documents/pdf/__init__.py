"""PDF files → lines and tables, page by page."""
