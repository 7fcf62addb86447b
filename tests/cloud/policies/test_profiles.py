"""The stack files of every profile, as they are written new, may go up."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from educloud.cli.init import make_bare_project
from educloud.cloud.policies.evaluate import findings
from educloud.cloud.policies.situation import Surroundings
from educloud.cloud.spec.load import Stacks, load_stacks
from educloud.cloud.spec.new import missing
from educloud.cloud.spec.new.write import look, write_stacks
from educloud.inventory import profiles
from educloud.inventory.models import Division
from educloud.inventory.profile import load_profile
from educloud.inventory.tables import read_table
from educloud.project import open_project, shipped


@pytest.mark.parametrize("profile", ["henan", "tianjin", "shaanxi"])
def test_what_is_written_new_may_go_up(profile: str, tmp_path: Path):
    make_bare_project(tmp_path / profile, profile)
    project = open_project(tmp_path / profile)
    known = look(project)
    write_stacks(project, known, missing(known))
    stacks = load_stacks(project)
    assert len(stacks.nodes) > 10
    assert [str(one) for one in findings(project, stacks) if one.severity == "deny"] == []


def test_the_shipped_stacks_may_go_up():
    project = open_project(shipped("educloud.yaml").parent)
    found = findings(project, load_stacks(project))
    assert [str(one) for one in found if one.severity == "deny"] == []


ONE_CITY = {
    ("henan", "410602", "410611"),  # two districts of Hebi
    ("henan", "410000", "410100"),  # the province's node stands in its capital
    ("tianjin", "120103", "120103"),
    ("shaanxi", "610000", "610104"),
}
TWO_CITIES = {
    ("henan", "410600", "410500"),
    ("henan", "410000", "410600"),
    ("henan", "419001", "410800"),  # Jiyuan lies right under the province
    ("tianjin", "120101", "120102"),  # no prefectures: districts count
    ("tianjin", "120000", "120101"),
    ("shaanxi", "610100", "610200"),
}


@pytest.mark.parametrize(("profile", "one", "other"), sorted(ONE_CITY | TWO_CITIES))
def test_which_divisions_are_one_city(profile: str, one: str, other: str):
    folder = shipped("inventory") if profile == "henan" else profiles.FOLDER / profile
    rows = read_table(folder / "divisions.csv", Division).records
    around = Surroundings(
        stacks=Stacks(None, {}),
        profile=load_profile(profile),
        as_of=dt.date(2026, 11, 1),
        divisions={row.code: row for row in rows},
    )
    same = (profile, one, other) in ONE_CITY
    assert (around.city_of(one) == around.city_of(other)) is same
    if profile == "henan":  # without a table the code tells, where there are prefectures
        bare = dataclasses.replace(around, divisions={})
        assert (bare.city_of(one) == bare.city_of(other)) is same
