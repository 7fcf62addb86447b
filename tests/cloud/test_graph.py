"""Pictures of stacks: everything is drawn once, nothing overlaps, and the files are well formed."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educloud.cloud.cost import declared_stacks
from educloud.cloud.declared import Declared, DeclaredStack, Ref
from educloud.cloud.family import family
from educloud.cloud.graph import Picture, mermaid, picture_of, picture_of_all, svg
from educloud.cloud.graph.picture import BOX_WIDTH, Area, fitted, placed
from educloud.cloud.graph.words import KINDS
from educloud.cloud.spec.load import Stacks, load_stacks
from educloud.cloud.spec.network import stack_of_hub
from educloud.project import Project

SVG = "{http://www.w3.org/2000/svg}"
Run = Callable[..., subprocess.CompletedProcess[str]]

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(str.isprintable)
parts = st.none() | st.dictionaries(
    st.sampled_from(["zone", "hub", "owner"]), st.sampled_from(["app", "<dmz>", '"data"'])
)


@st.composite
def declared(draw: st.DrawFn) -> DeclaredStack:
    """Any stack: resources that refer to earlier ones, and to other stacks."""
    resources: list[Declared] = []
    for name in draw(st.lists(names, unique=True, max_size=14)):
        known = [one.name for one in resources]
        near = draw(st.lists(st.sampled_from(known), max_size=3)) if known else []
        far = draw(st.lists(st.sampled_from(["network", "main"]), max_size=2))
        tags = draw(parts)
        wanted = {
            "of": [Ref(one) for one in near],
            "from": {"far": [Ref("", "hub", stack=one) for one in far]},
            **({} if tags is None else {"tags": tags}),
        }
        kind = draw(st.sampled_from(["Subnet", "Route", "Something"]))
        after = tuple(draw(st.lists(st.sampled_from(known), max_size=2)) if known else ())
        resources.append(Declared(kind, name, wanted, after))
    return DeclaredStack("city-1", tuple(resources))


def overlap(one: Area, other: Area) -> bool:
    apart = one.right <= other.x or other.right <= one.x
    return not (apart or one.bottom <= other.y or other.bottom <= one.y)


def check(picture: Picture) -> None:
    """Hold what every picture must."""
    layout = placed(picture)
    areas = list(layout.boxes.values())
    assert len(areas) == len(picture.boxes)
    for number, area in enumerate(areas):
        assert not any(overlap(area, other) for other in areas[:number])
        assert area.x >= 0
        assert area.right <= layout.width
        assert area.bottom <= layout.height
    bands = list(layout.bands.values())
    for number, band in enumerate(bands):
        assert not any(overlap(band, other) for other in bands[:number])
    for box in picture.boxes:
        area, band = layout.boxes[box.key], layout.bands[box.group]
        assert band.x <= area.x
        assert area.right <= band.right
        assert band.y <= area.y
        assert area.bottom <= band.bottom
    root = ET.fromstring(svg(picture))  # noqa: S314  our own
    drawn = Counter(one.get("data-box") for one in root.iter(f"{SVG}g") if one.get("data-box"))
    assert drawn == Counter(box.key for box in picture.boxes)
    lines = Counter(
        (one.get("data-from"), one.get("data-to"))
        for one in root.iter(f"{SVG}path")
        if one.get("data-from")
    )
    assert lines == Counter((line.source, line.target) for line in picture.lines)
    text = mermaid(picture)
    assert len(re.findall(r'^    n\d+\["', text, re.MULTILINE)) == len(picture.boxes)
    arrows = re.findall(r"^  n\d+ (?:-->|-\.->).* n\d+$", text, re.MULTILINE)
    assert len(arrows) == len(picture.lines)


@given(declared())
def test_every_resource_and_reference_is_drawn_once(stack: DeclaredStack) -> None:
    picture = picture_of(stack)
    check(picture)
    inside = [box.key for box in picture.boxes if not box.key.startswith("stack:")]
    assert inside == [one.name for one in stack.resources]
    wanted = {(one.name, need) for one in stack.resources for need in one.needs}
    near = [(line.source, line.target) for line in picture.lines
            if not line.target.startswith("stack:")]  # fmt: skip
    assert Counter(near) == Counter(wanted)
    far = {(one.name, f"stack:{ref.stack}") for one in stack.resources
           for ref in one.wanted["from"]["far"]}  # fmt: skip
    assert {(line.source, line.target) for line in picture.lines} - wanted == far
    columns = {box.key: box.column for box in picture.boxes}
    assert all(columns[line.source] > columns[line.target] for line in picture.lines)


@given(st.text(max_size=60), st.integers(20, 300))
def test_a_text_is_cut_to_its_room(text: str, room: int) -> None:
    cut = fitted(text, room)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
    assert len(cut) * 6 <= room + 12


def test_a_long_chinese_name_is_cut() -> None:
    assert fitted("鹤壁市教育云节点" * 5, BOX_WIDTH).endswith("…")
    assert fitted("city-410600", BOX_WIDTH) == "city-410600"


def test_every_resource_type_has_a_chinese_name() -> None:
    assert set(KINDS) == set(family().kinds())


@pytest.fixture(scope="module")
def stacks() -> Stacks:
    return load_stacks(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def made(stacks: Stacks) -> dict[str, DeclaredStack]:
    return {one.name: one for one in declared_stacks(stacks, (), family())}


def test_all_stacks_are_a_tree_of_hubs(stacks: Stacks, made: dict[str, DeclaredStack]) -> None:
    picture = picture_of_all(stacks, made)
    check(picture)
    boxes = {box.key: box for box in picture.boxes}
    assert set(stacks.names) == set(boxes)
    lines = {(line.source, line.target) for line in picture.lines}
    assert stacks.network is not None
    for name, hub in stacks.network.hubs.items():
        if hub.parent:
            assert (stack_of_hub(name), stack_of_hub(hub.parent)) in lines
    for name, node in stacks.nodes.items():
        if node.attach:
            hub = stack_of_hub(node.attach.hub)
            assert [line.text for line in picture.lines
                    if (line.source, line.target) == (name, hub)] == ["教学"]  # fmt: skip
            assert boxes[name].group == boxes[hub].group
        if node.disaster_recovery:
            assert (name, node.disaster_recovery.peer) in lines


def test_every_shipped_stack_can_be_drawn(made: dict[str, DeclaredStack]) -> None:
    for name in ("network", "network-h410600", "main-410000", "city-410600"):
        check(picture_of(made[name]))


def test_stacks_without_a_private_network_are_drawn_too(stacks: Stacks) -> None:
    nodes = {"city-410600": stacks.nodes["city-410600"].model_copy(
        update={"attach": None, "disaster_recovery": None})}  # fmt: skip
    picture = picture_of_all(Stacks(None, nodes), {})
    check(picture)
    assert [box.key for box in picture.boxes] == ["city-410600"]


def test_the_command_prints_or_writes_one(project: Project, educloud: Run, tmp_path: Path) -> None:
    def graph(*more: str) -> subprocess.CompletedProcess[str]:
        return educloud("-C", str(project.folder), "cloud", "graph", *more)

    printed = graph("city-410600")
    assert printed.returncode == 0
    assert printed.stdout.startswith("---\ntitle:")
    file = tmp_path / "all.svg"
    assert graph("--out", str(file)).returncode == 0
    ET.parse(file)  # noqa: S314  our own
    listed = graph("city-410600", "--json")
    assert {"title", "boxes", "lines"} == set(json.loads(listed.stdout))
    unknown = graph("city-999999")
    assert unknown.returncode == 1
    assert "city-999999" in unknown.stderr
    assert "Traceback" not in unknown.stderr
