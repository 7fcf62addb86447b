"""The lives of the resource types: one module a group, ``LIVES`` in it."""
