"""Answers of Comware, RGOS, ZXROS and FRRouting become the rows that were reviewed by hand."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from educloud.errors import ConfigError
from educloud.network.parsing import parse_output
from educloud.network.parsing.output import Output
from educloud.network.parsing.read import outputs_of
from educloud.network.parsing.rows import Row, Transceiver
from educloud.network.platform import compiled, load_platform

SAMPLES = Path(__file__).parent / "samples"
PLATFORMS = ("frr", "hp_comware", "ruijie_os", "zte_zxros")
FILES = [one for name in PLATFORMS for one in sorted((SAMPLES / name).glob("*.txt"))]
DECLARED = [(name, output) for name in PLATFORMS for output in outputs_of(name)]


def command_of(file: Path) -> str:
    """Give the command that a sample answers: its name, before an "@"."""
    return file.stem.partition("@")[0].replace("_", " ")


def read(file: Path) -> str:
    """Give a sample with the line ends it has."""
    return file.read_bytes().decode()


def rows_of(file: Path, text: str) -> list[Row]:
    """Read a text as an answer to a sample's command."""
    return parse_output(load_platform(file.parent.name), command_of(file), text, str(file))


def label(file: Path) -> str:
    """Name a case."""
    return f"{file.parent.name}-{file.stem}"


@pytest.mark.parametrize("file", FILES, ids=label)
def test_sample_gives_the_reviewed_rows(file: Path) -> None:
    rows = [{"row": type(row).__name__, **asdict(row)} for row in rows_of(file, read(file))]
    said = json.loads(json.dumps(rows, default=str))
    assert said == json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("platform", "output"), DECLARED, ids=lambda one: getattr(one, "command", one)
)
def test_every_declaration_has_a_sample_with_a_source(platform: str, output: Output) -> None:
    files = [one for one in FILES if one.parent.name == platform]
    mine = [one for one in files if compiled(output.command).fullmatch(command_of(one))]
    assert mine
    assert all(one.with_suffix(".source").read_text(encoding="utf-8").strip() for one in mine)


@pytest.mark.parametrize("file", FILES, ids=label)
def test_line_ends_change_nothing(file: Path) -> None:
    text = read(file).replace("\r\n", "\n")
    assert rows_of(file, text) == rows_of(file, text.replace("\n", "\r\n"))


@pytest.mark.parametrize("file", FILES, ids=label)
@pytest.mark.parametrize("bad", ["", "\n\n", "\x01\x02\xff\ufffd\x7fELF\x03"])
def test_what_is_no_answer_is_refused(file: Path, bad: str) -> None:
    with pytest.raises(ConfigError):
        rows_of(file, bad)


def form_of(file: Path) -> str:
    """Give the template that reads a sample: commands that answer in one form share it."""
    asked = command_of(file)
    mine = [output for output in outputs_of(file.parent.name)
            if compiled(output.command).fullmatch(asked)]  # fmt: skip
    return mine[0].template


@pytest.mark.parametrize("file", FILES, ids=label)
def test_other_commands_answers_are_refused(file: Path) -> None:
    others = [one for one in FILES if one.parent == file.parent and form_of(one) != form_of(file)]
    assert others
    for other in others:
        with pytest.raises(ConfigError):
            rows_of(file, read(other))


@pytest.mark.parametrize(
    ("platform", "command", "refusal"),
    [
        ("frr", "show version", "% Unknown command: show versio"),
        ("ruijie_os", "show vlan", "% Invalid input detected at '^' marker."),
        ("zte_zxros", "show version", "%Error 20200: Invalid input detected at '^' marker."),
        ("hp_comware", "display version", " % Unrecognized command found at '^' position."),
    ],
)
def test_a_refusal_is_no_answer(platform: str, command: str, refusal: str) -> None:
    with pytest.raises(ConfigError, match="refused"):
        parse_output(load_platform(platform), command, refusal)


