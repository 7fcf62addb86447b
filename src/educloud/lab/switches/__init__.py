"""A farm of stateful switches that speak SSH: what tests, demo and documents push to.

It shares nothing with ``educloud.network``: it has its own grammar of each vendor, so that what
the tool sends is judged by another reading of the same manuals.
"""
