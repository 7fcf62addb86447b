"""Whose a row of a ledger is: its organisation and division, known or new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from educloud.inventory.importing.cleaning.values import Unreadable
from educloud.inventory.importing.draft import Context, Draft, Extract
from educloud.inventory.importing.ledger.columns import BUREAU, ORG_KINDS
from educloud.inventory.importing.ledger.lines import Line
from educloud.inventory.importing.naming.bodies import Body, is_id, name_key
from educloud.inventory.importing.naming.places import Nowhere
from educloud.inventory.models import OrgKind

_PROVINCIAL = frozenset((OrgKind.PROVINCE_BUREAU.value, OrgKind.PROVINCIAL_BODY.value))
_NEW_SHOWN = 50  # new organisations told one by one
_UNKNOWN_SHOWN = 6
# Of its systems the generic ones alone must move, so a plan counts no more than is sure.
_UNKNOWN_KIND = OrgKind.PROVINCIAL_BODY.value


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a row: ``org_id`` when known, ``ref`` its natural key when new."""

    org_id: str
    ref: tuple[str, ...]
    division: str
    name: str

    def put(self, draft: Draft, column: str) -> None:
        """Fill the draft's column with the owner."""
        if self.org_id:
            draft.values[column] = self.org_id
        else:
            draft.refs[column] = self.ref

    @property
    def key(self) -> str:
        """Give what stands for the owner in natural keys."""
        return self.org_id or "\0".join(self.ref)


