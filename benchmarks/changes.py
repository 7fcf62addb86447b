"""Ten changes a school's network sees, each as three tools would type it, judged by a switch.

Ours, hier_config and annet get the same two texts. Their commands are typed into a switch of the
farm that holds the first: does it take every line, does it then say the second, and could it be
reached all the time? ``python -m benchmarks.changes`` writes docs/patches.md.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hier_config

from educloud.lab.switches.block import Refusal
from educloud.lab.switches.config import Configuration
from educloud.lab.switches.dialects import DIALECTS
from educloud.network.facts import read_facts
from educloud.network.guard import management_path
from educloud.network.patch import plan_replace
from educloud.network.platform import load_platform

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "patches.md"
ANNET = HERE.parent / ".venv" / "annet"
PINS = HERE / "annet.lock"
MODELS = {"huawei_vrp": "Huawei.Quidway", "hp_comware": "H3C"}
THEIRS = {
    "huawei_vrp": hier_config.Platform.HUAWEI_VRP,
    "hp_comware": hier_config.Platform.HP_COMWARE5,
}


@dataclass(frozen=True)
class Case:
    """A change: what stands, and what of it is other afterwards (old text, new text)."""

    name: str
    platform: str
    running: str
    edits: tuple[tuple[str, str], ...]

    @property
    def intended(self) -> str:
        """The text after the edits."""
        text = self.running
        for old, new in self.edits:
            if old not in text:
                raise ValueError(f"{self.name}: {old!r} is not in the text")
            text = text.replace(old, new)
        return text


VRP = """#
sysname SCHOOL-CORE-1
#
vlan batch 10 20 30 99
#
acl number 3001
 rule 5 permit ip source 10.99.0.0 0.0.255.255
 rule 10 permit tcp destination-port eq 443
 rule 15 deny ip
#
aaa
 local-user netadmin password irreversible-cipher $1a$Synthetic0$NotARealHash$
 local-user netadmin privilege level 15
 local-user netadmin service-type ssh
#
interface Vlanif10
 description teaching
 ip address 10.10.0.1 255.255.255.0
#
interface Vlanif99
 description mgmt
 ip address 10.99.0.3 255.255.255.0
#
interface Eth-Trunk1
#
interface Eth-Trunk2
#
interface GigabitEthernet0/0/1
 port link-type access
 port default vlan 10
 traffic-filter inbound acl 3001
#
interface GigabitEthernet0/0/2
 eth-trunk 1
#
interface GigabitEthernet0/0/3
 description lab 3
 undo shutdown
#
interface GigabitEthernet0/0/24
 description uplink
 port link-type trunk
 undo port trunk allow-pass vlan 1
 port trunk allow-pass vlan 10 20 30 99
#
ospfv3 1
 router-id 10.0.0.1
#
ip route-static 0.0.0.0 0.0.0.0 10.99.0.1
#
return
"""
COMWARE = """#
 version 7.1.070, Release 6616P05
#
 sysname SCHOOL-AGG-1
#
 telnet server enable
#
vlan 10
#
vlan 20
#
vlan 30
#
vlan 99
#
ospfv3 1
 router-id 10.0.0.1
#
interface Vlan-interface99
 description mgmt
 ip address 10.99.0.4 255.255.255.0
#
interface GigabitEthernet1/0/1
 port link-mode bridge
 description room 101
 port access vlan 10
#
interface GigabitEthernet1/0/24
 port link-mode bridge
 description uplink
 port link-type trunk
 undo port trunk permit vlan 1
 port trunk permit vlan 10 20 30 99
#
 ip route-static 0.0.0.0 0 10.99.0.1
