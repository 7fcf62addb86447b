"""Whose an application of a foreign planner is: their formats know no owning organisation.

Where nothing says it, the application goes to an organisation that stands for nobody, 待认领单位:
taken in, but out of every plan's scope until somebody claims it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from educloud.inventory.importing.draft import Context, Draft, Extract
from educloud.inventory.importing.merging.identity import UNCLAIMED
from educloud.inventory.models import TABLES

HINT = (
    "add the organisation to orgs.csv; or name the owner: '--map <header>=owner_org' for a column"
    " that holds it, '--set owner_org=<org_id>' for all rows that have none"
)
UNCLAIMED_NAME = "待认领单位"
SHOWN = 5  # ids in a sentence
REMEMBERED = 1 << 14  # names: those of owners repeat
# Tags and columns of foreign planners that may hold the owner's name.
OWNER_TAGS = frozenset(
    {
        *("owner", "appowner", "department", "businessunit", "org", "organization"),
        *("organisation", "单位", "主管单位", "归属单位"),
    }
)


def owner_tags(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Give the values of tags (key, value) that may say whose the application is."""
    return [text.strip() for key, text in pairs if same(key) in OWNER_TAGS and text.strip()]


@lru_cache(maxsize=REMEMBERED)
def same(name: str) -> str:
    """Give a name as it is compared: without case, width, blanks, brackets and a synthetic mark."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("(合成)", "")
    return "".join(sign for sign in text if sign.isalnum())


def app_key(values: dict[str, str], source: str) -> tuple[str, ...]:
    """Give the natural key of an application; empty when it has an id.

    ``source``: the format, and the account it comes from: of two accounts, what nobody claimed is
    two things though it has one name.
    """
    if "app_id" in values:
        return ()
    owner, name = values["owner_org"], values["name"]
    return (owner, source, name) if owner == UNCLAIMED else (owner, name)


class Owners:
    """Organisations by id, identifier and name."""

    def __init__(self, context: Context) -> None:
        self._orgs = context.directory.orgs
        self._divisions = context.directory.divisions
        self._defaults = context.defaults
        self._unclaimed: list[str] = []
        self._ids: dict[str, list[str]] = {}
        for org in self._orgs.values():
            names = {org.org_id.casefold(), same(org.name), org.identifier or ""}
            for name in names - {""}:
                self._ids.setdefault(name, []).append(org.org_id)

    def find(self, name: str, division: str = "") -> list[str]:
        """Give the organisations of this id or name, of several those in the division."""
        found = self._ids.get(name.strip().casefold()) or self._ids.get(same(name), [])
        if len(found) > 1 and division:
            found = [one for one in found if self._orgs[one].division_code == division] or found
        return found

    def named(self, names: Iterable[str], division: str = "") -> str:
        """Give the id of the first of these names that just one organisation bears; else empty."""
        for name in names:
            found = self.find(name, division)
            if len(found) == 1:
                return found[0]
        return ""

    def settle(
        self, values: dict[str, str], names: Iterable[str] = ()
    ) -> tuple[str, str | None, str, str] | None:
        """Fill in owner, division and what the user set; else tell column, value, reason, hint.

        ``names``: what the source says about the owner, if ``values`` does not.
        """
        division = values.get("division_code", "")
        stated = values.get("owner_org") or ""
        told = [stated] if stated else [*names, self._defaults.get("owner_org", "")]
        told = [name for name in told if name.strip()]
        found = next(filter(None, (self.find(name, division) for name in told)), [])
        if not found and not stated and "owner_org" not in self._defaults:
            self._unclaimed.append(values["name"])
            found = [UNCLAIMED]
        if len(found) != 1:
            return self._ownerless(told, found)
        values["owner_org"] = found[0]
        code = division or self._defaults.get("division_code", "")
        code = code or self._home(found[0])
        if code not in self._divisions:
            hint = "correct it, or leave it empty for the owner's division"
            return "division_code", code, "no division of this code", hint
        values["division_code"] = code
        for column, text in self._defaults.items():
            if column in TABLES["apps"].model_fields and not values.get(column):
                values[column] = text
        return None

    def end(self, extract: Extract) -> None:
        """Add the organisation of what nobody claimed, and say how to claim it."""
        if not self._unclaimed:
            return
        home = self._home(UNCLAIMED)
        if UNCLAIMED not in self._orgs:
            row = min((draft.row for draft in extract.drafts), default=extract.header_row)
            values = {"org_id": UNCLAIMED, "name": UNCLAIMED_NAME, "division_code": home}
            extract.drafts.insert(0, Draft("orgs", row, {**values, "kind": "provincial_body"}))
        names = dict.fromkeys(self._unclaimed)
        shown = ", ".join(list(names)[:SHOWN]) + (" …" if len(names) > SHOWN else "")
        extract.warnings.append(
            f"{len(names)} application(s) name no organisation known here and went to"
            f" {UNCLAIMED_NAME} ({UNCLAIMED}): {shown}; {HINT}"
        )

    def _home(self, org: str) -> str:
        """Give the division of an organisation; the province for one not known yet."""
        if org in self._orgs:
            return self._orgs[org].division_code
        roots = [one.code for one in self._divisions.values() if one.parent is None]
        return roots[0] if len(roots) == 1 else ""

    def _ownerless(self, told: list[str], found: list[str]) -> tuple[str, str | None, str, str]:
        if found:
            ids = ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
            name = next(name for name in told if set(found) <= set(self.find(name)))
            reason = f"several organisations have this name: {ids}"
            return "owner_org", name, reason, "give the id in place of the name"
        return "owner_org", told[0], "no organisation has this id or name", HINT
