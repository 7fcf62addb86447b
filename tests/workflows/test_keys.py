"""A run goes on only while what it reads is what it was."""

from educloud.project import Project, digest_of
from educloud.workflows.migrate import WaveOrder


def test_an_edited_plan_is_another_order(project: Project) -> None:
    plan = project.folder / "plan.json"
    plan.write_text("{}")
    before = WaveOrder(plan, "2026-W50").key(project)

    plan.write_text("{ }")

    assert WaveOrder(plan, "2026-W50").key(project) != before
    assert before.startswith("wave/2026-W50/")


def test_an_edited_stack_file_is_another_content(project: Project) -> None:
    before = digest_of(project.stacks)
    path = project.stacks / "network.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")

    assert digest_of(project.stacks) != before


def test_two_projects_have_two_identities(project: Project, tmp_path) -> None:
    other = Project(tmp_path / "other")

    assert other.identity != project.identity
    assert Project(project.folder).identity == project.identity
