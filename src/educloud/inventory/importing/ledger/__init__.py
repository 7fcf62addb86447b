"""Chinese ledgers (台账): where their header is, what their columns mean, their rows as ours."""
