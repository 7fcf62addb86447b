"""A device's intent as configuration text: templates say, Python has decided."""

from __future__ import annotations

from pathlib import Path

import jinja2

from educloud.errors import ConfigError
from educloud.inventory.addresses.allocate import AddressPlan
from educloud.inventory.models import Inventory
from educloud.network.intent import DeviceIntent, plan_intent
from educloud.network.platform import Platform, load_platform
from educloud.project import Project, shipped


def render_device(project: Project, inventory: Inventory, plan: AddressPlan, device_id: str) -> str:
    """Give the lines that educloud wants on a device; the same inputs give the same text."""
    device = inventory.devices.get(device_id)
    if device is None:
        raise ConfigError(
            f"there is no device {device_id!r}", "devices.csv", "name one that is in the inventory"
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
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  the output is no HTML
    )
    try:
        return environment.get_template("base.j2").render(
            device=intent, platform=platform, port=platform.port.format, svi=platform.svi.format
        )
    except jinja2.TemplateSyntaxError as error:
        place = f"{folder / (error.name or 'base.j2')}:{error.lineno}"
        raise ConfigError(f"the template is not readable: {error.message}", place) from error
    except jinja2.TemplateError as error:
        raise ConfigError(
            f"the template fails: {error.message}", _place(error, folder), "correct the template"
        ) from error


def _place(error: jinja2.TemplateError, folder: Path) -> str:
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
