"""Durable runs that join the slices; the only place that knows DBOS."""