#
return
"""
CASES = (
    Case("A VLAN is replaced by another, also on the uplink", "huawei_vrp", VRP,
         (("vlan batch 10 20 30 99", "vlan batch 10 20 40 99"),
          ("vlan 10 20 30 99\n#\nospf", "vlan 10 20 40 99\n#\nospf"))),
    Case("The default route gets another next hop", "huawei_vrp", VRP,
         (("0.0.0.0 10.99.0.1", "0.0.0.0 10.99.0.2"),)),
    Case("A rule goes, another one changes, in a list that is bound", "huawei_vrp", VRP,
         ((" rule 10 permit tcp destination-port eq 443\n", ""),
          ("rule 15 deny ip", "rule 15 deny ip source 10.10.0.0 0.0.255.255"))),
    Case("The same password, hashed with another salt", "huawei_vrp", VRP,
         (("$1a$Synthetic0$NotARealHash$", "$1a$Synthetic1$AlsoNotARealHash$"),)),
    Case("The intent does not spell out that a port is up", "huawei_vrp", VRP,
         ((" undo shutdown\n", ""), ("description lab 3", "description lab 4"))),
    Case("A port moves from one bundle to another; one loses its filter", "huawei_vrp", VRP,
         (("eth-trunk 1\n#\ninterface GigabitEthernet0/0/3", "eth-trunk 2\n#\ninterface "
           "GigabitEthernet0/0/3"), (" traffic-filter inbound acl 3001\n", ""))),
    Case("An access port becomes a trunk", "huawei_vrp", VRP,
         ((" port link-type access\n port default vlan 10\n",
           " port link-type trunk\n port trunk allow-pass vlan 10 20\n"),)),
    Case("IPv6 on a gateway, a router id less", "huawei_vrp", VRP,
         (("#\nvlan batch", "#\nipv6\n#\nvlan batch"), (" router-id 10.0.0.1\n", ""),
          (" ip address 10.10.0.1 255.255.255.0\n", " ip address 10.10.0.1 255.255.255.0\n"
           " ipv6 enable\n ipv6 address 2001:DB8:0:10::1/64\n undo ipv6 nd ra halt\n"))),
    Case("Two VLANs leave an uplink, one comes", "hp_comware", COMWARE,
         (("permit vlan 10 20 30 99", "permit vlan 10 40 99"),
          ("vlan 20\n#\nvlan 30\n", "vlan 40\n"))),
    Case("A description and a router id less, Telnet shut, the route moved", "hp_comware", COMWARE,
         ((" description room 101\n", ""), (" router-id 10.0.0.1\n", ""),
          (" telnet server enable\n#\n", ""), ("0 10.99.0.1", "0 10.99.0.2"))),
)  # fmt: skip
HEAD = """# Ten changes, three tools

Written by `python -m benchmarks.changes`; all commands are what the tools gave, run on the same two
texts: this program, hier_config {hier} (`WorkflowRemediation.remediation_config`) and annet {annet}
(`annet file-patch`). A switch of this program's own farm, written from the vendors' command
references and not from any of the three, was then made to take the commands. It says whether it
took every line, whether it says afterwards what is intended, and whether it was within reach all
the time (management address, its VLAN on the uplink, a default route).

