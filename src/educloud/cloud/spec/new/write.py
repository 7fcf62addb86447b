"""Write new stack files into a project; what there is stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from educloud.cloud.spec.load import read_stacks
from educloud.cloud.spec.network import NETWORK, NetworkStack
from educloud.cloud.spec.new import missing, new_stacks
from educloud.cloud.spec.new.known import Known
from educloud.cloud.spec.new.text import stack_text
from educloud.cloud.spec.node import NodeStack
from educloud.errors import CloudError
from educloud.inventory.addresses.register import address_plan, save_register
from educloud.inventory.load import load_inventory
from educloud.inventory.profile import load_profile
from educloud.project import Project, write_document

SCHEMAS = ".schema"  # where editors' schemas lie, beside the stack files, when somebody put them


def look(project: Project) -> Known:
    """Give what new stack files are made from; errors name the file and the reason."""
    inventory = load_inventory(project)
    return Known(
        inventory,
        load_profile(project.settings.profile),
        address_plan(project, inventory),
        read_stacks(project),
    )


def refuse_standing(known: Known, names: Collection[str]) -> None:
    """Refuse to write over a file: CloudError names it."""
    for name in names:
        if name in known.standing.names:
            raise CloudError(
                "there is such a file already",
                f"stacks/{name}.yaml",
                "edit it, or give --force to have it written anew",
            )


def write_stacks(
    project: Project, known: Known, names: Collection[str]
) -> Mapping[str, NodeStack | NetworkStack]:
    """Write the stack files of ``names`` and record the addresses they use; give what they say."""
    made = new_stacks(known, names)
    texts = {
        project.stacks / f"{name}.yaml": _text(project, name, stack) for name, stack in made.items()
    }
    save_register(project, known.plan)  # first: an address in a file is never given to another
    for path, text in texts.items():
        write_document(path, text)
    return made


def write_missing(project: Project) -> tuple[str, ...]:
    """Write every stack file that is missing; name them."""
    known = look(project)
    return tuple(write_stacks(project, known, missing(known)))


def _text(project: Project, name: str, stack: NodeStack | NetworkStack) -> str:
    schema = Path(SCHEMAS) / f"{'network' if name == NETWORK else 'node'}.json"
    return stack_text(stack, str(schema) if (project.stacks / schema).is_file() else "")