class Owning:
    """Settles owners; drafts each new organisation once."""

    def __init__(self, context: Context, extract: Extract, reporting_unit: str) -> None:
        self._directory = context.directory
        self._defaults = context.defaults
        self._extract = extract
        self._unit = reporting_unit
        self._settled: dict[tuple[str, ...], tuple[Owner, str, str]] = {}
        self._new: dict[str, list[Body]] = {}
        self._elsewhere: list[tuple[int, str]] = []  # rows whose division is not their owner's
        self._unknown: list[str] = []  # names that do not say what the organisation is

    def settle(self, line: Line, column: str, told: Mapping[str, str] | None = None) -> Owner:
        """Give the owner of a row and put its division into the row; Refused if unknown.

        ``told``: what the row says of the organisation itself, for one that is new.
        """
        held = line.values
        text = held.pop(column, "") or self._unit or self._defaults.get(column, "")
        division = held.pop("division_code", "") or self._defaults.get("division_code", "")
        kind = held.pop("owner_kind", "")
        if not text:
            hint = "fill in the organisation, or give it for all rows by --set owner_org=<id>"
            raise line.refuse(column, None, "the owning organisation is missing", hint)
        key = (text, division, kind)
        if key not in self._settled:
            self._settled[key] = self._find(line, column, key, told or {})
        owner, rule, division_rule = self._settled[key]
        if rule:
            line.turned(column, text, owner.org_id or owner.name, rule)
        if division_rule:
            line.turned("division_code", division, owner.division, division_rule)
        held["division_code"] = owner.division
        return owner

    def place(self, line: Line, division: str, near: list[str]) -> tuple[str, str]:
        """Give the code of a division named in a row and the rule it was read by; else Refused."""
        try:
            found = self._directory.places.find(division, near)
        except Nowhere as nowhere:
            # A code and its name side by side, or a path whose steps repeat.
            parts = [part for part in division.split("/") if part]
            if len(parts) > 1:
                return self.place(line, parts[-1], self._around(parts[:-1], near))
            raise line.refuse("division_code", division, *nowhere.args) from None
        return found.code, found.rule

    def _around(self, parts: list[str], near: list[str]) -> list[str]:
        codes = []
        for part in parts:
            try:
                codes.append(self._directory.places.find(part, near).code)
            except Nowhere:
                continue
        return codes or near

    def _find(
        self, line: Line, column: str, key: tuple[str, ...], told: Mapping[str, str]
    ) -> tuple[Owner, str, str]:
        text, division, kind = key
        near = self._near(text) + self._near(self._unit)
        code, division_rule = self.place(line, division, near) if division else ("", "")
        try:
            body = self._directory.bodies.find(text, [code] if code else near)
        except Nowhere as nowhere:
            told_of = self._new.get(name_key(text), [])
            if code or len(told_of) != 1:
                raise line.refuse(column, text, *nowhere.args) from None
            body = told_of[0]  # another row of the file says where it is
        if not body.org_id and is_id(text):
            body = self._of_id(line, column, text, body)
        if not body.org_id:
            body = self._drafted(line, body, kind, told)
        if body.division in self._directory.places.lineage(code)[1:] and self._of_province(body):
            # Schools list the province's systems with their own division: it is the users'.
            code, division_rule = body.division, "division_of_owner"
        ref = () if body.org_id else body.key
        self._compare(line, body, code)
        owner = Owner(body.org_id, ref, code or body.division, body.name)
        return owner, body.rule, division_rule

    def _compare(self, line: Line, body: Body, code: str) -> None:
        """Note a row whose division is neither above its owner's nor below it."""
        places = self._directory.places
        if not code or code in places.lineage(body.division):
            return
        if body.division not in places.lineage(code):
            owner, stated = places.path(body.division), places.path(code)
            words = f"{body.name} is of {owner} {body.division}, the row says {stated} {code}"
            self._elsewhere.append((line.row, words))

    def _of_id(self, line: Line, column: str, text: str, body: Body) -> Body:
        """Take an id at its word where no table can confirm it."""
        if self._directory.orgs:
            reason, hint = "no organisation has this id", "correct it, or import orgs first"
            raise line.refuse(column, text, reason, hint)
        return replace(body, org_id=text)

    def _of_province(self, body: Body) -> bool:
        known = self._directory.orgs.get(body.org_id)
        return (known.kind.value if known else body.kind) in _PROVINCIAL

    def _near(self, name: str) -> list[str]:
        try:
            found = self._directory.places.of_owner(name) if name else None
        except Nowhere:
            return []
        return [found.code] if found else []

    def _drafted(self, line: Line, body: Body, stated: str, told: Mapping[str, str]) -> Body:
        """Draft a new organisation, unless an earlier row did so under this name thereabouts."""
        places = self._directory.places
        for earlier in self._new.get(name_key(body.name), []):
            one, other = places.lineage(earlier.division), places.lineage(body.division)
            if earlier.division in other or body.division in one:
                return earlier
        kind = body.kind or self._kind(line, stated, body)
        if not kind:
            kind = _UNKNOWN_KIND
            self._unknown.append(body.name)
        self._new.setdefault(name_key(body.name), []).append(body)
        values = {"name": body.name, "kind": kind, "division_code": body.division}
        values |= {column: text for column, text in told.items() if text}
        self._extract.drafts.append(Draft("orgs", line.row, values, key=body.key))
        if len(self._new) <= _NEW_SHOWN:
            where = f"{places.path(body.division)} {body.division}"
            words = f"row {line.row}: {body.name} is a new organisation: {kind} in {where}"
            self._extract.warnings.append(words)
        return body

    def end(self) -> None:
        """Tell of the new organisations that were not named one by one, and of the doubtful."""
        more = len(self._new) - _NEW_SHOWN
        if more > 0:
            self._extract.warnings.append(f"{more} more new organisations: check them in orgs.csv")
        for row, words in self._elsewhere[:_NEW_SHOWN]:
            self._extract.warnings.append(f"row {row}: {words}: correct one of them")
        if len(self._elsewhere) > _NEW_SHOWN:
            rest = len(self._elsewhere) - _NEW_SHOWN
            self._extract.warnings.append(f"{rest} more owners in another division than their row")
        if self._unknown:
            shown = "、".join(self._unknown[:_UNKNOWN_SHOWN])
            shown += " …" if len(self._unknown) > _UNKNOWN_SHOWN else ""
            self._extract.warnings.append(
                f"the names of {len(self._unknown)} new organisation(s) do not say what they are:"
                f" {shown}; taken as {_UNKNOWN_KIND}: of their systems the generic ones count in"
                " the plan, the special ones stay out of it;"
                " correct kind in orgs.csv, or add a column 单位类别 (学校, 高校 …)"
            )

    def _kind(self, line: Line, stated: str, body: Body) -> str:
        try:
            kind = ORG_KINDS(stated).text if stated else ""
        except Unreadable as error:
            raise line.refuse("owner_kind", stated, error.reason, error.hint) from None
        if kind == BUREAU:
            return self._directory.bodies.bureau(body.name, body.division)
        return kind
