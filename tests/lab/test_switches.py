"""The device farm on its own: dialects, sessions, and what outlives it."""

from __future__ import annotations

import socket

import pytest

from educloud.errors import EnvironmentMissing, LabError
from educloud.inventory.models import Role
from educloud.lab.switches.block import Refusal
from educloud.lab.switches.config import Configuration
from educloud.lab.switches.dialects import DIALECTS
from educloud.lab.switches.factory import MAKERS, school_config
from educloud.lab.switches.shell import MORE, Shell
from educloud.lab.switches.start import plain_farm, read_faults, run_farm
from educloud.lab.switches.switch import Declared, Switch


@pytest.fixture(params=sorted(MAKERS))
def switch(request, tmp_path):
    """One switch of each vendor, in its box, without a network."""
    text = school_config(request.param, "SW", Role.CORE, 1)
    box = Switch(Declared("box", request.param, "127.0.0.1", 1, text), tmp_path)
    yield box
    box.close()


def test_it_shows_what_it_was_given_and_reads_what_it_shows(switch):
    text = switch.config.text()
    assert Configuration(switch.dialect, text).text() == text
    assert all(not block.extra for block in switch.config.blocks.values())


def test_a_session_pages_configures_and_returns(switch):
    shell, dialect = Shell(switch, "someone"), switch.dialect
    assert "SW" in shell.greeting()
    if dialect.enabled_prompt:
        assert dialect.unknown in shell.feed(dialect.show_running)
        shell.feed("enable")
    assert shell.feed(dialect.show_running).endswith(MORE)
    shell.feed("q")
    assert shell.feed(dialect.paging_off) == shell.prompt()
    assert MORE not in shell.feed(dialect.show_running)
    shell.feed(dialect.enter_config)
    view = next(header for header in switch.config.blocks if header.endswith("24"))
    assert view.split()[-1] in shell.feed(view)
    assert dialect.unknown in shell.feed("frobnicate")
    shell.feed(dialect.leave)
    assert shell.prompt() == shell.feed("")
    assert shell.feed(dialect.leave_config[0]) == shell.prompt()


def test_save_asks_where_the_vendor_asks(switch):
    shell = Shell(switch, "someone", enabled=True)
    switch.take("someone", "", "sysname NEW" if switch.dialect.layout == "hash" else "hostname NEW")
    answer = shell.feed(switch.dialect.save)
    if switch.dialect.save_question:
        assert answer.endswith("[Y/N]")
        assert "NEW" not in switch.startup
        answer = shell.feed("y")
    assert switch.dialect.saved in answer
    assert switch.startup == switch.config.text()


def test_what_was_accepted_outlives_a_kill(switch, tmp_path):
    """Nothing is closed: a second box on the same folder stands as the first."""
    switch.take("someone", "", "vlan 77")
    with pytest.raises(Refusal):
        switch.take("someone", "", "vlan 5000")
    again = Switch(switch.declaration, tmp_path)
    assert again.config.text() == switch.config.text()
    assert "vlan 77" in again.config.blocks
    assert again.startup != again.config.text()
    again.close()


@pytest.mark.parametrize(
    ("view", "line", "answer"),
    [
        ("interface GigabitEthernet0/0/1", "undo port default vlan 10", "Too many parameters"),
        ("interface GigabitEthernet0/0/1", "port link-type trunk", "renew the default"),
        ("interface GigabitEthernet0/0/9", "port trunk allow-pass vlan 10", "not trunk"),
        ("interface Vlanif10", "ipv6 address 2001:db8::1/64", "prerequisite"),
        ("interface Vlanif20", "ip address 10.10.11.1 255.255.255.0", "conflicts"),
        ("", "undo vlan 10", "interface of this VLAN"),
        ("", "interface Vlanif77", "does not exist"),
        ("", "sysname", "Incomplete"),
    ],
)
def test_vrp_refuses_what_the_real_one_refuses(view, line, answer):
    box = Configuration(DIALECTS["huawei_vrp"], school_config("huawei_vrp", "A", Role.CORE, 1))
    with pytest.raises(Refusal, match=answer):
        box.open_view(line) if line.startswith("interface") else box.set_line(view, line)


def test_comware_drops_the_old_lines_with_the_link_type():
    box = Configuration(DIALECTS["hp_comware"], school_config("hp_comware", "A", Role.CORE, 1))
    box.set_line("interface GigabitEthernet1/0/24", "port link-type access")
    assert box.blocks["interface GigabitEthernet1/0/24"].shown(box.dialect) == [
        "port link-mode bridge", "description uplink", "port link-type access",
    ]  # fmt: skip


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        farm = plain_farm("ruijie_os", 1, port)
        with (
            pytest.raises(EnvironmentMissing, match=f"port {port} is taken"),
            run_farm(farm, tmp_path),
        ):
            pass


def test_bad_declarations_are_one_sentence():
    with pytest.raises(LabError, match="no switch of platform"):
        plain_farm("cisco_ios", 1, 22001)
    for word in ("SW1", "SW1:refuse=(", "SW1:drop=many", "SW1:explode=1"):
        with pytest.raises(LabError, match="fault"):
            read_faults([word])
    assert read_faults(["SW1:refuse=a:b", "SW1:drop=3"])["SW1"].drop_after == 3
