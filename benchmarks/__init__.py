"""Benchmarks: each compares two ways to the same result in one run and gives a ratio."""
