"""New stack files: sound for every province, stable, and never over somebody's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.cli import root
from educloud.cli.init import make_bare_project
from educloud.cloud.spec.load import Stacks, load_stacks, read_stacks
from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.new import Known, new_stacks, wanted
from educloud.cloud.spec.new.known import word_of
from educloud.cloud.spec.new.text import stack_text
from educloud.cloud.spec.new.write import look
from educloud.cloud.spec.node import NodeStack
from educloud.errors import CloudError
from educloud.inventory.addresses.allocate import plan_addresses
from educloud.inventory.models import Inventory, Node
from educloud.inventory.profile import load_profile
from educloud.project import open_project

PROFILES = ("henan", "tianjin", "shaanxi")
NONE = Stacks(None, {})
Made = Mapping[str, NodeStack | NetworkStack]


@pytest.fixture(scope="module", params=PROFILES)
def bare(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param) / "p"
    make_bare_project(folder, request.param)
    return open_project(folder)


@cache
def tables(profile: str) -> Inventory:
    """The tables a project of a profile begins with."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    with TemporaryDirectory() as name:
        make_bare_project(Path(name) / "p", profile)
        return look(open_project(Path(name) / "p")).inventory


def known(profile: str, inventory: Inventory, register=(), standing: Stacks = NONE) -> Known:
    facts = load_profile(profile)
    plan = plan_addresses(inventory, facts.ipv6_root.prefix, register, province=facts.province)
    return Known(inventory, facts, plan, standing)


def every(found: Known) -> Made:
    return new_stacks(found, wanted(found))


def grown(inventory: Inventory, *nodes: Node) -> Inventory:
    return replace(inventory, nodes={**inventory.nodes, **{one.node_id: one for one in nodes}})


def node(name: str, tier: str, code: str) -> Node:
    return Node(node_id=name, name=name, tier=tier, division_code=code)


# --- sound ---------------------------------------------------------------------------------------


def test_the_files_of_every_profile_load_without_complaint(bare):
    stacks = load_stacks(bare)
    rows = look(bare).inventory.nodes
    assert set(stacks.nodes) == set(rows)
    for name, stack in stacks.nodes.items():
        assert (stack.tier, stack.division) == (rows[name].tier, rows[name].division_code)
        assert stack.mlps_level == (rows[name].mlps_level or 3)


def test_every_node_has_its_own_place_and_a_peer_in_another_city(bare):
    found, stacks = look(bare), load_stacks(bare)
    cities = {name: found.city_of(one.division) for name, one in stacks.nodes.items()}
    capital = found.cities[0]
    for name, stack in stacks.nodes.items():
        assert stack.ipv4_block.subnet_of(IPv4Network("10.64.0.0/10"))
        assert stack.ipv6_block == found.plan.prefix("node", name)
        peer = stack.disaster_recovery.peer
        assert cities[peer] != (cities[name] or capital)
        if cities[name]:  # cities stand in for each other
            assert stacks.nodes[peer].disaster_recovery.peer == name
    assert len({one.ipv4_block for one in stacks.nodes.values()}) == len(stacks.nodes)


def test_the_parts_every_node_has(bare):
    for stack in load_stacks(bare).nodes.values():
        zones = {"dmz", "app", "data", "mgmt"} | ({"exam"} if stack.tier == "main" else set())
        assert set(stack.zones) == zones
        assert {one.purpose for one in stack.buckets} == {"apps", "backup", "resource", "video"}
        video = next(one for one in stack.buckets if one.purpose == "video")
        assert video.keep_days == 90
        assert stack.logs.retention_days >= 180
        assert stack.backup
        assert stack.alarms
        assert stack.region is None
        assert stack.dns.name.endswith(".example")


def test_the_main_node_carries_the_platforms(bare):
    stacks = load_stacks(bare)
    (main,) = (one for one in stacks.nodes.values() if one.tier == "main")
    expected = {
        "天津市": ["教育管理信息化平台", "教育资源信息化平台", "终身教育信息化平台",
                "教育安全信息化平台", "教育治理信息化平台"],
    }.get(look(bare).province.name_zh, [
        "教育管理服务业务中台", "数据中台", "身份中台", "可信认证体系", "大数据仓"])  # fmt: skip
    assert [one.name for one in main.platforms.values()] == expected
    assert len({one.pool for one in main.platforms.values()}) == 5  # apart from each other
    assert len({one.database for one in main.platforms.values()}) == 5
    assert not any(one.platforms for one in stacks.nodes.values() if one.tier != "main")


