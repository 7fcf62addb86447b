"""What the templates of each platform say of an intent, and that a device of the farm takes it.

``pytest --update`` writes the expected texts anew, to be read as a diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from educloud.network.facts import read_facts
from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform, platform_names
from educloud.network.render import render
from educloud.project import shipped

from .intents import OLT, OLT_WITH_ONE_UPLINK, SWITCH
from .typing_in import switch, type_all

RENDERED = Path(__file__).parent / "rendered"
# What a device of the platform says before anything is set on it.
NEW = {
    "frr": "frr defaults traditional\nhostname frr\n!\nline vty\nexit\n!\n",
    "hp_comware": "#\n version 7.1.070, Release 6616P05\n#\n sysname H3C\n#\nline vty 0 63\n#\n"
    "return\n",
    "huawei_smartax": "[global-config]\n  <global-config>\n sysname MA5800\n#\nreturn\n",
    "huawei_vrp": "#\nsysname HUAWEI\n#\naaa\n#\nreturn\n",
    "huawei_vrpv8": "#\nsysname HUAWEI\n#\naaa\n#\nreturn\n",
    "ruijie_os": "hostname Ruijie\n!\nline console 0\nline vty 0 4\n login\n!\nend\n",
    "zte_zxan": "hostname ZXAN\n!\nend\n",
    "zte_zxros": "!<system-config>\nhostname Switch\n!</system-config>\n!<if-intf>\n"
    + "".join(f"interface gei-0/1/1/{number}\n$\n" for number in range(1, 7)),
}
OLTS = {"huawei_smartax": OLT, "zte_zxan": OLT_WITH_ONE_UPLINK}
# Lines that no command takes back.
STAYS = {
    "huawei_smartax": {"snmp-agent sys-info version v3"},
    "zte_zxan": {"switchport mode trunk"},
    "zte_zxros": {"shutdown", "no shutdown"},  # a real port always says one of the two
}


@pytest.fixture(scope="module", params=platform_names())
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def text(platform: str) -> str:
    return render(load_platform(platform), OLTS.get(platform, SWITCH), shipped("templates"))


def test_the_text_is_the_reviewed_one(
    platform: str, text: str, request: pytest.FixtureRequest
) -> None:
    file = RENDERED / f"{platform}.cfg"
    if request.config.getoption("update"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_a_new_device_takes_every_line_says_it_and_loses_it_again(platform: str, text: str) -> None:
    sheet, box = load_platform(platform), switch(platform, NEW[platform])
    change = plan_merge(sheet, box.text(), text, allow_management_change=True)
    type_all(box, change.apply)
    assert read_facts(sheet, text).meaning() <= read_facts(sheet, box.text()).meaning()
    assert not plan_merge(sheet, box.text(), text)
    type_all(box, change.undo)
    left = read_facts(sheet, box.text()).meaning() - read_facts(sheet, NEW[platform]).meaning()
    assert {line for _, _, line in left} == STAYS.get(platform, set())


def test_it_is_no_change_to_itself(platform: str, text: str) -> None:
    assert not plan_replace(load_platform(platform), text, text)
