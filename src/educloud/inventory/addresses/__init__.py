"""The address plan: who gets which prefix, for good; its check, its register, its questions."""
