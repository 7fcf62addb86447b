"""One module per switch platform, found by the entry points ``educloud.platforms``."""
