"""Cells to values: what people type (二级, 约200, 2016.9, 1.5T) as our tables hold it."""
