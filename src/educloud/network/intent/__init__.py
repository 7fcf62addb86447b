"""From inventory and address plan to what each device shall do."""

from educloud.network.intent.model import DeviceIntent
from educloud.network.intent.plan import plan_intent

__all__ = ["DeviceIntent", "plan_intent"]
