"""A device's intent as configuration text: templates say, Python has decided."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path

import jinja2

from educloud.errors import ConfigError
from educloud.inventory.addresses.allocate import AddressPlan
from educloud.inventory.models import Inventory, Role
from educloud.network.intent import DeviceIntent, plan_intent
from educloud.network.platform import Platform, load_platform
from educloud.project import Project, shipped

# What the expressions of a template raise when they ask for something that does not go.
_MISTAKES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def render_device(project: Project, inventory: Inventory, plan: AddressPlan, device_id: str) -> str:
    """Give the lines that educloud wants on a device; the same inputs give the same text."""
    device = inventory.devices.get(device_id)
    if device is None:
        raise ConfigError(
            f"there is no device {device_id!r}", "devices.csv", "name one that is in the inventory"
        )
    if device.role is Role.ONU:
        raise ConfigError(
            f"{device_id} is an ONU: it is set up by its OLT and has no text of its own",
            "devices.csv",
            f"name {device.uplink_device or 'the OLT'}",
        )
    platform = load_platform(device.platform)
    return render(platform, plan_intent(inventory, plan, device), project.templates)


def render(platform: Platform, intent: DeviceIntent, templates: Path) -> str:
    """Fill the platform's templates: the project's own, else the shipped ones."""
    folders = [f for f in (templates, shipped("templates")) if (f / platform.name).is_dir()]
    if not folders:
        raise ConfigError(
            f"there are no templates for {platform.name}",
            str(templates),
            f"add the folder {platform.name}",
        )
    folder = folders[0] / platform.name
    try:
        return (
            _environment(folder)
            .get_template("base.j2")
            .render(
                device=intent,
                platform=platform,
                port=platform.port.format,
                svi=platform.svi.format,
                network=ip_network,  # a prefix's address, mask and wildcard
            )
        )
    except jinja2.TemplateSyntaxError as error:
        place = f"{folder / (error.name or 'base.j2')}:{error.lineno}"
        raise ConfigError(f"the template is not readable: {error.message}", place) from error
    except UnicodeDecodeError as error:
        raise ConfigError("a template is no UTF-8 text", str(folder), "save it as UTF-8") from error
    except (jinja2.TemplateError, *_MISTAKES) as error:
        raise ConfigError(
            f"the template fails: {error}", _place(error, folder), "correct the template"
        ) from error


@lru_cache(64)
def _environment(folder: Path) -> jinja2.Environment:
    """Give the environment of a folder, which keeps its compiled templates until a file changes."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  the output is no HTML
    )


def _place(error: Exception, folder: Path) -> str:
    """Find file and line of the template in the traceback that Jinja2 rewrites."""
    if isinstance(error, jinja2.TemplateNotFound):
        return str(folder)
    trace, place = error.__traceback__, str(folder)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
