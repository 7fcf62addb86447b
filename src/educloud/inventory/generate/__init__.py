"""A synthetic province: every table of a profile filled, every row marked synthetic."""
