"""Reverse zones: they tile the plan exactly, each is delegated once, and their text is golden."""

import csv
import io
from collections import Counter
from ipaddress import IPv6Address, IPv6Network
from pathlib import Path

import pytest
from address_plans import FEW, ROOT, province, provinces, site, with_sites
from hypothesis import given
from hypothesis import strategies as st

from educloud.errors import ProjectError
from educloud.inventory.addresses.allocate import Scheme, plan_addresses
from educloud.inventory.addresses.export import plan_csv
from educloud.inventory.addresses.reverse_zones import (
    covering,
    name_servers,
    named_conf,
    refuse_unsound,
    zone_files,
    zone_name,
    zones,
)
from educloud.inventory.addresses.zone_folder import write_zone_folder

GOLDEN = Path(__file__).parent / "golden" / "reverse_zones"
SCHEMES = (
    Scheme(city=6, county=6, site=12, service=4, vlan=4, campus=10),
    Scheme(city=4, county=4, site=12, service=4, vlan=8, campus=8),
    Scheme(city=3, county=3, site=7, service=4, vlan=5, campus=6),  # /42, /45, /48, /55
    Scheme(city=6, county=3, site=15, service=4, vlan=4, campus=10),  # city and county: both /40
)


def root_of(scheme):
    return IPv6Network((int(ROOT.network_address), scheme.root_length))


@given(st.integers(0, (1 << 128) - 1), st.integers(0, 128))
def test_a_prefix_is_covered_exactly_by_zones_on_nibbles(number, length):
    prefix = IPv6Network((number >> 128 - length << 128 - length, length))
    parts = list(covering(prefix))
    assert sum(part.num_addresses for part in parts) == prefix.num_addresses
    assert len(set(parts)) == len(parts) <= 8
    assert all(part.subnet_of(prefix) and part.prefixlen % 4 == 0 for part in parts)
    for part in parts:
        pointer = part.network_address.reverse_pointer
        assert pointer.endswith(f".{zone_name(part)}") or pointer == zone_name(part)


def test_a_38_is_four_zones_of_40():
    assert [zone_name(part) for part in covering(IPv6Network("3fff:410:1400::/38"))] == [
        "4.1.0.1.4.0.f.f.f.3.ip6.arpa",
        "5.1.0.1.4.0.f.f.f.3.ip6.arpa",
        "6.1.0.1.4.0.f.f.f.3.ip6.arpa",
        "7.1.0.1.4.0.f.f.f.3.ip6.arpa",
    ]


@FEW
@given(provinces(), st.sampled_from(SCHEMES), st.data())
def test_zones_cover_the_plan_and_each_is_there_once(generated, scheme, data):
    counties, pool, before, _ = generated
    plan = plan_addresses(with_sites(counties, pool, before), root_of(scheme), (), scheme)
    found = zones(plan)
    names = Counter(zone.name for zone in found)
    assert set(names.values()) == {1}
    tops = [zone.prefix for zone in found if zone.parent is None]
    assert sum(top.num_addresses for top in tops) == plan.prefix("province", "410000").num_addresses
    for zone in found:
        assert zone.prefix.subnet_of(zone.owner.prefix)
        assert zone.parent is None or zone.prefix.subnet_of(zone.parent)
    # The smallest zone around an address is that of the smallest block or university around it.
    zoned = {zone.owner.key for zone in found}
    one = data.draw(st.sampled_from(plan.allocations))
    offset = data.draw(st.integers(0, one.prefix.num_addresses - 1))
    address = IPv6Address(int(one.prefix.network_address) + offset)
    holders = [one for one in plan.allocations if one.key in zoned and address in one.prefix]
    serving = max((z for z in found if address in z.prefix), key=lambda z: z.prefix.prefixlen)
    assert serving.owner.key == max(holders, key=lambda one: one.prefix.prefixlen).key


def records(text):
    """Read a zone file strictly: directives, comments, and `name IN TYPE data` at one blank."""
    origin, ttl, found = None, None, []
    for line in text.splitlines():
        if line.startswith("$ORIGIN "):
            origin = line.removeprefix("$ORIGIN ")
            assert origin.endswith(".ip6.arpa.")
        elif line.startswith("$TTL "):
            ttl = int(line.removeprefix("$TTL "))
        elif not line.startswith(";"):
            name, kind, rtype, data = line.split(" ", 3)
            assert kind == "IN"
            assert origin
            assert ttl
            full = origin if name == "@" else f"{name}.{origin}"
            assert all(0 < len(label) <= 63 for label in full.rstrip(".").split("."))
            found.append((full, rtype, data))
    return found


