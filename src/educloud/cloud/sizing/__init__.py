"""Sizing: what a node must hold, what its stack file declares, what is short."""
