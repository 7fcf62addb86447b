"""Running the Pulumi engine: its program, its state, one run on one stack."""