{summary}
"""


@dataclass(frozen=True)
class Judged:
    """What a tool typed, and what the switch said to it."""

    commands: tuple[str, ...]
    refused: tuple[str, ...] = ()
    reached: bool = False
    unreachable_after: str = ""
    failed: str = ""

    @property
    def words(self) -> str:
        """The verdict in short."""
        if self.failed:
            return f"fails: {self.failed}"
        if self.refused:
            return f"refused: `{self.refused[0]}`"
        if self.unreachable_after:
            return f"out of reach after `{self.unreachable_after}`"
        return "right" if self.reached else "other than intended afterwards"


def ours(case: Case) -> tuple[str, ...]:
    """Give the commands of this program."""
    return plan_replace(load_platform(case.platform), case.running, case.intended).apply


def of_hier_config(case: Case) -> tuple[str, ...]:
    """Give the commands of hier_config, each view left as its platform leaves one."""
    running, intended = (
        hier_config.get_hconfig(THEIRS[case.platform], text)
        for text in (case.running, case.intended)
    )
    work = hier_config.WorkflowRemediation(running, intended)
    return tuple(_flat(work.remediation_config.all_children_sorted()))


def _flat(children: Iterable[hier_config.HConfigChild]) -> Iterator[str]:
    depth = 0
    for child in children:
        level = child.depth() - 1
        yield from ["quit"] * (depth - level)
        yield child.text
        depth = level + 1 if child.children else level
    yield from ["quit"] * depth


def of_annet(case: Case) -> tuple[str, ...]:
    """Give the commands of annet."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old.cfg", Path(folder) / "new.cfg"
        old.write_text(case.running, encoding="utf-8")
        new.write_text(case.intended, encoding="utf-8")
        program = [ANNET / "bin" / "annet", "file-patch", "--hw", MODELS[case.platform]]
        done = subprocess.run(
            [*program, "--no-label", "--no-color", "--indent", " ", old, new],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return tuple(line.strip() for line in done.stdout.splitlines() if line.strip())


def judged(case: Case, commands: tuple[str, ...]) -> Judged:
    """Type commands into a switch that holds what stands."""
    box = Configuration(DIALECTS[case.platform], case.running)
    sheet = load_platform(case.platform)
    path = management_path(sheet, read_facts(sheet, box.text()))
    wanted = Configuration(DIALECTS[case.platform], case.intended).text()
    held, view, lost, refused = (
        _lifelines(box, path.interfaces | path.uplinks, path.vlans),
        "",
        "",
        [],
    )
    for line in commands:
        try:
            view = box.enter_line(view, line)
        except Refusal:
            refused.append(line)
        if not lost and not held <= _lifelines(box, path.interfaces | path.uplinks, path.vlans):
            lost = line
    return Judged(commands, tuple(refused), _same(case, box.text(), wanted), lost)


def _same(case: Case, text: str, wanted: str) -> bool:
    """Tell whether two texts say the same; of a salted hash nobody can know."""
    sheet = load_platform(case.platform)
    return read_facts(sheet, text).meaning() == read_facts(sheet, wanted).meaning()


def _lifelines(
    box: Configuration, headers: Iterable[str], vlans: frozenset[int]
) -> set[tuple[str, str]]:
    held = set()
    for header in headers:
        block = box.blocks.get(header)
        for line in block.lines if block else ():
            if " address " in f" {line} ":
                held.add((header, line))
        for numbers in block.vlans.values() if block else ():
            held |= {(header, str(number)) for number in numbers & vlans}
    routes = [line for line in box.root.lines if line.startswith("ip route-static 0.0.0.0 ")]
    return held | ({("", "default route")} if routes else set())


def attempt(case: Case, tool: object) -> Judged:
    """Give a tool's commands and the verdict; a tool that fails is a verdict too."""
    try:
        return judged(case, tool(case))  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001  another tool may raise anything
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Judged((), failed=f"`{type(error).__name__}: {said}`")


def main() -> None:
    """Set annet up beside the project's packages, run all, write the document."""
    if not (ANNET / "bin" / "annet").exists():
        subprocess.run([sys.executable, "-m", "venv", ANNET], check=True)
        pip = [ANNET / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*pip, "--disable-pip-version-check", "-r", PINS], check=True)
    tools = {"ours": ours, "hier_config": of_hier_config, "annet": of_annet}
    results = [
        (case, {name: attempt(case, tool) for name, tool in tools.items()}) for case in CASES
    ]
    table = "| change | ours | hier_config | annet |\n|---|---|---|---|\n" + "\n".join(
        f"| {n}. {case.name} | " + " | ".join(one.words for one in found.values()) + " |"
        for n, (case, found) in enumerate(results, 1)
    )
    text = HEAD.format(hier=hier_config_version(), annet=annet_version(), summary=table)
    for n, (case, found) in enumerate(results, 1):
        text += f"\n## {n}. {case.name} ({load_platform(case.platform).title})\n\n"
        text += "".join(_side(name, one) for name, one in found.items())
    DOCUMENT.write_text(text, encoding="utf-8")
    print(table)


def _side(name: str, one: Judged) -> str:
    lines = "\n".join(one.commands) or "(nothing)"
    return f"**{name}**: {one.words}\n```\n{lines}\n```\n"


def hier_config_version() -> str:
    """Give the version of hier_config that ran."""
    from importlib.metadata import version  # noqa: PLC0415  for this line alone

    return version("hier-config")


def annet_version() -> str:
    """Give the version of annet that ran."""
    pins = PINS.read_text(encoding="utf-8").splitlines()
    return next(line for line in pins if line.startswith("annet==")).split("==")[1].split()[0]


if __name__ == "__main__":
    main()
