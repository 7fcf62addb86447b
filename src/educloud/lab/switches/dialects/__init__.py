"""The vendors of the farm."""

from educloud.lab.switches.dialects.comware import COMWARE
from educloud.lab.switches.dialects.rgos import RGOS
from educloud.lab.switches.dialects.vrp import VRP

DIALECTS = {dialect.platform: dialect for dialect in (VRP, COMWARE, RGOS)}