@FEW
@given(provinces(), st.sampled_from(SCHEMES))
def test_every_zone_but_the_top_is_delegated_once_by_the_zone_around_it(generated, scheme):
    counties, pool, before, _ = generated
    plan = plan_addresses(with_sites(counties, pool, before), root_of(scheme), (), scheme)
    found = zones(plan)
    servers = name_servers(found, "edu.example", ())
    files = zone_files(found, servers, "hostmaster.edu.example", 2026112401)
    delegated = Counter()
    for zone in found:
        rows = records(files[f"{zone.name}.zone"])
        assert [rtype for _, rtype, _ in rows].count("SOA") == 1
        assert rows[0][:2] == (f"{zone.name}.", "SOA")
        assert sum(name == f"{zone.name}." and rtype == "NS" for name, rtype, _ in rows) == 2
        below = {name for name, _, _ in rows} - {f"{zone.name}."}
        assert all(name.endswith(f".{zone.name}.") for name in below)
        delegated.update(below)
        inner = [name for name in below for other in below if name.endswith(f".{other}")]
        assert inner == []
    tops = {f"{zone.name}." for zone in found if zone.parent is None}
    assert delegated == Counter({f"{zone.name}." for zone in found} - tops)
    assert named_conf(found).count("type primary") == len(found)


def small_plan():
    sites = {
        "A": site("A", "410101"),
        "合成_1": site("合成_1", "410101", kind="university"),
    }
    return plan_addresses(province([1], sites), ROOT, ())


def test_the_zone_files_are_the_golden_ones():
    found = zones(small_plan())
    files = zone_files(
        found, name_servers(found, "edu.example", ()), "hostmaster.edu.example", 2026112401
    )
    assert len(files) == len(found) == 13
    kept = sorted(GOLDEN.iterdir())
    assert len(kept) == 4  # the province's, a city's, the pool's, a university's
    for golden in kept:
        assert files[golden.name] == golden.read_text(encoding="utf-8"), golden.name


def test_named_servers_serve_all_zones_and_one_is_too_few():
    found = zones(small_plan())
    servers = name_servers(found, "edu.example", ("a.edu.example", "b.edu.example."))
    assert set(servers.values()) == {("a.edu.example.", "b.edu.example.")}
    with pytest.raises(ProjectError, match="a zone needs 2 name servers, 1 given"):
        name_servers(found, "edu.example", ("a.edu.example",))
    for wrong in ("a b.example", "", "x\n@ IN NS y", "-", "a..example", "校园.example"):
        with pytest.raises(ProjectError, match="is no domain name"):
            name_servers(found, wrong, ())


def test_an_unsound_plan_gets_no_zones():
    sites = {"A": site("A", "410101"), "B": site("B", "410101", prefix="3fff:411::/56")}
    with pytest.raises(ProjectError, match=r"site B .* lies outside the province's prefix"):
        refuse_unsound(plan_addresses(province([1], sites), ROOT, ()))


def test_a_folder_of_zones_is_replaced_as_a_whole(tmp_path):
    folder = tmp_path / "deep" / "zones"
    write_zone_folder(folder, {"a.zone": "1\n", "named.conf": "x\n"})
    write_zone_folder(folder, {"b.zone": "2\n"})
    assert [path.name for path in folder.iterdir()] == ["b.zone"]
    assert [path.name for path in folder.parent.iterdir()] == ["zones"]
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ProjectError, match=r"holds notes\.txt, which is no zone file"):
        write_zone_folder(folder, {"c.zone": "3\n"})
    assert sorted(path.name for path in folder.iterdir()) == ["b.zone", "notes.txt"]
    with pytest.raises(ProjectError, match="is a file"):
        write_zone_folder(folder / "notes.txt", {})


def test_the_export_says_whose_inside_what_and_how_full():
    sites = {"A": site("A", "410101"), "B": site("B", "410101")}
    first = plan_addresses(province([1], sites), ROOT, ())
    tables = province([1], {"A": sites["A"], "C": site("C", "410100")})
    text = plan_csv(plan_addresses(tables, ROOT, first.register), tables)
    rows = {(row["kind"], row["id"]): row for row in csv.DictReader(io.StringIO(text))}
    county = rows["county", "410101"]
    assert (county["parent_kind"], county["parent"]) == ("city", "410100")
    assert (county["used"], county["capacity"], county["utilisation"]) == ("2", "4096", "0.0005")
    assert county["reverse_zone"] == "1.0.0.0.1.4.0.f.f.f.3.ip6.arpa"
    assert rows["city", "410100"]["reverse_zone"].count(";") == 3
    states = {name: rows["site", name]["state"] for name in "ABC"}
    assert states == {"A": "recorded", "B": "reserved", "C": "new"}
    assert rows["site", "A"]["name_zh"] == "A"
    assert rows["site", "B"]["name_zh"] == ""
    assert len(rows) == len(first.register) + 1
