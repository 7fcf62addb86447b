"""What devices answer to show and display commands, as typed rows."""

from educloud.network.parsing.read import parse_output

__all__ = ["parse_output"]
