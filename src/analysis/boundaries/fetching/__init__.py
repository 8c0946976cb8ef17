"""Archives from the ministry's site into the store."""
