"""The report on how the packaged boundaries came about."""
