"""The text of one item → the entities that it names."""