def test_the_network_joins_cities_counties_and_peers(bare):
    found, network = look(bare), load_stacks(bare).network
    assert set(network.hubs) == {"province", *(f"h{city}" for city in found.cities)}
    assert len({hub.asn for hub in network.hubs.values()}) == len(network.hubs)
    assert {name for name, world in network.worlds.items() if world.internet} == {
        "teaching", "office", "iot", "vocational",
    }  # fmt: skip
    first, second = network.exits.values()
    assert found.city_of(first.division) != found.city_of(second.division)
    assert first.carrier != second.carrier
    assert first.risk_group != second.risk_group
    counties = [one for one in network.attachments.values() if one.kind == "county"]
    leaves = {one.code for one in found.inventory.divisions.values()} - {
        one.parent for one in found.inventory.divisions.values()
    }
    assert {one.division for one in counties} == leaves
    for one in counties:
        assert one.hub == f"h{found.city_of(one.division)}"
        assert one.ipv6 == (found.plan.prefix("county", one.division),)
    assert {network.attachments[key].world for key in ("egov", "cernet")} == {"office", "teaching"}


def test_campuses_are_attached_to_the_province(project):
    network = load_stacks(project).network
    (campus,) = (one for one in network.attachments.values() if one.kind == "campus")
    assert campus.hub == "province"
    assert campus.ipv6 == (look(project).plan.prefix("site", "HB-SITE-039"),)


def test_the_shipped_files_are_what_would_be_written_today(project):
    found = look(project)
    for name, stack in every(found).items():
        path = project.stacks / f"{name}.yaml"
        assert path.read_text("utf-8") == stack_text(stack)


# --- stable --------------------------------------------------------------------------------------

NEW_NODES = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["city", "university"]), st.integers(0, 200)),
    max_size=8,
    unique_by=lambda row: row[0],
)


@settings(max_examples=30, deadline=None)
@given(profile=st.sampled_from(PROFILES), rows=NEW_NODES, split=st.integers(0, 8))
def test_adding_a_node_changes_no_other_file(profile, rows, split):
    inventory = tables(profile)
    codes = sorted(inventory.divisions)
    added = [node(f"zz-{number:02}", tier, codes[at % len(codes)]) for number, tier, at in rows]
    added.sort(key=lambda one: (one.tier != "university", one.node_id))
    before = known(profile, grown(inventory, *added[:split]))
    after = known(profile, grown(inventory, *added), before.plan.register)
    first, second = every(before), every(after)
    universities = all(one.tier == "university" for one in added[split:])
    if universities:  # whatever is added between, those registered earlier keep what they have
        assert {name: second[name] for name in first} == dict(first)
    else:  # a second city node in a division: as soon as files stand, they stay
        standing = Stacks(first["network"], {k: v for k, v in first.items() if k != "network"})
        kept = every(replace(after, standing=standing))
        assert {name: kept[name] for name in first} == dict(first)
        second = kept
    blocks = [one.ipv4_block for one in second.values() if isinstance(one, NodeStack)]
    assert len(set(blocks)) == len(blocks)


def test_adding_a_city_node_to_a_hierarchy_without_files_changes_none_of_the_others():
    """The block of a city without a node is kept for it."""
    whole = tables("henan")
    few = replace(whole, nodes={k: v for k, v in whole.nodes.items() if k != "city-410900"})
    before = known("henan", few)
    after = known("henan", whole, before.plan.register)
    first, second = every(before), every(after)
    changed = {name for name in first if first[name] != second[name]}
    assert changed <= {"city-411000"}  # whose natural peer it is


@settings(max_examples=20, deadline=None)
@given(
    held=st.dictionaries(
        st.sampled_from(["city-410100", "city-410600", "main-410000"]),
        st.integers(60, 127),
        min_size=1,
    )
)
def test_what_a_file_has_it_keeps_and_nobody_else_gets(held):
    whole = known("henan", tables("henan"))
    if len(set(held.values())) < len(held):
        return
    made = every(whole)
    nodes = {
        name: made[name].model_copy(update={"ipv4_block": IPv4Network(f"10.{number}.0.0/16")})
        for name, number in held.items()
    }
    again = every(replace(whole, standing=Stacks(None, nodes)))
    blocks = {name: one.ipv4_block for name, one in again.items() if isinstance(one, NodeStack)}
    assert all(blocks[name] == one.ipv4_block for name, one in nodes.items())
    assert len(set(blocks.values())) == len(blocks)


