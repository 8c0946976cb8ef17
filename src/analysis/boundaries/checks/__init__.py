"""Whether boundaries are what they should be."""
