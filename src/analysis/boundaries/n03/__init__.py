"""Archives of 国土数値情報 N03, read without trust in what they hold."""
