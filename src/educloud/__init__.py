"""educloud: provision, roll out and migrate for a provincial education authority."""

__version__ = "0.1.0"
