"""Workbooks (XLSX) → tables; values as saved, nothing evaluated."""
