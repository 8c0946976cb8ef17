"""Where results come from: inputs, reference tables and the command that makes them."""

from analysis.provenance.datapackage import write_datapackage
from analysis.provenance.references import hash_of, reference_tables

__all__ = ["hash_of", "reference_tables", "write_datapackage"]
