"""Ways of dividing the prefix: every one that fits works, one that cannot is named with numbers."""

from dataclasses import replace
from ipaddress import IPv6Network

import pytest
from address_plans import FEW, ROOT, by_hand, province, provinces, site, with_sites
from hypothesis import assume, given
from hypothesis import strategies as st

from educloud.errors import ProjectError
from educloud.inventory.addresses.allocate import DEFAULT, check_fit, plan_addresses
from educloud.inventory.addresses.register import (
    address_plan,
    find_scheme,
    load_register,
    save_register,
)
from educloud.inventory.addresses.reverse_zones import zones
from educloud.inventory.addresses.scheme import SERVICES, Scheme, sound_scheme
from educloud.inventory.addresses.utilisation import places, utilisation
from educloud.inventory.addresses.whose import Lookup
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Division
from educloud.inventory.profile import load_profile
from educloud.inventory.profiles import FOLDER
from educloud.inventory.tables import read_table


@st.composite
def schemes(draw):
    """Any scheme with places for four cities of four counties and twelve sites of a kind."""
    bits = {
        "city": draw(st.integers(3, 10)),
        "county": draw(st.integers(3, 10)),
        "site": draw(st.integers(4, 14)),
        "service": draw(st.integers(0, 8)),
        "vlan": draw(st.integers(0, 8)),
    }
    campus = draw(st.integers(bits["county"], bits["county"] + bits["site"]))
    assume((1 << campus) - (1 << campus - bits["county"]) >= 12)
    return sound_scheme(Scheme(**bits, campus=campus), "drawn")


def root_of(scheme):
    return IPv6Network(f"3fff::/{scheme.root_length}", strict=False)


@FEW
@given(provinces(), schemes())
def test_every_scheme_that_fits_gives_a_sound_plan_that_never_moves(generated, scheme):
    counties, pool, before, after = generated
    pool = dict(sorted(pool.items())[:12])
    before, after = before & pool.keys(), after & pool.keys()
    root = root_of(scheme)
    tables = with_sites(counties, pool, before)
    check_fit(tables, "410000", scheme)
    first = plan_addresses(tables, root, (), scheme)
    assert first.check() == []
    assert by_hand(first)
    grown = with_sites([*counties, 1], pool, after)
    second = plan_addresses(grown, root, first.register, scheme)
    kept = {one.key: one.prefix for one in second.register}
    assert all(kept[one.key] == one.prefix for one in first.register)
    assert second.check() == []
    lookup = Lookup(second, grown)
    for one in second.allocations:
        answer = lookup.whose(one.prefix)
        assert (answer.owner.kind, answer.owner.id) == one.key
    for name in after:
        vlans = {
            second.vlan_prefix(name, service, vlan)
            for service in (0, (1 << scheme.service) - 1)
            for vlan in (0, (1 << scheme.vlan) - 1)
        }
        assert all(one.subnet_of(second.prefix("site", name)) for one in vlans)
    assert all(zone.prefix.prefixlen % 4 == 0 for zone in zones(second))


@pytest.mark.parametrize(
    ("bits", "told"),
    [
        ({"city": 30, "county": 20}, r"city 30 \+ county 20 \+ site 12 .* = 70 bits, .* has 64"),
        ({"campus": 5}, "campus has 5 bits and county 6: a university's prefix would be larger"),
        ({"campus": 19}, "a university's /57 would be smaller than a site's /56"),
        ({"services": {"mgmt": 16}}, "service mgmt has slot 16, 4 bits end at 15"),
        ({"services": {"mgmt": 1, "exam": 1}}, "services mgmt and exam both have slot 1"),
    ],
)
def test_an_impossible_scheme_is_one_sentence_with_its_numbers(bits, told):
    scheme = Scheme.model_validate({**DEFAULT.model_dump(), **bits})
    with pytest.raises(ProjectError, match=told):
        sound_scheme(scheme, "scheme.yaml")


def test_too_few_bits_for_the_divisions_are_named_with_the_numbers():
    narrow = DEFAULT.model_copy(update={"city": 2})
    with pytest.raises(ProjectError, match=r"4 cities .* do not fit 2 city bits, 3 places besides"):
        check_fit(province([0] * 4, {}), "410000", Scheme.model_validate(narrow.model_dump()))
    narrow = Scheme.model_validate({**DEFAULT.model_dump(), "county": 2})
    with pytest.raises(ProjectError, match=r"4 counties of 410200 410200 do not fit 2 county bits"):
        check_fit(province([3, 4], {}), "410000", narrow)


@pytest.mark.parametrize("name", ["henan", "shaanxi", "tianjin"])
def test_the_schemes_of_a_profile_are_sound_and_the_default_is_ours(name):
    known = load_profile(name).ipv6_schemes
    assert known["default"] == DEFAULT
    assert {"default", "nibble28"} <= known.keys()
    for scheme in known.values():
        assert sound_scheme(scheme, name) is scheme


def set_scheme(project, scheme, root):
    path = project.folder / "educloud.yaml"
    text = path.read_text(encoding="utf-8").replace("3fff:410::/32", root)
    path.write_text(f"{text}\nipv6_scheme: {scheme}\n", encoding="utf-8")
    (project.inventory / "ipv6.csv").unlink()


def test_henan_under_the_nibble_scheme(project):
    """8+8+12 under a /28: every level ends on a nibble, so every zone is one zone."""
    set_scheme(project, "nibble28", "3fff:500::/28")
    inventory = load_inventory(project)
    plan = address_plan(project, inventory)
    assert {(one.kind, one.prefix.prefixlen) for one in plan.allocations} == {
        ("province", 28), ("city", 36), ("pool", 36), ("county", 44), ("site", 56), ("site", 48),
        ("node", 56),
    }  # fmt: skip
    assert plan.check() == []
    save_register(project, plan)
    assert load_register(project) == address_plan(project, inventory).register
    blocks = {one.prefix for one in plan.allocations if one.kind not in {"site", "node"}}
    assert len(zones(plan)) == len(blocks) + 1


