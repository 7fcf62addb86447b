"""Pictures of stacks: all of them with their references, or one with its resources.

Pure: stack files and what they become in, mermaid text or SVG out.
"""

from __future__ import annotations

from educloud.cloud.graph.mermaid import mermaid
from educloud.cloud.graph.picture import Box, Line, Picture
from educloud.cloud.graph.resources import picture_of
from educloud.cloud.graph.stacks import picture_of_all
from educloud.cloud.graph.svg import svg

__all__ = ["Box", "Line", "Picture", "mermaid", "picture_of", "picture_of_all", "svg"]
