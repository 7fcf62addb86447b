"""Parts of Ruijie RGOS configurations: what stands at the top, ports and interfaces."""

from __future__ import annotations

from .dice import chosen, lines_of, numbers, of, parts, seldom, yes

PORTS = (*(f"GigabitEthernet 0/{n}" for n in (1, 2, 24)), "TenGigabitEthernet 0/25")
member_mode = of("", " mode active", " mode passive")
VLANS = (10, 20, 21, 30, 31, 32, 40, 99)
some_vlans = parts(*VLANS, least=1)
system = lines_of(
    of("hostname SW-A", "hostname SW-B"),
    of("", "spanning-tree"),
    of("", "spanning-tree mode rstp", "spanning-tree mode mstp"),
    of("", "spanning-tree mst 1 priority 4096", "spanning-tree mst 1 priority 8192"),
    of("", "enable secret 5 $1$Synt$HashOne", "enable secret 5 $1$Synt$HashTwo"),
    of("", "enable service telnet-server", "no enable service telnet-server"),
    of("", "enable service ssh-server"),
    of("", "no enable service snmp-agent"),
    of("", "ip ssh version 2"),
    of("", "no lldp enable"),
    of("", "rldp enable\nerrdisable recovery interval 300", "errdisable recovery interval 600"),
    of("", "service dhcp"),
    of("", "clock timezone beijing 8", "service password-encryption\nservice sequence-numbers"),
    of("", "ip dhcp excluded-address 10.10.0.1 10.10.0.9", "snmp-server enable traps"),
    of("", "enable password 7 SyntheticCipher", "ip ssh time-out 60"),
    of("", "logging source interface VLAN 99", "spanning-tree priority 4096"),
    of("", "aggregateport load-balance src-dst-ip", "aggregateport load-balance src-mac"),
    of("", "ip dhcp snooping"),
    of("", "ipv6 dhcp snooping"),
    of(
        "", "ipv6 nd snooping enable\naddress-bind ipv6-mode strict", "address-bind ipv6-mode loose"
    ),
    of("", "no logging on"),
    of(
        "",
        "logging server 10.99.0.7\nlogging trap warnings",
        "logging server ipv6 2001:db8:99::7\nlogging server 10.99.0.7",
    ),
    of(
        "",
        "ntp server 10.99.0.8\nntp server ipv6 2001:db8:99::8",
        "ntp server 10.99.0.8 prefer",
        "ntp authenticate\nntp authentication-key 1 md5 7 Synthetic\nntp trusted-key 1",
    ),
)
users = lines_of(
    of(
        "",
        "username ops secret 5 $1$Synt$HashOne",
        "username ops secret 5 $1$Synt$HashTwo",
        "username ops secret 5 $1$Synt$HashOne\nusername ops privilege 15",
        "username ops secret 5 $1$Synt$HashTwo\nusername ops privilege 5",
    ),
    of(
        "",
        "username audit password 7 SyntheticCipher",
        "username audit password 7 SyntheticCipher\nusername audit privilege 1",
    ),
    of(
        "",
        "aaa new-model",
        "aaa new-model\naaa authentication login default local",
        "aaa new-model\naaa authentication login default group radius local\n"
        "aaa authentication dot1x default group radius\naaa accounting network default start-stop"
        " group radius\nradius-server host 10.99.0.9 key 7 Synthetic\ndot1x authentication default",
    ),
    of(
        "",
        "snmp-server view all 1.3.6.1 include\nsnmp-server group ops v3 priv read all\n"
        "snmp-server user nms ops v3 encrypted auth sha Synthetic priv aes128 Synthetic\n"
        "snmp-server host 10.99.0.7 version 3 priv nms",
        "snmp-server view all 1.3.6.1 include\nsnmp-server group ops v3 priv read all write all",
        "snmp-server host 10.99.0.7 traps version 2c watch\nsnmp-server community watch ro",
        "no snmp-server enable version v1\nno snmp-server enable version v2c",
    ),
    of("", "snmp-server location room 1", "snmp-server location 机房 2"),
)
edge = lines_of(
    of(
        "",
        "spanning-tree portfast",
        "spanning-tree bpduguard enable",
        "spanning-tree bpdufilter enable\nspanning-tree portfast",
    ),
    of("", "rldp port loop-detect shutdown-port", "rldp port loop-detect warning"),
    of(
        "",
        "storm-control broadcast pps 500",
        "storm-control broadcast level 5",
        "storm-control multicast pps 9\nstorm-control unicast level 9",
    ),
    of("", "ip dhcp snooping trust", "ip verify source", "ip verify source port-security"),
    of("", "ipv6 dhcp snooping trust", "ipv6 verify source port-security"),
    of("", "ipv6 nd snooping trust", "arp-check", "switchport protected"),
    of("", "dot1x port-control auto", "dot1x port-control auto\ndot1x mac-auth-bypass"),
    of("", "nfpp nd-guard policy per-port ns-na 20 40", "nfpp nd-guard policy per-port ns-na 9 18"),
)
basics = lines_of(
    of("", "description room 101", "description 教室 3 号", "description uplink"),
    of("", "speed 1000", "speed 100\nduplex full", "speed auto"),
    of("", "mtu 9216", "mtu 1500"),
    of("", "", "shutdown", "no shutdown"),
)


