"""What a document says of its list: title, date, stated number and so on."""
