"""Saved web pages → lines and tables; nothing is run or fetched."""
