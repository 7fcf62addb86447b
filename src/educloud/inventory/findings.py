"""What a check of the tables can say: findings (wrong) and gaps (unknown)."""

from __future__ import annotations

from dataclasses import dataclass

# The two files of the inventory that are no tables; their "row" is the n-th entry.
YAML_FILES = frozenset({"calendar", "planner"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A wrong cell; ``row`` as a spreadsheet shows it (the header is 1)."""

    table: str
    row: int
    column: str
    value: str | None
    reason: str

    def __str__(self) -> str:
        ending, place = ("yaml", "entry") if self.table in YAML_FILES else ("csv", "row")
        found = "" if self.value is None else f" (found {self.value!r})"
        return (
            f"inventory/{self.table}.{ending}, {place} {self.row}, "
            f"column {self.column}: {self.reason}{found}"
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """Unknown cells of one column, whose rows they are, and what the planner does about it."""

    table: str
    column: str
    effect: str
    ids: tuple[str, ...]
