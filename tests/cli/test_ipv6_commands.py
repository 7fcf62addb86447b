"""``educloud ipv6`` at the door: documents on stdout, exit codes, nothing written that should not.

The plan itself is tested with the inventory's commands.
"""

import csv
import json

import pytest
from click.testing import CliRunner

from educloud.cli import root


def run(project, *arguments):
    return CliRunner().invoke(root, ["-C", str(project.folder), "ipv6", *arguments])


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_whose_leads_down_to_the_vlan(project):
    result = run(project, "whose", "3fff:410:1410:10::1")
    assert result.exit_code == 0
    assert "site     3fff:410:1410::/56  鹤山区教育局（合成） HB-SITE-002" in result.stdout
    assert "service  1 (teaching), VLAN index 0" in result.stdout


def test_whose_as_json_is_a_list_and_what_nobody_holds_is_exit_2(project):
    result = run(project, "whose", "3fff:410:1410::/56", "3fff:411::1", "3fff:410:fc20::", "--json")
    assert result.exit_code == 2
    held, outside, free = json.loads(result.stdout)
    assert (held["asked"], held["state"]) == ("3fff:410:1410::/56", "assigned")
    assert held["holders"][-1] == {
        "kind": "site", "id": "HB-SITE-002", "name": "鹤山区教育局（合成）",
        "prefix": "3fff:410:1410::/56",
    }  # fmt: skip
    assert (outside["state"], outside["holders"]) == ("outside", [])
    assert (free["state"], free["holders"][-1]["kind"]) == ("free", "pool")


def test_whose_shows_devices_and_does_not_flood(project):
    result = run(project, "whose", "127.0.0.1")
    assert "127.0.0.1  outside" in result.stdout
    assert "device   HB-DEV-001" in result.stdout
    assert len(result.stdout.splitlines()) < 60


