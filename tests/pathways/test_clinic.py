"""Who stands in for whom at this clinic, as journeys are told of it."""

from pathways.clinic import CLINIC, ROLES


def test_only_a_role_that_somebody_has_stands_in_for_another() -> None:
    assert dict(CLINIC.backups) == {role: known.backup for role, known in ROLES.items() if known.backup}
    assert [backup for _, backup in CLINIC.backups if not ROLES[backup].staffed] == []
