"""A process starts with settings that fit, or with none: all that is missing or wrong is said at once."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from settings import Unfit, data_folder, read

ROOT = Path(__file__).parents[2]
SECRET = base64.b64encode(b"s" * 32).decode()
OLDER = base64.b64encode(b"o" * 32).decode()
FIT = {"DATABASE_URL": "postgresql://carepath@127.0.0.1/carepath", "CAREPATH_SECRET": SECRET}


def test_what_has_to_be_set_is_all_named_at_once() -> None:
    with pytest.raises(Unfit) as unfit:
        read({"DATABASE_URL": "", "PATH": "/bin"})

    assert str(unfit.value) == "DATABASE_URL: is not set\nCAREPATH_SECRET: is not set"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://x", "such as postgresql://carepath:password@127.0.0.1:5432/carepath"),
        ("CAREPATH_SECRET", "not base64!", "CAREPATH_SECRET: is not base64"),
        ("CAREPATH_SECRET", "c2hvcnQ=", "at least 32 random bytes"),
        ("CAREPATH_BUILD", "a b", "CAREPATH_BUILD: is not written as it has to be"),
        ("CAREPATH_LINK", "ftp://x", "such as https://care.example.org"),
        ("CAREPATH_METRICS", "9464", "such as 127.0.0.1:9464"),
        ("CAREPATH_CACHED_PATIENTS", "3", "should be greater than or equal to 10"),
        ("CAREPATH_MESSAGES_PER_SECOND", "many", "should be a valid number"),
        ("CAREPATH_VISITS_PER_SECOND", "0", "should be greater than 0"),
    ],
)
def test_what_is_wrong_is_said_with_its_name_and_without_its_value(name: str, value: str, said: str) -> None:
    with pytest.raises(Unfit) as unfit:
        read({**FIT, name: value})

    assert said in str(unfit.value)
    assert str(unfit.value).startswith(f"{name}: ")
    assert f" {value}" not in str(unfit.value).replace(said, "")


def test_an_older_secret_may_follow_and_none_is_shown() -> None:
    settings = read({**FIT, "CAREPATH_SECRET": f"{SECRET}, {OLDER}"})

    assert settings.secrets == (b"s" * 32, b"o" * 32)
    assert "ssss" not in repr(settings)


ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "new, old",
    "CAREPATH_TEXTS_FROM": "+15550100100",
}
MAIL = {"CAREPATH_SMTP": "smtps://us:secret@mail.example.org:465", "CAREPATH_MAIL_FROM": "care@example.org"}


def test_a_provider_is_set_up_whole_or_not_at_all() -> None:
    for whole in (ACCOUNT, MAIL):
        read({**FIT, **whole})
        for name in whole:
            with pytest.raises(Unfit) as unfit:
                read({**FIT, **whole, name: ""})
            given = next(other for other in whole if other != name)
            assert str(unfit.value) == f"{name}: is not set, and belongs to {given}"


def test_the_keys_of_a_provider_are_not_shown_and_an_older_one_may_follow() -> None:
    settings = read({**FIT, **ACCOUNT, **MAIL})

    assert settings.twilio_tokens == ("new", "old")
    assert "new" not in repr(settings)
    assert "secret" not in repr(settings)


def test_the_folder_is_the_one_that_is_set() -> None:
    assert data_folder({"CAREPATH_FOLDER": "/srv/x"}) == Path("/srv/x")
    assert data_folder({"XDG_DATA_HOME": "/home/a/data"}) in (
        Path("/home/a/data/carepath"),
        Path("/var/lib/carepath"),  # root's
    )


def test_a_worker_does_not_start_without_its_settings() -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "worker"],
        cwd=ROOT,
        env={"CAREPATH_SECRET": "c2hvcnQ="},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 2
    assert refused.stderr.startswith("The worker cannot start:\n")
    assert "DATABASE_URL: is not set" in refused.stderr
    assert "c2hvcnQ" not in refused.stderr