def test_a_new_network_keeps_what_the_former_gave():
    found = known("henan", tables("henan"))
    former = every(found)["network"]
    counties = dict(list(former.attachments.items())[40:])  # forty are new, in the middle and first
    standing = Stacks(former.model_copy(update={"attachments": counties}), {})
    again = every(replace(found, standing=standing))["network"]
    for key, one in counties.items():
        assert again.attachments[key] == one
    assert len({one.router for one in again.attachments.values()}) == len(again.attachments)
    assert again.exits == former.exits
    assert again.hubs == former.hubs


def test_more_nodes_than_addresses_is_one_sentence():
    codes = tables("henan").divisions
    many = [node(f"u-{number:03}", "university", "410100") for number in range(140)]
    found = known("henan", grown(tables("henan"), *many))
    assert len(codes) > 100
    with pytest.raises(CloudError, match=r"no /16 of 10\.64\.0\.0/10 and 10\.0\.0\.0/10 is left"):
        every(found)


def test_a_scheme_without_room_for_exits_leaves_their_prefix_to_the_cloud(bare):
    found = look(bare)
    register = [one for one in found.plan.register if one.key != ("county", found.plan.province)]
    plan = replace(found.plan, register=tuple(register), wants={
        key: want for key, want in found.plan.wants.items()
        if key != ("county", found.plan.province)})  # fmt: skip
    assert plan.given("county", found.plan.province) is None
    made = new_stacks(replace(found, plan=plan, standing=NONE), ["network"])["network"]
    assert {out.ipv6_block for out in made.exits.values()} == {None}


# --- as text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_written_reads_back_as_what_was_said(profile):
    for stack in every(known(profile, tables(profile))).values():
        text = stack_text(stack, "x.json")
        assert type(stack).model_validate(yaml.safe_load(text)) == stack
        assert text.startswith("# yaml-language-server: $schema=x.json\n# ")
        assert all(len(line) <= 200 for line in text.splitlines())


@given(st.text(min_size=1, max_size=80))
def test_any_id_becomes_a_word(name):
    made = word_of(name)
    assert 1 <= len(made) <= 31
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")


def test_ids_that_differ_are_words_that_differ():
    names = ["HB-SITE-039", "大学一", "大学二", "a b", "a_b", "x" * 40, "x" * 41]
    assert len({word_of(name) for name in names}) == len(names)
    assert word_of("HB-SITE-039") == "hb-site-039"


# --- the command ---------------------------------------------------------------------------------


def run(project, *arguments: str):
    return CliRunner().invoke(root, ["-C", str(project.folder), "cloud", "new", *arguments])


def test_a_file_that_is_there_stays(project):
    path = project.stacks / "city-410600.yaml"
    path.unlink()
    made = run(project, "--tier", "city", "--division", "410600")
    assert (made.exit_code, made.stdout) == (0, "stacks/city-410600.yaml\n")
    before = path.read_bytes()
    again = run(project, "--tier", "city", "--division", "410600")
    assert again.exit_code == 1
    assert again.stderr.splitlines() == [
        "educloud: stacks/city-410600.yaml: there is such a file already; edit it, or give --force "
        "to have it written anew"
    ]
    assert path.read_bytes() == before


def test_force_writes_it_anew_with_its_addresses(project):
    path = project.stacks / "city-410600.yaml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("count: 2", "count: 9"), "utf-8")
    made = run(project, "--node", "city-410600", "--force", "--json")
    assert json.loads(made.stdout) == {"written": ["stacks/city-410600.yaml"]}
    assert path.read_text("utf-8") == before
    assert "10.66.0.0/16" in before


