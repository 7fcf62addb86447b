"""The stack files: nodes and the private network in the field's own terms, free of any cloud."""
