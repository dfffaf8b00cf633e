"""How the data package describes itself, and what the loader takes and refuses."""

import hashlib
import json

import pytest
import yaml

from kzmigration import data
from kzmigration.errors import DataError
from kzmigration.paths import DATA, ROOT

pytestmark = pytest.mark.data

TABLES = [resource["name"] for resource in data.package()["resources"] if "printed_as" in resource]
DESCRIBED = ("printed_as", "title", "unit", "agency", "document", "line", "licenses", "sources")


@pytest.mark.parametrize("name", TABLES)
def test_each_printed_resource_says_what_it_is(name):
    described = data.descriptor(name)
    assert all(described.get(part) for part in DESCRIBED)
    assert name.endswith(described["printed_as"])
    assert all(field.get("description") for field in described["schema"]["fields"])


def test_every_file_of_the_package_is_described_and_every_description_has_its_file():
    described = {resource["path"] for resource in data.package()["resources"]}
    there = {str(file.relative_to(DATA)) for file in DATA.rglob("*.csv")}
    assert described == there


def test_load_refuses_an_unknown_resource():
    with pytest.raises(DataError, match=r"no resource 'table-9.9.9'; it has .*table-1.3.1"):
        data.load("table-9.9.9")


def test_load_refuses_an_unknown_vintage():
    with pytest.raises(DataError, match="must be one of printed, corrected, revised, not 'guessed'"):
        data.load("table-1.3.1", vintage="guessed")


def test_a_chapter_cannot_read_what_the_build_does_not_see(monkeypatch):
    monkeypatch.setenv("KZMIGRATION_READS", "table-1.3.1")
    assert len(data.load("table-1.3.1")) == 180
    with pytest.raises(DataError, match=r"write load\('table-1.3.2'\) with the name in full"):
        data.load("table-1.3.2")


def test_wide_keeps_the_printed_order():
    table = data.wide(data.load("table-1.3.1"), "country")
    assert table.index[:3].tolist() == ["AUS", "AUT", "AZE"]
    assert table.columns.tolist() == list(range(2014, 2020))
    assert table.loc["RUS", 2019] == 39784


def test_documents_are_described_with_the_checksum_of_our_copy():
    documents = yaml.safe_load((DATA / "documents.yaml").read_text(encoding="utf8"))
    assert len(documents) == 5
    for document in documents:
        assert {
            "file",
            "title",
            "title_en",
            "authors",
            "publisher",
            "year",
            "language",
            "rights",
            "sha256",
            "lines",
        } <= set(document)
        assert len(document["sha256"]) == len(hashlib.sha256().hexdigest())
    files = {document["file"] for document in documents}
    assert {data.descriptor(name)["document"] for name in TABLES} <= files


def test_the_descriptor_is_stored_in_one_form():
    text = (DATA / "datapackage.json").read_text(encoding="utf8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    assert ROOT / "data" == DATA


def test_a_cell_of_another_type_is_refused_in_one_line_that_says_who_names_its_place(tmp_path, monkeypatch):
    path = data.descriptor("table-1.3.1")["path"]
    damaged = (DATA / path).read_text(encoding="utf8").replace("2019,CAN,Канада,82,", "2019,CAN,Канада,8x2,")
    assert "8x2" in damaged
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(damaged, encoding="utf8")
    monkeypatch.setattr(data, "DATA", tmp_path)
    with pytest.raises(
        DataError, match=r"^data/profile/table-1\.3\.1\.csv does not hold .*8x2.*validate names row"
    ) as no:
        data.read("table-1.3.1")
    assert "\n" not in str(no.value)
