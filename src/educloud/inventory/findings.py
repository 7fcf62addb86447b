"""What a check of the tables can say: findings (wrong) and gaps (unknown)."""

from __future__ import annotations

from dataclasses import dataclass

# The files that are no tables; their "row" is the n-th entry.
YAML_FILES = {
    "calendar": "inventory/calendar.yaml",
    "planner": "inventory/planner.yaml",
    "educloud": "educloud.yaml",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A wrong cell; ``row`` as a spreadsheet shows it (the header is 1)."""

    table: str
    row: int
    column: str
    value: str | None
    reason: str

    def __str__(self) -> str:
        place = "entry" if self.table in YAML_FILES else "row"
        file = YAML_FILES.get(self.table, f"inventory/{self.table}.csv")
        found = "" if self.value is None else f" (found {self.value!r})"
        return f"{file}, {place} {self.row}, column {self.column}: {self.reason}{found}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Unknown cells of one column, whose rows they are, and what the planner does about it."""

    table: str
    column: str
    effect: str
    ids: tuple[str, ...]
