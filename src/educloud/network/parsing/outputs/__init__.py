"""The answers of each platform, one module each: ``OUTPUTS``."""
