"""Foreign tables into ours: read a file, recognise its format, clean it, merge it by key."""
