"""What the validator takes; what it refuses is in ``test_damage.py``."""

import pytest

from kzmigration import data, validation

pytestmark = pytest.mark.data


def test_the_package_is_as_its_schemas_say():
    assert validation.validate() == len(data.package()["resources"])


def test_text_full_of_another_separator_is_text(package):
    file = package / "profile" / "table-1.2.4.csv"
    file.write_text(
        file.read_text(encoding="utf8").replace("high confidence.", "high; confidence; a|b"), encoding="utf8"
    )
    assert validation.validate() == len(data.package()["resources"])


def test_a_cell_of_the_table_may_change_within_its_rules(package):
    file = package / "profile" / "table-1.3.1.csv"
    file.write_text(file.read_text(encoding="utf8").replace(",39784,", ",100000000,"), encoding="utf8")
    assert validation.validate() == len(data.package()["resources"])