def test_utilisation_lists_every_place(project):
    result = run(project, "utilisation", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert [level["level"] for level in document["levels"]] == [
        "city", "county", "site", "university",
    ]  # fmt: skip
    # the province, 18 cities, 174 counties and cities' own, the pool and its county
    kinds = [place["kind"] for place in document["places"]]
    assert (kinds.count("province"), kinds.count("city"), kinds.count("pool")) == (1, 18, 1)
    assert all(0 <= place["reserve"] <= 1 for place in document["places"])
    assert "0 places have less than a quarter in reserve" in run(project, "utilisation").stdout


def test_a_tight_place_is_exit_2_and_named(project):
    prefixes = [f"site,OLD-{n},3fff:410:{0x1410 + n:x}::/48" for n in range(1, 14)]
    with (project.inventory / "ipv6.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(prefixes) + "\n")
    result = run(project, "utilisation")
    assert result.exit_code == 2
    assert "tight: county 鹤山区 410602: 3335/4096 site places, reserve 19%" in result.stdout


def test_renumber_reports_and_leaves_the_register(project, tmp_path):
    register = project.inventory / "ipv6.csv"
    before = register.read_bytes()
    moves = tmp_path / "moves.csv"
    result = run(project, "renumber", "--to-root", "3fff:500::/32", "--csv", str(moves), "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["devices"] == 120
    assert [share["sites"] for share in document["shares"]] == [1, 1, 7, 7, 7, 7, 10]
    assert len(document["moves"]) == before.count(b"\n") - 1
    rows = list(csv.DictReader(moves.open(encoding="utf-8")))
    assert len(rows) == len(document["moves"])
    assert (rows[0]["old_prefix"], rows[0]["new_prefix"]) == ("3fff:410::/32", "3fff:500::/32")
    shown = run(project, "renumber", "--to-root", "3fff:500::/28", "--to-scheme", "nibble28")
    assert "120 devices" in shown.stdout
    assert "7) withdraw" in shown.stdout
    assert register.read_bytes() == before


def test_zones_writes_files_that_name_the_profiles_servers(project, tmp_path):
    out = tmp_path / "zones"
    result = run(project, "zones", "--out", str(out), "--as-of", "2026-11-24", "--json")
    assert result.exit_code == 0
    listed = json.loads(result.stdout)
    assert {f"{row['zone']}.zone" for row in listed} | {"named.conf"} == {
        path.name for path in out.iterdir()
    }
    assert [row["zone"] for row in listed if row["parent"] is None] == ["0.1.4.0.f.f.f.3.ip6.arpa"]
    top = (out / "0.1.4.0.f.f.f.3.ip6.arpa.zone").read_text(encoding="utf-8")
    assert " 2026112401 " in top
    assert "4.1 IN NS ns1.410600." in top
    again = run(
        project, "zones", "--out", str(out), "--ns", "a.edu.example", "--ns", "b.edu.example"
    )
    assert again.exit_code == 0
    top = (out / "0.1.4.0.f.f.f.3.ip6.arpa.zone").read_text(encoding="utf-8")
    assert "4.1 IN NS b.edu.example." in top


def test_export_has_a_row_for_every_prefix(project, tmp_path):
    file = tmp_path / "plan.csv"
    assert run(project, "export", "--csv", str(file)).exit_code == 0
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert len(rows) == (project.inventory / "ipv6.csv").read_bytes().count(b"\n") - 1
    site = next(row for row in rows if row["id"] == "HB-SITE-002")
    assert (site["parent"], site["reverse_zone"]) == (
        "410602",
        "0.0.0.1.4.1.0.1.4.0.f.f.f.3.ip6.arpa",
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["whose", "hello"], "'hello' is neither an address nor a prefix"),
        (["renumber", "--to-root", "x"], "'x' is no IPv6 prefix"),
        (["renumber", "--to-root", "3fff:500::/28"], "the scheme needs a /32"),
        (
            ["renumber", "--to-root", "3fff:500::/28", "--to-scheme", "x"],
            "no IPv6 scheme 'x'; choose one of default, nibble28",
        ),
        (["zones", "--out", "/dev/null"], "/dev/null: is a file"),
        (["zones", "--out", "new", "--ns", "one.example"], "needs 2 name servers, 1 given"),
        (["zones", "--out", "new", "--domain", "a b"], "'a b' is no domain name"),
        (["export", "--csv", "/proc/none/plan.csv"], "No such file or directory"),
    ],
)
def test_bad_input_is_one_sentence(project, arguments, told):
    result = run(project, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_faults_stop_the_zones_and_are_exit_2_of_renumber(project, tmp_path):
    replace(project.inventory / "ipv6.csv", "site,HB-SITE-002,3fff:410:1410::/56",
            "site,HB-SITE-002,3fff:410:1410:100::/56")  # fmt: skip
    out = tmp_path / "zones"
    result = run(project, "zones", "--out", str(out))
    assert (result.exit_code, out.exists()) == (1, False)
    assert "overlaps site" in result.stderr
    result = run(project, "renumber", "--to-root", "3fff:500::/32", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["faults"]


def test_a_plan_under_another_scheme_by_the_settings(project):
    replace(project.folder / "educloud.yaml", "3fff:410::/32", "3fff:400::/28")
    with (project.folder / "educloud.yaml").open("a", encoding="utf-8") as file:
        file.write("\nipv6_scheme: nibble28\n")
    result = run(project, "plan", "--json")
    assert result.exit_code == 1
    assert "the register was made under 3fff:410::/32" in result.stderr
    (project.inventory / "ipv6.csv").unlink()
    rows = json.loads(run(project, "plan", "--json").stdout)
    assert {"kind": "city", "id": "410600", "prefix": "3fff:400:5000::/36"} in rows
    assert run(project, "plan", "--check").exit_code == 0


@pytest.mark.parametrize("command", ["whose", "utilisation", "renumber", "zones", "export"])
def test_every_command_shows_an_example(command):
    result = CliRunner().invoke(root, ["ipv6", command, "--help"])
    assert "Example:" in result.stdout
