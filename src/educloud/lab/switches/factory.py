"""What switches of schools say before they are moved to IPv6: IPv4 only, grown over years.

Synthetic; the shape follows common campus designs: service VLANs with gateways on the core, trunks
up, access ports down, Telnet and web management left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from educloud.inventory.models import Role

VLANS = {
    10: "teaching",
    20: "office",
    30: "video",
    40: "iot",
    50: "wifi-staff",
    60: "wifi-student",
    70: "exam",
    99: "mgmt",
}
GATEWAYS = {Role.CORE, Role.HUB, Role.BACKBONE, Role.AGGREGATION}
TRANSIT = 100
UPLINK, FIRST_DOWN, ACCESS_PORTS, TEACHING_PORTS = 24, 17, 8, 6


def school_config(platform: str, hostname: str, role: Role, number: int) -> str:
    """Give the text of a switch; ``number`` tells switches of one farm apart."""
    return "\n".join(MAKERS[platform](hostname, role in GATEWAYS, number)) + "\n"


def _host(number: int, vlan: int, *, gateway: bool) -> str:
    net = number + vlan
    host = 1 if gateway else number % 250 + 2
    return f"10.{net // 200 % 200 + 10}.{net % 200}.{host}"


def _vrp(hostname: str, gateway: bool, number: int) -> Iterator[str]:  # noqa: FBT001
    vlans = [*VLANS, TRANSIT]
    yield from ("!Software Version V200R019C10SPC500", "#", f"sysname {hostname}", "#")
    yield from (
        "vlan batch " + " ".join(map(str, vlans)),
        "#",
        "stp enable",
        "#",
        "lldp enable",
        "#",
        "telnet server enable",
        "http server enable",
        "#",
    )
    for vlan, name in VLANS.items():
        yield from (f"vlan {vlan}", f" description {name}", "#")
    yield from (
        "aaa",
        " authentication-scheme default",
        " local-user netadmin password irreversible-cipher $1a$Synthetic0$NotARealHash$",
        " local-user netadmin privilege level 15",
        " local-user netadmin service-type ssh telnet",
        "#",
    )
    for vlan, name in VLANS.items():
        if gateway or name == "mgmt":
            yield from (
                f"interface Vlanif{vlan}",
                f" description {name}",
                f" ip address {_host(number, vlan, gateway=gateway)} 255.255.255.0",
                "#",
            )
    if gateway:
        yield from (
            f"interface Vlanif{TRANSIT}",
            " description transit",
            f" ip address 10.255.{number % 250}.2 255.255.255.252",
            "#",
        )
    for port in range(1, UPLINK + 1):
        yield f"interface GigabitEthernet0/0/{port}"
        if port <= ACCESS_PORTS:
            yield from (
                " port link-type access",
                f" port default vlan {10 if port <= TEACHING_PORTS else 30}",
                " stp edged-port enable",
            )
        elif port == UPLINK or port >= FIRST_DOWN:
            word = "uplink" if port == UPLINK else f"downlink {port}"
            yield from (
                f" description {word}",
                " port link-type trunk",
                " undo port trunk allow-pass vlan 1",
                " port trunk allow-pass vlan 10 20 30 40 50 60 70 99 to 100",
            )
        else:
            yield " shutdown"
        yield "#"
    yield f"ip route-static 0.0.0.0 0.0.0.0 10.255.{number % 250}.1"
    yield from (
        "#",
        "stelnet server enable",
        "ssh user netadmin authentication-type password",
        "#",
        "user-interface vty 0 4",
        " authentication-mode aaa",
        " protocol inbound all",
        " idle-timeout 15 0",
        "#",
        "return",
    )


def _comware(hostname: str, gateway: bool, number: int) -> Iterator[str]:  # noqa: FBT001
    yield from (
        "#",
        " version 7.1.070, Release 6616P05",
        "#",
        f" sysname {hostname}",
        "#",
        " telnet server enable",
        "#",
        " lldp global enable",
        "#",
    )
    for vlan, name in {**VLANS, TRANSIT: "transit"}.items():
        yield from (f"vlan {vlan}", f" description {name}", "#")
    for vlan, name in VLANS.items():
        if gateway or name == "mgmt":
            yield from (
                f"interface Vlan-interface{vlan}",
                f" description {name}",
                f" ip address {_host(number, vlan, gateway=gateway)} 255.255.255.0",
                "#",
            )
    if gateway:
        yield from (
            f"interface Vlan-interface{TRANSIT}",
            " description transit",
            f" ip address 10.255.{number % 250}.2 255.255.255.252",
            "#",
        )
    for port in range(1, UPLINK + 1):
        yield from (f"interface GigabitEthernet1/0/{port}", " port link-mode bridge")
        if port <= ACCESS_PORTS:
            yield from (
                f" port access vlan {10 if port <= TEACHING_PORTS else 30}",
                " stp edged-port",
            )
        elif port == UPLINK or port >= FIRST_DOWN:
            word = "uplink" if port == UPLINK else f"downlink {port}"
            yield from (
                f" description {word}",
                " port link-type trunk",
                " undo port trunk permit vlan 1",
                " port trunk permit vlan 10 20 30 40 50 60 70 99 to 100",
            )
        else:
            yield " shutdown"
        yield "#"
    yield from (
        "line vty 0 63",
        " authentication-mode scheme",
        " user-role network-operator",
        "#",
        f" ip route-static 0.0.0.0 0 10.255.{number % 250}.1",
        "#",
        " ssh server enable",
        "#",
        "local-user netadmin class manage",
        " password hash $h$6$Synthetic$NotARealHash",
        " service-type ssh telnet",
        " authorization-attribute user-role network-admin",
        "#",
        "return",
    )


def _rgos(hostname: str, gateway: bool, number: int) -> Iterator[str]:  # noqa: FBT001
    yield from (
        "",
        "Building configuration...",
        "Current configuration : 0 bytes",
        "",
        "version S29_RGOS 11.4(1)B42P3",
        "!",
        f"hostname {hostname}",
        "!",
        "username netadmin password 7 Synthetic0NotARealCipher",
        "!",
        "enable service ssh-server",
        "enable service telnet-server",
        "enable service web-server",
        "!",
        "spanning-tree",
        "!",
    )
    for vlan, name in {**VLANS, TRANSIT: "transit"}.items():
        yield from (f"vlan {vlan}", f" name {name}", "!")
    for port in range(1, UPLINK + 1):
        yield f"interface GigabitEthernet 0/{port}"
        if port <= ACCESS_PORTS:
            yield from (
                " switchport mode access",
                f" switchport access vlan {10 if port <= TEACHING_PORTS else 30}",
                " spanning-tree portfast",
            )
        elif port == UPLINK or port >= FIRST_DOWN:
            word = "uplink" if port == UPLINK else f"downlink {port}"
            yield from (
                f" description {word}",
                " switchport mode trunk",
                " switchport trunk allowed vlan only 10,20,30,40,50,60,70,99-100",
            )
        else:
            yield " shutdown"
        yield "!"
    for vlan, name in VLANS.items():
        if gateway or name == "mgmt":
            yield from (
                f"interface VLAN {vlan}",
                f" description {name}",
                f" ip address {_host(number, vlan, gateway=gateway)} 255.255.255.0",
                "!",
            )
    if gateway:
        yield from (
            f"interface VLAN {TRANSIT}",
            " description transit",
            f" ip address 10.255.{number % 250}.2 255.255.255.252",
            "!",
        )
    yield from (
        f"ip route 0.0.0.0 0.0.0.0 10.255.{number % 250}.1",
        "!",
        "line console 0",
        "!",
        "line vty 0 4",
        " login local",
        "!",
        "end",
    )


MAKERS: dict[str, Callable[[str, bool, int], Iterator[str]]] = {
    "huawei_vrp": _vrp,
    "hp_comware": _comware,
    "ruijie_os": _rgos,
}
