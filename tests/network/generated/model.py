"""A switch as data, drawn at random; each platform's module writes it in its own words.

What refers to something also has it, so that between any two of them a change may lie.
"""

from __future__ import annotations

from hypothesis import strategies as st

VLANS = [10, 20, 21, 22, 30, 40, 99]
PORTS = [1, 2, 23]
some_vlans = st.lists(st.sampled_from(VLANS[:-1]), unique=True, max_size=5).map(sorted)


@st.composite
def port(draw):
    """A port: bare, access or trunk, with what belongs to that."""
    kind = draw(st.sampled_from(["bare", "access", "trunk"]))
    return {
        "kind": kind,
        "description": draw(st.sampled_from(["", "room 101", "教室 3 号"])),
        "shutdown": draw(st.booleans()),
        "vlan": draw(st.sampled_from(VLANS)),
        "vlans": draw(some_vlans.filter(bool)),
        "guard": draw(st.booleans()),
    }


@st.composite
def switch(draw):
    """A switch as data; what refers to something also has it."""
    ports = {n: draw(port()) for n in PORTS}
    routed = draw(st.lists(st.sampled_from([10, 20, 30]), unique=True, max_size=3))
    vlans = {99, *draw(some_vlans), *routed}
    vlans |= {p["vlan"] for p in ports.values() if p["kind"] == "access"}
    addresses = draw(st.permutations([1, 2, 3]))
    return {
        "hostname": draw(st.sampled_from(["SW-A", "SW-B"])),
        "telnet": draw(st.booleans()),
        "vlans": sorted(vlans),
        "named": draw(st.lists(st.sampled_from(sorted(vlans)), unique=True, max_size=3)),
        "word": draw(st.sampled_from(["teaching", "office"])),
        "ports": ports,
        "svis": {
            vlan: {
                "v4": draw(st.booleans()) and f"10.0.{addresses[n]}.1",
                "v6": draw(st.sampled_from(["", f"2001:db8:0:{addresses[n]}::1/64"])),
                "ra": draw(st.booleans()),
                "ospf": draw(st.booleans()),
            }
            for n, vlan in enumerate(sorted(routed))
        },
        "router_id": draw(st.sampled_from(["", "192.0.2.1", "192.0.2.2"])),
        "hop": draw(st.sampled_from(["10.99.0.1", "10.99.0.2"])),
        "rules": draw(
            st.dictionaries(
                st.sampled_from([5, 10, 15]), st.sampled_from(["permit", "deny"]), max_size=3
            )
        ),
        "bound": draw(st.booleans()),
        "banner": draw(st.sampled_from(["", "no access", "line one\n# line two\n"])),
    }
