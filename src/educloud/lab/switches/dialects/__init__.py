"""The vendors of the farm, one module each."""

from educloud.lab.switches.dialects import (
    comware,
    frr,
    rgos,
    smartax,
    vrp,
    vrpv8,
    zxan,
    zxros,
)
from educloud.lab.switches.grammar import Dialect

DIALECTS: dict[str, Dialect] = {
    one.DIALECT.platform: one.DIALECT
    for one in (comware, frr, rgos, smartax, vrp, vrpv8, zxan, zxros)
}
