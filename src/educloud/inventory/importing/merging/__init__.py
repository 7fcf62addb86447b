"""Drafts into tables: one thing, one row, one id."""
