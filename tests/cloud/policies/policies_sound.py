"""A sound little province, to which nothing is objected, and edits of its files."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from cloud_parts import write_project

from educloud.cloud.policies.evaluate import PolicyFinding, findings
from educloud.cloud.spec.load import load_stacks
from educloud.project import Project

Files = dict[str, Any]  # stack files by name, as YAML reads them


def _node(number: int, peer: str) -> dict[str, Any]:
    code = f"410{number}00"
    return {
        "node_id": f"city-{code}",
        "tier": "city",
        "division": code,
        "mlps_level": 3,
        "ipv4_block": f"10.6{number}.0.0/16",
        "ipv6_block": f"3fff:410:{number}00::/56",
        "availability_zones": ["a", "b"],
        "zones": {
            "dmz": {"slot": 0, "reach": "public", "allow": [{"from": "internet", "port": 443}]},
            "app": {
                "slot": 1,
                "reach": "outbound",
                "allow": [
                    {"from": "dmz", "port": 8080},
                    {"from": "private-network", "port": 443},
                    {"from": "mgmt", "port": 22},
                ],
            },
            "data": {
                "slot": 2,
                "allow": [{"from": "app", "port": 5432}, {"from": "mgmt", "port": 22}],
            },
            "mgmt": {
                "slot": 3,
                "reach": "outbound",
                "allow": [{"from": "private-network", "port": 22}],
            },
        },
        "pools": {
            "web": {"zone": "app", "count": 2, "vcpu": 4, "ram_gb": 16, "data_gb": 100},
            "one": {"zone": "app", "count": 1, "vcpu": 2, "ram_gb": 8},
            "two": {"zone": "app", "count": 1, "vcpu": 2, "ram_gb": 8},
        },
        "databases": {"main": {"zone": "data"}},
        "shares": {"files": {"zone": "app"}},
        "buckets": [{"name": f"test-{code}-apps", "purpose": "apps"}],
        "balancers": {"front": {"zone": "dmz", "pool": "web"}},
        "logs": {"retention_days": 180},
        "backup": {"keep_days": 35},
        "disaster_recovery": {"peer": peer},
        "platforms": {
            "one": {"name": "平台一（合成）", "owner": "ORG-1", "level": 3, "pool": "one"},
            "two": {"name": "平台二（合成）", "owner": "ORG-1", "level": 2, "pool": "two"},
        },
        "attach": {"world": "teaching", "zone": "app"},
    }


def _exit(number: int, carrier: str) -> dict[str, Any]:
    return {
        "division": f"410{number}00",
        "carrier": carrier,
        "risk_group": f"duct-{number}",
        "ipv4_block": f"10.127.{number}.0/24",
        "ipv6_block": f"3fff:410:f{number}00::/56",
    }


SOUND: Files = {
    "network": {
        "ipv4": ["10.0.0.0/8"],
        "ipv6": ["3fff::/20"],
        "worlds": {"teaching": {"internet": True}, "exam": {}, "video": {}},
        "exits": {"east": _exit(2, "telecom"), "west": _exit(3, "unicom")},
    },
    "city-410600": _node(6, "city-410500"),
    "city-410500": _node(5, "city-410600"),
}
NODE = "city-410600"
EXAMPLE_DIVISIONS = """code,name_zh,name_pinyin,level,parent
410000,河南省,Henan,province,
410100,郑州市,Zhengzhou,prefecture,410000
410102,中原区,Zhongyuan,district,410100
410500,安阳市,Anyang,prefecture,410000
410502,文峰区,Wenfeng,district,410500
410600,鹤壁市,Hebi,prefecture,410000
410602,鹤山区,Heshan,district,410600
410611,淇滨区,Qibin,district,410600
419001,济源市,Jiyuan,county,410000
"""


def files(*edits: Callable[[Files], object]) -> Files:
    """The sound province after edits."""
    made = copy.deepcopy(SOUND)
    for edit in edits:
        edit(made)
    return made


def project_of(folder: Path, stacks: Mapping[str, Any]) -> Project:
    texts = {name: yaml.safe_dump(stack, allow_unicode=True) for name, stack in stacks.items()}
    project = write_project(folder, **texts)
    project.inventory.mkdir()
    (project.inventory / "divisions.csv").write_text(EXAMPLE_DIVISIONS, "utf-8")
    return project


Edit = Callable[[Files], object]


def found_in(folder: Path, stacks: Files, plan: Path | None = None) -> tuple[PolicyFinding, ...]:
    project = project_of(folder, stacks)
    return findings(project, load_stacks(project), plan=plan)


def told(found: tuple[PolicyFinding, ...]) -> set[tuple[str, str, str]]:
    return {(one.severity, one.rule, one.resource) for one in found}


def node(**over: Any) -> Edit:
    return lambda made: made[NODE].update(over)


def part(*path: Any, **over: Any) -> Edit:
    """Lay something over a part of the node's file."""

    def edit(made: Files) -> None:
        place = made[NODE]
        for key in path:
            place = place[key]
        place.update(over)

    return edit


def network(*path: str, **over: Any) -> Edit:
    def edit(made: Files) -> None:
        place = made["network"]
        for key in path:
            place = place[key]
        place.update(over)

    return edit


def allow(zone: str, **entry: Any) -> Edit:
    return lambda made: made[NODE]["zones"][zone]["allow"].append(entry)


def without(key: str) -> Edit:
    return lambda made: made[NODE].pop(key)


def both(*edits: Edit) -> Edit:
    return lambda made: [edit(made) for edit in edits]
