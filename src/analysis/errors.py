"""The errors this package raises on purpose, all under one base class."""


class AnalysisError(Exception):
    """Base of every error that the package raises on purpose."""


class CodeError(AnalysisError, ValueError):
    """A text is not a local government code."""


class SchemaError(AnalysisError):
    """A table lacks a column, or has one of another type, than its contract says."""


class SourceError(AnalysisError):
    """A file is absent, altered or not readable as what it should be."""
