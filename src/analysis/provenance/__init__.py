"""Where results come from: inputs, reference tables and the command that makes them."""

from analysis.provenance.datapackage import write_datapackage
from analysis.provenance.references import reference_tables

__all__ = ["reference_tables", "write_datapackage"]