IMPORTED = """\
# An imported division of the bits, with its own order of services.
city: 8
county: 8
site: 8
service: 4
vlan: 4
campus: 12
services: {teaching: 1, office: 2, video: 3, mgmt: 15}
"""


def test_an_imported_scheme_decides_bits_and_service_slots(project):
    (project.folder / "scheme.yaml").write_text(IMPORTED, encoding="utf-8")
    set_scheme(project, "scheme.yaml", "3fff:410::/32")
    plan = address_plan(project, load_inventory(project))
    assert plan.prefix("city", "410600").prefixlen == 40
    inside = plan.prefix("site", "HB-SITE-019")
    assert inside.prefixlen == 56
    assert plan.service_prefix("HB-SITE-019", "mgmt", 0) == list(inside.subnets(new_prefix=64))[240]
    with pytest.raises(ProjectError, match="no slot for service 'exam'; it has teaching, office"):
        plan.service_prefix("HB-SITE-019", "exam", 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("city: 6\n", r"scheme\.yaml: .*county"),
        (IMPORTED + "town: 3\n", "unknown key 'town'"),
        (IMPORTED.replace("city: 8", "city: six"), r"scheme\.yaml: city.*six"),
        (IMPORTED.replace("city: 8", "city: 0"), r"scheme\.yaml: city.*1"),
        (IMPORTED.replace("city: 8", "city: 60"), "city 60 .* = 84 bits"),
        (IMPORTED.replace("city: 8", "city: 4"), "18 cities .* do not fit 4 city bits"),
        ("city: [\n", "not readable as YAML"),
        (IMPORTED.replace("site: 8", "site: 9"), "ipv6_root is a /32, the scheme needs a /31"),
    ],
)
def test_a_wrong_scheme_file_is_one_sentence(project, text, told):
    (project.folder / "scheme.yaml").write_text(text, encoding="utf-8")
    set_scheme(project, "scheme.yaml", "3fff:410::/32")
    with pytest.raises(ProjectError, match=told) as caught:
        address_plan(project, load_inventory(project))
    assert "\n" not in str(caught.value)


def test_an_unknown_scheme_names_those_there_are(project):
    with pytest.raises(ProjectError, match="no IPv6 scheme 'x'; choose one of default, nibble28"):
        find_scheme(project, "x")
    with pytest.raises(ProjectError, match=r"gone\.yaml: the file is missing"):
        find_scheme(project, "gone.yaml")


def flat_province(districts: int, sites: int):
    """A province whose districts lie directly under it, as Tianjin's do."""
    codes = [f"41{n % districts + 1:02}00" for n in range(sites)]
    return province([0] * districts, {f"S{n:05}": site(f"S{n:05}", c) for n, c in enumerate(codes)})


def test_a_province_without_prefectures_has_a_block_of_4096_sites_for_each_district():
    tables = flat_province(16, 400)
    plan = plan_addresses(tables, ROOT, ())
    check_fit(tables, "410000", DEFAULT)
    assert plan.check() == []
    assert by_hand(plan)
    full = {(place.kind, place.id): place for place in places(plan)}
    assert (full["province", "410000"].used, full["province", "410000"].capacity) == (16, 63)
    assert (full["county", "410100"].used, full["county", "410100"].capacity) == (25, 4096)
    assert not any(level.tight for level in utilisation(full.values()))


def test_a_functional_zone_is_a_county_and_its_row_moves_nobody():
    """410171, a development zone: optional, and its sites counted with the city before."""
    before = province([2], {"A": site("A", "410100"), "B": site("B", "410102")})
    first = plan_addresses(before, ROOT, ())
    row = Division(code="410171", name_zh="经开区", name_pinyin="x", level="zone", parent="410100")
    sites = {**before.sites, "Z": site("Z", "410171")}
    after = replace(before, divisions={**before.divisions, "410171": row}, sites=sites)
    second = plan_addresses(after, ROOT, first.register)
    assert second.prefix("site", "Z").subnet_of(second.prefix("county", "410171"))
    assert set(first.register) < set(second.register)
    assert second.check() == []


def test_services_left_out_are_those_the_bits_hold():
    small = Scheme(city=6, county=6, site=12, service=2, vlan=6, campus=10)
    assert dict(small.slots) == {"mgmt": 0, "teaching": 1, "office": 2, "video": 3}
    assert [DEFAULT.service_of(slot) for slot in (0, 9, 10)] == ["mgmt", "vocational", None]
    assert tuple(DEFAULT.slots) == SERVICES


@pytest.mark.parametrize(
    ("name", "code", "cities", "counties"),
    [("tianjin", "120000", 16, 0), ("shaanxi", "610000", 10, 107)],
)
def test_other_provinces_fit_both_shipped_schemes(name, code, cities, counties):
    """Tianjin's districts lie directly under it: each is a block of its own, with no counties."""
    rows = read_table(FOLDER / name / "divisions.csv", Division).records
    tables = replace(province([], {}), divisions={row.code: row for row in rows})
    for scheme in load_profile(name).ipv6_schemes.values():
        check_fit(tables, code, scheme)
        plan = plan_addresses(tables, root_of(scheme), (), scheme, code)
        assert plan.check() == []
        kinds = [one.kind for one in plan.allocations]
        assert kinds.count("city") == cities
        # with the own block of each city and of the province
        assert kinds.count("county") == counties + cities + 1