@chosen
def interface(draw, world):
    """Draw the lines of an interface with addresses, and the protocols it takes part in."""
    number = world["free"].pop()
    vrf = draw(of("", "", *world["vrfs"]))
    lines = [f"vrf forwarding {vrf}"] if vrf else []
    if draw(yes):
        lines.append(f"ip address 10.{number}.0.1 255.255.255.0")
        lines += [f"ip address 10.{number}.9.1 255.255.255.0 secondary"] * draw(seldom)
        lines.append(
            draw(
                of(
                    "",
                    "ip helper-address 10.99.0.5",
                    "ip ospf cost 10",
                    "ip ospf network point-to-point",
                    "ip router isis EDU",
                    "ip ospf message-digest-key 1 md5 7 Synthetic",
                )
            )
        )
        shared = f"vrrp 1 ip 10.{number}.0.254"
        lines.append(draw(of("", "", shared, f"{shared}\nvrrp 1 priority 200")))
    if draw(yes):
        lines += [draw(of("", "ipv6 enable")), f"ipv6 address 2001:db8:{number}::1/64"]
        lines.append(
            draw(of("", "ipv6 address fe80::1 link-local", "ipv6 address fe80::2 link-local"))
        )
        shared = f"vrrp 1 ipv6 fe80::9\nvrrp 1 ipv6 2001:db8:{number}::9"
        lines.append(draw(of("", "", shared, f"{shared}\nvrrp ipv6 1 priority 120")))
        lines.append(draw(of("", "no ipv6 nd suppress-ra", "ipv6 nd suppress-ra")))
        lines += draw(parts("ipv6 nd managed-config-flag", "ipv6 nd other-config-flag"))
        lines.append(
            draw(
                of(
                    "",
                    "ipv6 nd ra-interval 60",
                    "ipv6 nd ra-interval 120",
                    "ipv6 nd ra-lifetime 1800",
                )
            )
        )
        relay = ["ipv6 dhcp relay destination 2001:db8:99::5"]
        relay += [f"ipv6 dhcp server {pool}" for pool in world["pools6"]]
        lines.append(draw(of("", *relay)))
        if world["ospf6"]:
            area = f"ipv6 ospf {world['ospf6']} area 0"
            lines.append(
                draw(
                    of(
                        "",
                        area,
                        f"{area}\nipv6 ospf network point-to-point",
                        f"{area}\nipv6 ospf cost 10",
                    )
                )
            )
        lines.append(draw(of("", "ipv6 router isis EDU\nisis metric 20")))
    return [line for found in lines for line in found.split("\n")]


@chosen
def filters(draw, world):
    """Draw what binds access lists to an interface."""
    v4 = draw(of("", "", *world["acl4"]))
    v6 = draw(of("", "", *world["acl6"]))
    return [
        v4 and f"ip access-group {v4} {draw(of('in', 'in', 'out'))}",
        v6 and f"ipv6 traffic-filter {v6} {draw(of('in', 'out'))}",
    ]


@chosen
def port(draw, world, kinds):
    """Draw the lines of a port or bundle, by what it is."""
    kind = draw(of(*kinds))
    lines = []
    if kind == "member":
        return [f"port-group {draw(of(*world['bundles']))}{draw(member_mode)}", *draw(basics)]
    if kind == "access":
        lines.append(draw(of("", "switchport mode access")))
        lines.append(f"switchport access vlan {draw(of(*world['vlans']))}")
    elif kind == "trunk":
        lines += ["switchport mode trunk", draw(of("", "switchport trunk native vlan 99"))]
        way, held = draw(of("", "only", "remove")), draw(some_vlans)
        if way == "remove":  # so RGOS 10 shows it
            held = [n for n in range(1, 4095) if n not in held]
        lines.append(way and f"switchport trunk allowed vlan {way} {numbers(held)}")
    elif kind == "tunnel":
        lines += ["switchport mode dot1q-tunnel", "switchport dot1q-tunnel native vlan 30"]
    elif kind == "routed":
        lines += ["no switchport", *draw(interface(world))]
    if kind != "routed":
        lines += draw(edge)
    return [*lines, *draw(basics), *draw(filters(world))]
