"""Whether a PON has the bits and the light, and what hangs on which of its ports."""

from __future__ import annotations

import pytest

from educloud.errors import ConfigError
from educloud.network.intent.pon import check_pon, pon_loss_db

from .small import Province, province


def olt(onus: int, **site) -> Province:
    made = Province()
    made.site("SCHOOL", "senior", **site)
    made.device("CORE-1", "SCHOOL", "core")
    made.device("OLT-1", "SCHOOL", "olt", "CORE-1")
    for number in range(onus):
        made.device(f"ONU-{number}", "SCHOOL", "onu", "OLT-1", serial=f"HWTC{number:08X}")
    return made


@pytest.mark.parametrize(
    ("pon_type", "split"), [("gpon", 8), ("gpon", 16), ("xg_pon", 64), ("xgs_pon", 64)]
)
def test_a_split_that_gives_a_classroom_100_mbit_s_passes(pon_type, split):
    assert check_pon(pon_type, split, 1.0, where="x") == pon_loss_db(split, 1.0)


@pytest.mark.parametrize(
    ("pon_type", "split", "said"),
    [("gpon", 32, "72 Mbit/s"), ("gpon", 64, "36 Mbit/s"), ("xgs_pon", 128, "66 Mbit/s")],
)
def test_a_split_too_wide_is_refused_with_its_figure_and_the_way_out(pon_type, split, said):
    with pytest.raises(ConfigError, match=said) as refused:
        check_pon(pon_type, split, 1.0, where="sites.csv, S1")
    assert refused.value.where == "sites.csv, S1"
    widest = {"gpon": "1:16", "xgs_pon": "1:64"}[pon_type]
    assert widest in refused.value.mend


def test_efficiency_narrows_the_split():
    assert check_pon("gpon", 16, 1.0, where="x", efficiency=0.8)
    with pytest.raises(ConfigError, match="86 Mbit/s"):
        check_pon("gpon", 16, 1.0, where="x", efficiency=0.6)


def test_the_loss_is_that_of_splitter_fibre_and_connectors():
    assert pon_loss_db(16, 10.0, connectors=4) == pytest.approx(4 * 3.5 + 3.5 + 2.0)
    assert pon_loss_db(1, 0.0, connectors=2) == pytest.approx(1.0)


def test_light_that_does_not_reach_is_refused():
    """1:16 leaves class B+ optics 12 dB: 34 km of fibre, not 40."""
    assert check_pon("gpon", 16, 34.0, where="x") == pytest.approx(27.9)
    with pytest.raises(ConfigError, match=r"30\.0 dB, gpon optics bear 28"):
        check_pon("gpon", 16, 40.0, where="x")


@pytest.mark.parametrize("split", [3, 0, 512])
def test_a_split_no_splitter_has_is_refused(split):
    with pytest.raises(ConfigError, match="no power of two"):
        check_pon("xgs_pon", split, 1.0, where="x")


def test_a_site_whose_split_is_too_wide_is_refused_before_rendering():
    with pytest.raises(ConfigError, match=r"sites\.csv, SCHOOL: gpon split 1:32 commits 72"):
        olt(3, pon_type="gpon", pon_split=32).intent("OLT-1")


def test_onus_fill_a_port_up_to_its_split_in_the_order_of_the_table():
    found = olt(18, pon_type="gpon", pon_split=8).intent("OLT-1").pon
    assert [(p.frame, p.slot, p.port, len(p.onts)) for p in found.ports] == [
        (0, 1, 0, 8), (0, 1, 1, 8), (0, 1, 2, 2),
    ]  # fmt: skip
    assert [ont.serial for ont in found.ports[2].onts] == ["HWTC00000010", "HWTC00000011"]
    assert {(p.technology, p.split) for p in found.ports} == {("gpon", 8)}
    assert all(p.loss_db < 28 for p in found.ports)


def test_an_onu_without_serial_keeps_its_place_and_is_not_set_up():
    (port,) = province().intent("OLT-1").pon.ports
    assert [(ont.number, ont.serial) for ont in port.onts] == [
        (0, "HWTC1A2B3C4D"), (2, "HWTC00000003"),
    ]  # fmt: skip


def test_no_onu_is_invented():
    assert olt(0).intent("OLT-1").pon.ports == ()


def test_what_a_classroom_is_committed_fits_both_directions():
    def committed(pon_type: str, split: int) -> int:
        made = olt(1, pon_type=pon_type, pon_split=split)
        (profile,) = made.intent("OLT-1").pon.profiles
        return profile.committed_kbps

    assert committed("xgs_pon", 64) == 99_968
    assert committed("gpon", 16) == 68_736
    for split in (8, 16):
        assert committed("gpon", split) * split <= 1_100_000
        assert committed("gpon", split) % 64 == 0


def test_exam_is_no_service_of_a_classroom():
    (profile,) = olt(1).intent("OLT-1").pon.profiles
    assert dict(profile.services) == {
        "teaching": 10, "video": 30, "iot": 40, "wifi-staff": 50, "wifi-student": 60,
    }  # fmt: skip


def test_a_far_onu_counts_its_fibre():
    made = olt(1, pon_type="gpon", pon_split=16, lon=114.0, lat=35.0)
    made.site("FAR", "teaching_point", lon=114.0, lat=35.1)
    made.device("ONU-FAR", "FAR", "onu", "OLT-1", serial="ZTEG00000001")
    (port,) = made.intent("OLT-1").pon.ports
    assert port.loss_db == pytest.approx(pon_loss_db(16, 1.4 * 11.12), abs=0.05)
    made.site("FAR", "teaching_point", lon=114.0, lat=35.4)
    with pytest.raises(ConfigError, match="optics bear 28"):
        made.intent("OLT-1")