def test_all_writes_what_is_missing_and_nothing_else(project):
    for name in ("network", "city-410100", "main-410000"):
        (project.stacks / f"{name}.yaml").unlink()
    mine = project.stacks / "city-410200.yaml"
    mine.write_text(mine.read_text("utf-8") + "# mine\n", "utf-8")
    done = run(project, "--all")
    assert done.stdout.split() == [
        "stacks/network.yaml", "stacks/city-410100.yaml", "stacks/main-410000.yaml",
    ]  # fmt: skip
    assert mine.read_text("utf-8").endswith("# mine\n")
    assert len(load_stacks(project).nodes) == 19
    nothing = run(project, "--all")
    assert (nothing.exit_code, nothing.stdout) == (0, "")


def test_a_university_node_is_written_beside_the_rest(project):
    table = project.inventory / "nodes.csv"
    table.write_text(
        table.read_text("utf-8") + "university-HB-ORG-039,淇水大学教育云分节点（合成）,university,"
        "410611,,2,,yes\n",
        "utf-8",
    )
    rows = table.read_text("utf-8").splitlines()
    rows = [f"{row},org_id" if number == 0 else f"{row}," for number, row in enumerate(rows)]
    rows[-1] += "HB-ORG-039"
    table.write_text("\n".join(rows) + "\n", "utf-8")
    before = {path.name: path.read_bytes() for path in project.stacks.iterdir()}
    done = run(project, "--tier", "university", "--org", "HB-ORG-039")
    assert done.exit_code == 0, done.stderr
    stack = load_stacks(project).nodes["university-HB-ORG-039"]
    assert (stack.mlps_level, stack.attach.hub) == (2, "province")
    assert stack.disaster_recovery.peer == "city-410500"
    register = (project.inventory / "ipv6.csv").read_text()
    assert f"node,university-HB-ORG-039,{stack.ipv6_block}\n" in register
    assert all((project.stacks / name).read_bytes() == held for name, held in before.items())


def test_a_node_alone_says_what_it_lacks(project):
    for path in project.stacks.iterdir():
        path.unlink()
    done = run(project, "--tier", "main")
    assert done.stdout == "stacks/main-410000.yaml\n"
    assert "there is no private network yet" in done.stderr
    assert "no peer for disaster recovery" in done.stderr
    assert load_stacks(project).nodes["main-410000"].attach is None
    beside = run(project, "--tier", "city", "--division", "410600")
    assert "no peer" not in beside.stderr  # the main node stands in another city
    assert load_stacks(project).nodes["city-410600"].disaster_recovery.peer == "main-410000"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--tier", "city", "--division", "410602"], "there is no city node of division 410602"),
        (["--tier", "university", "--org", "X"], "there is no university node of organisation X"),
        (["--node", "city-1"], "node city-1 is not in the inventory"),
        (["--tier", "city"], "--tier city needs --division"),
        (["--tier", "university"], "needs --org or --division"),
        (["--division", "410600"], "give one of --tier, --node, --network, --all"),
        (["--all", "--network"], "give one of --tier, --node, --network, --all"),
        (["--all", "--org", "X"], "go with --tier"),
        ([], "give one of --tier, --node, --network, --all"),
        (["--tier", "moon"], "is not one of 'main', 'city', 'university'"),
    ],
)
def test_what_cannot_be_meant_is_refused(project, arguments, said):
    before = {path.name: path.read_bytes() for path in project.stacks.iterdir()}
    done = run(project, *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert {path.name: path.read_bytes() for path in project.stacks.iterdir()} == before


def test_a_broken_file_beside_stops_it(project):
    (project.stacks / "city-410500.yaml").write_text("{", "utf-8")
    (project.stacks / "city-410600.yaml").unlink()
    done = run(project, "--tier", "city", "--division", "410600")
    assert done.exit_code == 1
    assert "city-410500.yaml" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (project.stacks / "city-410600.yaml").exists()


def test_the_schema_is_named_when_it_lies_there(project):
    (project.stacks / ".schema").mkdir()
    (project.stacks / ".schema" / "node.json").write_text("{}", "utf-8")
    run(project, "--node", "city-410600", "--force")
    run(project, "--network", "--force")
    first = (project.stacks / "city-410600.yaml").read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=.schema/node.json"
    assert "$schema" not in (project.stacks / "network.yaml").read_text("utf-8")
    assert set(read_stacks(project).names) >= {"network", "city-410600"}


def test_the_prefixes_come_from_the_register(project):
    for stack in load_stacks(project).nodes.values():
        assert IPv6Network("3fff:410::/32").supernet_of(stack.ipv6_block)
