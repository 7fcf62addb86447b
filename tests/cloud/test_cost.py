"""What stacks cost: prices are data, and what has none is said to have none."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
import yaml
from cloud_parts import NETWORK, NODE, write_project
from hypothesis import given
from hypothesis import strategies as st

from educloud.cloud.cost import Prices, cost_of, declared_stacks, lines, read_prices
from educloud.cloud.declared import Declared, DeclaredStack, Ref
from educloud.cloud.ec2.machine_types import database_class, machine_type
from educloud.cloud.family import family
from educloud.cloud.spec.load import load_stacks
from educloud.errors import CloudError
from educloud.project import Project

LIST = Prices.model_validate({
    "source": "a test",
    "mark": "default",
    "hours_per_month": 730,
    "charges": {
        "Instance": {
            "machine": {"per": "hour", "unit": "台", "by": ["type"], "prices": {"small": 0.5}},
            "disk": {"per": "month", "unit": "GB", "cny": 0.7,
                     "quantity": ["disk.gb", "template.disk.gb"]},
        },
        "Database": {
            "storage": {"per": "month", "unit": "GB", "cny": 1, "quantity": ["storage_gb"],
                        "times": {"multi_zone": 2}},
        },
        "Bucket": {"storage": {"per": "month", "unit": "GB", "cny": 0.15, "assumed": None}},
    },
    "free": ["Vpc", "LaunchTemplate"],
})  # fmt: skip


def stack(*resources: Declared) -> DeclaredStack:
    return DeclaredStack("node", resources)


def machine(name: str = "m", **over: object) -> Declared:
    return Declared("Instance", name, {"type": "small", "disk": {"gb": 10}, "template": "", **over})


def project_with(folder: Path, prices: object = None) -> Project:
    project = write_project(folder, network=NETWORK, city_999900=NODE)
    if prices is not None:
        (folder / "prices.yaml").write_text(yaml.safe_dump(prices, allow_unicode=True), "utf-8")
    return project


def test_a_machine_costs_its_hours_and_its_disk():
    cost = cost_of(stack(machine()), LIST)
    assert (cost.month, cost.year) == (0.5 * 730 + 7, 12 * (0.5 * 730 + 7))
    assert [(one.kind, one.count) for one in cost.kinds] == [("Instance", 1)]
    assert cost.unpriced == ()


def test_a_disk_that_the_template_says_is_paid_for_every_machine():
    template = Declared("LaunchTemplate", "t", {"disk": {"gb": 40}})
    made = [machine(f"m{n}", disk={}, template=Ref("t")) for n in range(3)]
    cost = cost_of(stack(template, *made), LIST)
    assert cost.month == round(3 * (0.5 * 730 + 40 * 0.7), 2)


def test_a_type_that_the_template_says_is_the_machines():
    charges = LIST.charges["Instance"]["machine"].model_copy(
        update={"by": ("type", "template.type")}
    )
    prices = LIST.model_copy(update={"charges": {"Instance": {"machine": charges}}})
    template = Declared("LaunchTemplate", "t", {"type": "small"})
    cost = cost_of(stack(template, machine(type="", template=Ref("t"))), prices)
    assert cost.month == 0.5 * 730


def test_a_second_copy_is_paid_for():
    one, two = (
        cost_of(stack(Declared("Database", "d", {"storage_gb": 100, "multi_zone": both})), LIST)
        for both in (False, True)
    )
    assert (one.month, two.month) == (100, 200)


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (machine(type="huge"), "no price of huge"),
        (machine(type=""), "no price of what is not said"),
        (Declared("Bucket", "b", {}), "depends on use"),
        (Declared("Balloon", "b", {}), "no price for this kind"),
    ],
)
def test_what_has_no_price_is_listed_and_never_zero(resource: Declared, reason: str):
    found = [line for line in lines(stack(resource), LIST) if line.unpriced]
    assert [(line.unpriced, line.month) for line in found] == [(reason, None)]
    assert [one.reason for one in cost_of(stack(resource), LIST).unpriced] == [reason]


def test_what_is_free_costs_nothing_and_is_not_unpriced():
    cost = cost_of(stack(Declared("Vpc", "v", {})), LIST)
    assert (cost.month, cost.kinds, cost.unpriced) == (0, (), ())


@given(st.lists(st.sampled_from(["small", "huge", ""]), max_size=8))
def test_every_charge_is_either_added_or_listed(types: list[str]):
    made = stack(*(machine(f"m{place}", type=one) for place, one in enumerate(types)))
    cost = cost_of(made, LIST)
    priced = sum(line.month is not None for line in lines(made, LIST))
    assert priced + sum(one.count for one in cost.unpriced) == 2 * len(types)
    assert cost.month == pytest.approx(sum(one.month for one in cost.kinds))
    assert cost.month == pytest.approx(types.count("small") * 365 + len(types) * 7)


# --- price lists ------------------------------------------------------------------------------


def test_every_kind_has_a_price_or_is_said_to_be_free(tmp_path: Path):
    prices = read_prices(project_with(tmp_path), family())
    kinds = set(family().kinds())
    assert {*prices.charges, *prices.free} == kinds
    assert not set(prices.charges) & prices.free


def test_every_machine_type_that_stack_files_can_ask_for_has_a_price(tmp_path: Path):
    charges = read_prices(project_with(tmp_path), family()).charges
    for vcpu in (1, 2, 4, 8, 16, 32, 48, 64):
        for ratio in (2, 4, 8):
            for arch in ("x86_64", "aarch64"):
                found = machine_type(vcpu, vcpu * ratio, arch)
                assert found in charges["Instance"]["machine"].prices
            assert database_class(vcpu, vcpu * ratio) in charges["Database"]["machine"].prices


def test_a_projects_own_prices_are_laid_over(tmp_path: Path):
    own = {
        "source": "合同（合成）",
        "charges": {"NatGateway": {"gateway": {"cny": 1}}, "Bucket": {"storage": {"assumed": 500}}},
    }
    shipped = read_prices(project_with(tmp_path / "shipped"), family())
    prices = read_prices(project_with(tmp_path / "own", own), family())
    assert prices.source == "合同（合成）"
    assert prices.charges["NatGateway"]["gateway"].cny == 1
    assert prices.charges["NatGateway"]["traffic"] == shipped.charges["NatGateway"]["traffic"]
    bucket = stack(Declared("Bucket", "b", {}))
    assert cost_of(bucket, shipped).unpriced
    assert cost_of(bucket, prices).month == 500 * 0.15


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"charges": {"Balloon": {}}}, "no kind of resource 'Balloon'"),
        ({"charges": {"Key": {"key": {"cny": "much"}}}}, "charges.Key.key.cny"),
        ({"charges": {"Key": {"key": {"cny": -1}}}}, "charges.Key.key.cny"),
        ({"charges": {"Key": {"key": {"cny": None}}}}, "give cny, or by and prices"),
        ({"charges": {"Key": {"door": {"per": "week", "unit": "x", "cny": 1}}}}, "per"),
        ({"charges": []}, "charges"),
        ({"charges": {"Key": 7}}, "charges.Key"),
        ({"curency": "CNY"}, "unknown key 'curency'"),
        ({"hours_per_month": math.nan}, "hours_per_month"),
        ({"charges": {"Key": {"key": {"cny": math.inf}}}}, "charges.Key.key.cny"),
        (["Key"], "no price list"),
    ],
)
def test_a_wrong_price_list_is_one_sentence_that_names_the_file(tmp_path: Path, own, said: str):
    with pytest.raises(CloudError) as raised:
        read_prices(project_with(tmp_path, own), family())
    assert said in str(raised.value)
    assert "prices.yaml" in str(raised.value)
    assert "\n" not in str(raised.value)


# --- stacks -----------------------------------------------------------------------------------


def test_the_command_says_the_same_to_people_and_programs(tmp_path: Path, educloud):
    project = project_with(tmp_path)
    run = educloud("-C", str(project.folder), "cloud", "cost", "--all", "--json")
    said = json.loads(run.stdout)
    assert (run.returncode, said["currency"]) == (0, "CNY")
    assert [one["stack"] for one in said["stacks"]] == ["network", "city-999900"]
    assert said["month"] == pytest.approx(sum(one["month"] for one in said["stacks"]), abs=0.02)
    kinds = {kind["kind"]: kind for kind in said["stacks"][1]["kinds"]}
    assert kinds["TransitAttachment"]["month"] == pytest.approx(0.4 * 730)
    assert {"Bucket"} <= {one["kind"] for one in said["stacks"][1]["unpriced"]}
    text = educloud("-C", str(project.folder), "cloud", "cost", "city-999900").stdout
    assert f"{said['stacks'][1]['month']:,.2f}" in text
    assert "未计价 Bucket" in text


def test_more_machines_cost_more(tmp_path: Path):
    months = []
    for count in (1, 2):
        pool = f"pools: {{web: {{zone: data, count: {count}, vcpu: 2, ram_gb: 8}}}}\n"
        project = write_project(tmp_path / str(count), network=NETWORK, city_999900=NODE + pool)
        prices = read_prices(project, family())
        (declared,) = declared_stacks(load_stacks(project), ("city-999900",), family())
        months.append(cost_of(declared, prices).month)
    machine_and_disk = prices.charges["Instance"]["machine"].prices["m5.large"] * 730 + 100 * 0.7
    assert months[1] - months[0] == pytest.approx(machine_and_disk)
