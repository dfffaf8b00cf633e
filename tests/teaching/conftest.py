"""What the tests of the teacher's desk share: a class of thirty, and what it is given."""

import pytest

from kzmigration import assign

SEED = "nobody knows 5e1f"
NAMES = ["Anna O’Brien", "Бейбіт Әлиұлы", "Zoë <b>Müller</b>", "D'Arcy *star*", ""]


def roster_of(size):
    """Return a roster as Excel saves it."""
    rows = [f"s{number:02d};{NAMES[number % len(NAMES)]}" for number in range(size - 1)]
    return "\ufeffid;name\r\n" + "".join(f"{row}\r\n" for row in [*rows, "гүлнар;Гүлнар Қ."])


@pytest.fixture(scope="session")
def seed():
    """Return the teacher's secret."""
    return SEED


@pytest.fixture(scope="session")
def thirty(tmp_path_factory):
    """Return the assignment of a class of thirty, made once; a test that changes it takes a copy."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "roster.csv").write_text(roster_of(30), encoding="utf8", newline="")
    assign.assign("emigration", folder / "roster.csv", SEED, folder / "assignments", lambda line: None)
    return folder
