"""Cloud nodes and the private network between them, on the Pulumi engine."""