ROW_CUT = [
    ("frr", "show_interface_brief", "203.0.113"),
    ("hp_comware", "display_interface_brief", "10G"),
    ("hp_comware", "display_ipv6_interface", "2001:DB8:11::1,"),
    ("hp_comware", "display_ipv6_dhcp_server_ip-in-use", "2001:DB8:2::1F1"),
    ("hp_comware", "display_ipv6_nd_snooping_vlan", "TESTING"),
    ("ruijie_os", "show_interfaces_status", "10G"),
    ("ruijie_os", "show_vlan", "1#406"),
    ("ruijie_os", "show_interfaces_transceiver", "3.30(OK)"),
    ("ruijie_os", "show_lldp_neighbors", "Gi0/24"),
    ("ruijie_os", "show_ipv6_ospf_neighbor", "00:00:31"),
    ("ruijie_os", "show_bgp_ipv6_unicast_summary", "never"),
    ("zte_zxros", "show_interface_brief", "100G  down"),
    ("frr", "show_ipv6_ospf6_neighbor", "ExStart"),
    ("frr", "show_bgp_summary", "00:05:00"),
    ("hp_comware", "display_lldp_neighbor-information_list", "GE1/0/2         0000-5e00"),
    ("hp_comware", "display_ipv6_neighbors_all", "REACH"),
    ("hp_comware", "display_ospfv3_peer", "192.0.2.5"),
    ("hp_comware", "display_bgp_peer_ipv6", "00:00:12"),
    ("hp_comware", "display_transceiver_diagnosis_interface", "3.29"),
]


@pytest.mark.parametrize(("platform", "name", "last"), ROW_CUT)
def test_a_row_cut_in_the_middle_is_refused(platform: str, name: str, last: str) -> None:
    file = SAMPLES / platform / f"{name}.txt"
    text = read(file)
    with pytest.raises(ConfigError):
        rows_of(file, text[: text.index(last) + len(last)])


NONE = [
    ("ruijie_os", "show lldp neighbors",
     "System Name   Local Intf   Port ID   Capability  Aging-time\nTotal entries displayed: 0\n"),
    ("ruijie_os", "show interfaces transceiver",
     "========Interface TenGigabitEthernet 1/46========\nTransceiver absent!\n"),
    ("hp_comware", "display ipv6 nd snooping vlan",
     "IPv6 address         MAC address      VID   Interface       Status     Age\n"),
    ("hp_comware", "display bgp peer ipv6",
     " Local AS number: 64512\n Total number of peers: 0          Peers in established state: 0\n"),
    ("frr", "show bgp ipv6 unicast summary", "% No BGP neighbors found in VRF default\n"),
    ("frr", "show ipv6 ospf6 neighbor",
     "Neighbor ID     Pri    DeadTime    State/IfState         Duration I/F[State]\n"),
    ("hp_comware", "display lldp neighbor-information list",
     "Local Interface Chassis ID      Port ID                         System Name\n"),
    ("hp_comware", "display ospfv3 peer", "\n   OSPFv3 Process 1 with Router ID 1.1.1.1\n\n"),
    ("hp_comware", "display transceiver diagnosis interface",
     "GigabitEthernet1/0/2 transceiver diagnostic information:\nThe transceiver is absent.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("platform", "command", "text"), NONE)
def test_none_is_an_empty_list(platform: str, command: str, text: str) -> None:
    assert parse_output(load_platform(platform), command, text) == []


def test_the_refused_line_is_named() -> None:
    file = SAMPLES / "ruijie_os" / "show_vlan.txt"
    text = read(file).replace("120 1#406 ", "12x 1#406 ")
    with pytest.raises(ConfigError, match=r"line 8 \('12x 1#406"):
        rows_of(file, text)


@pytest.mark.parametrize("said", ["-", "--", "N/A", "-40.00", "2147483647"])
def test_no_light_and_no_reading_are_none(said: str) -> None:
    file = SAMPLES / "hp_comware" / "display_transceiver_diagnosis_interface.txt"
    first = rows_of(file, read(file).replace(" -6.10 ", f" {said} "))[0]
    assert isinstance(first, Transceiver)
    assert (first.rx_dbm, first.tx_dbm) == (None, -3.2)
