"""Disaster drills: prove that a node's backups come back at its peer, and how long that takes."""
