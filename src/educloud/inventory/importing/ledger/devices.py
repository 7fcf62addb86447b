"""A ledger's network devices into rows of ``devices``."""

from __future__ import annotations

from educloud.inventory.importing.draft import Context, Draft
from educloud.inventory.importing.ledger.lines import Ledger, Line, told
from educloud.inventory.importing.naming.bodies import is_id, name_key
from educloud.inventory.importing.naming.places import Nowhere
from educloud.inventory.importing.naming.platforms import platform_in, platform_of


class Devices:
    """Network devices; their sites must be known."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self._ledger = ledger
        self._directory = context.directory
        self._sites = context.sites
        self._defaults = context.defaults
        self._named: dict[str, list[str]] = {}
        for site in context.sites.values():
            self._named.setdefault(name_key(site.name), []).append(site.site_id)
        self._hosts: dict[str, tuple[str, ...]] = {}
        self._uplinks: list[tuple[Draft, str]] = []
        self._makerless: list[int] = []

    def take(self, line: Line) -> None:
        """Draft a device."""
        held = line.values
        if not held.get("hostname"):
            raise line.refuse("hostname", None, "the device has no name", "fill in 设备名称")
        held["site_id"] = self._site(line)
        self._address(line)
        self._platform(line)
        if "platform" not in held:
            self._makerless.append(line.row)
        key = () if "device_id" in held else (held["site_id"], held["hostname"])
        draft = Draft("devices", line.row, held, key)
        self._hosts[held["hostname"].casefold()] = key or (held["device_id"],)
        if uplink := held.pop("uplink_device", ""):
            self._uplinks.append((draft, uplink))
        self._ledger.extract.drafts.append(draft)

    def end(self) -> None:
        """Fill in the devices above, now that all names are known."""
        if self._makerless:
            self._ledger.extract.warnings.append(
                f"{told(self._makerless)}: no maker is said; write 华为、华三、锐捷 or 中兴"
                " in a column 品牌, or before the model"
            )
        for draft, uplink in self._uplinks:
            found = self._hosts.get(uplink.casefold(), (uplink,))
            if len(found) == 1:
                draft.values["uplink_device"] = found[0]
            else:
                draft.refs["uplink_device"] = found

    def _site(self, line: Line) -> str:
        text = line.values.pop("site_id", "") or self._defaults.get("site_id", "")
        division = line.values.pop("division_code", "")
        if not text:
            raise line.refuse("site_id", None, "the device's site is missing", "fill in 所属学校")
        if text in self._sites or (not self._sites and is_id(text)):
            return text
        found = self._named.get(name_key(text), [])
        if len(found) > 1 and division:
            found = self._in(found, line, division)
        if len(found) == 1:
            line.turned("site_id", text, found[0], "site")
            return found[0]
        reason = "several sites have" if found else "no site has"
        hint = f"write its id: {', '.join(found[:6])}" if found else "import the sites first"
        raise line.refuse("site_id", text, f"{reason} this name", hint)

    def _in(self, found: list[str], line: Line, division: str) -> list[str]:
        try:
            code = self._directory.places.find(division).code
        except Nowhere as nowhere:
            raise line.refuse("division_code", division, *nowhere.args) from None
        lineage = self._directory.places.lineage
        return [one for one in found if code in lineage(self._sites[one].division_code)]

    @staticmethod
    def _platform(line: Line) -> None:
        """Tell the systems of a maker apart where the ledger names the maker only."""
        held = line.values
        model = held.get("model", "")
        if "platform" not in held and (found := platform_in(model)):
            held["platform"] = platform_of(found, held.get("role", ""), model)
            line.turned("platform", model, held["platform"], "platform_of_model")
        elif any(change.column == "platform" for change in line.changes):
            before = held["platform"]
            ours = platform_of(before, held.get("role", ""), model)
            held["platform"] = ours
            line.turned("platform", before, ours, "platform_of_role")

    @staticmethod
    def _address(line: Line) -> None:
        text = line.values.get("mgmt_address", "")
        if ";" in text:
            reason = "more than one management address"
            raise line.refuse("mgmt_address", text, reason, "write the one that it is managed by")
        address, _, port = text.partition(":")
        if not port or "." not in address:
            return
        stated = line.values.get("mgmt_port", port)
        if stated != port:
            reason = f"the port is {port} here and {stated} in its own column"
            raise line.refuse("mgmt_address", text, reason, "correct one of them")
        line.values |= {"mgmt_address": address, "mgmt_port": port}
        line.turned("mgmt_address", text, address, "port_of_address")
        line.turned("mgmt_port", "", port, "port_of_address")
