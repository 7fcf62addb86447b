"""Machines, launch templates and volumes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction

_MAPPINGS = "block_device_mappings"


def corrections() -> Iterable[Correction]:
    """Give what is corrected for machines."""
    from moto.ec2.models import EC2Backend  # noqa: PLC0415  takes a second to import
    from moto.ec2.models.launch_templates import LaunchTemplate  # noqa: PLC0415  as above

    yield LaunchTemplate, "tags", _tags_as_they_are
    yield LaunchTemplate, "create_version", _user_data
    yield EC2Backend, "run_instances", _started_by_the_template
    yield EC2Backend, "modify_instance_attribute", _only_when_stopped
    yield EC2Backend, "modify_instance_security_groups", _groups_of_the_card
    yield EC2Backend, "replace_iam_instance_profile_association", _profile_of_the_machine
    yield EC2Backend, "_create_default_encryption_key", _the_account_s_own_key
    yield EC2Backend, "assign_ipv6_addresses", _from_a_block
    yield EC2Backend, "detach_volume", _from_where_it_is
    yield EC2Backend, "attach_volume", _to_one_machine
    yield EC2Backend, "modify_volume", _growing


def _tags_as_they_are(_: None) -> property:
    """Correct the tags of templates: moto tells those of the creation for ever."""
    return property(lambda template: template.get_tags(), lambda template, tags: None)  # noqa: ARG005


def _user_data(create_version: Callable[..., Any]) -> Callable[..., Any]:
    """Correct user data of later versions: moto cannot start a machine with them."""
    from moto.core.types import Base64EncodedString  # noqa: PLC0415  takes a second to import
    from moto.ec2.utils import parse_user_data  # noqa: PLC0415  as above

    def create_version_truly(template: Any, data: Any, description: str) -> Any:
        text = data.get("UserData")
        parsed = text if isinstance(text, Base64EncodedString) else parse_user_data(text)
        return create_version(template, {**data, "UserData": parsed}, description)

    return create_version_truly


def _started_by_the_template(run: Callable[..., Any]) -> Callable[..., Any]:
    """Correct a start: moto adds a disk to the template's and ignores its metadata options."""

    def run_truly(backend: Any, *given: Any, **named: Any) -> Any:
        if named.get("launch_template"):
            said = backend._get_template_from_args(named["launch_template"]).data  # noqa: SLF001  moto's
            if said.get("BlockDeviceMappings"):
                named.setdefault(_MAPPINGS, said["BlockDeviceMappings"])
            options = {**said.get("MetadataOptions", {}), **named.get("metadata_options", {})}
            named["metadata_options"] = options
        made = run(backend, *given, **named)
        for instance in made.instances:
            card = instance.nics[0]
            # moto puts the card alone into the network's default group.
            instance.security_groups = instance.security_groups or list(card.group_set)
        return made

    return run_truly


def _only_when_stopped(modify: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the state: moto changes the type and user data of a running machine."""
    from moto.ec2.exceptions import EC2ClientError  # noqa: PLC0415  takes a second to import

    def modify_truly(backend: Any, instance_id: str, key: str, value: Any) -> Any:
        running = backend.get_instance(instance_id).state != "stopped"
        if running and key in {"instance_type", "user_data", "kernel"}:
            raise EC2ClientError(
                "IncorrectInstanceState",
                f"The instance '{instance_id}' is not in the 'stopped' state.",
            )
        return modify(backend, instance_id, key, value)

    return modify_truly


def _groups_of_the_card(modify: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the groups: moto leaves the machine's network interface in the old ones."""

    def modify_truly(backend: Any, instance_id: str, groups: list[str]) -> Any:
        instance = modify(backend, instance_id, groups)
        instance.nics[0]._group_set = list(instance.security_groups)  # noqa: SLF001  moto's
        return instance

    return modify_truly


def _profile_of_the_machine(replace: Callable[..., Any]) -> Callable[..., Any]:
    """Correct a replaced profile: moto leaves the machine with the former one."""

    def replace_truly(backend: Any, *given: Any, **named: Any) -> Any:
        made = replace(backend, *given, **named)
        profile = {"Arn": made.iam_instance_profile.arn, "Id": made.association_id}
        backend.get_instance(made.instance.id).iam_instance_profile = profile
        return made

    return replace_truly


def _the_account_s_own_key(create: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the owner: moto says that people made the key an account has by itself."""

    def create_truly(backend: Any) -> Any:
        from moto.kms.models import kms_backends  # noqa: PLC0415  takes a second to import

        arn = create(backend)
        key = kms_backends[backend.account_id][backend.region_name].describe_key(arn)
        key.key_manager = "AWS"
        return arn

    return create_truly


def _from_a_block(assign: Callable[..., Any]) -> Callable[..., Any]:
    """Correct addresses where there are none: moto breaks off in a subnet without an IPv6 block."""
    from moto.ec2.exceptions import EC2ClientError  # noqa: PLC0415  takes a second to import

    def assign_truly(backend: Any, eni_id: str, *given: Any, **named: Any) -> Any:
        subnet = backend.get_network_interface(eni_id).subnet
        if not subnet.ipv6_cidr_block_associations:
            raise EC2ClientError(
                "InvalidParameterValue", f"The subnet '{subnet.id}' has no IPv6 CIDR block."
            )
        return assign(backend, eni_id, *given, **named)

    return assign_truly


def _from_where_it_is(detach: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the machine: moto wants to be told what a volume is attached to."""
    from moto.ec2.exceptions import EC2ClientError  # noqa: PLC0415  takes a second to import

    def detach_truly(backend: Any, volume_id: str, instance_id: Any, device_path: Any) -> Any:
        there = backend.get_volume(volume_id).attachment
        if not there:
            raise EC2ClientError(
                "IncorrectState", f"Volume '{volume_id}' is in the 'available' state."
            )
        return detach(backend, volume_id, instance_id or there.instance.id, device_path)

    return detach_truly


def _to_one_machine(attach: Callable[..., Any]) -> Callable[..., Any]:
    """Correct a second attachment: moto takes a volume away from where it is."""
    from moto.ec2.exceptions import VolumeInUseError  # noqa: PLC0415  takes a second to import

    def attach_truly(backend: Any, volume_id: str, *given: Any, **named: Any) -> Any:
        there = backend.get_volume(volume_id).attachment
        if there:
            raise VolumeInUseError(volume_id, there.instance.id)
        return attach(backend, volume_id, *given, **named)

    return attach_truly


def _growing(modify: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the size: moto lets a volume shrink."""
    from moto.ec2.exceptions import InvalidParameterValueError  # noqa: PLC0415  takes a second

    def modify_truly(backend: Any, volume_id: str, *given: Any, **named: Any) -> Any:
        wanted = given[0] if given else named.get("target_size")
        if wanted and int(wanted) < backend.get_volume(volume_id).size:
            raise InvalidParameterValueError("New size cannot be smaller than existing size")
        return modify(backend, volume_id, *given, **named)

    return modify_truly
