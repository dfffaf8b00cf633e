"""What is read of YAML; what is refused of the ledger and the corrections is in ``test_damage_*.py``."""

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzmigration import yaml_files
from kzmigration.errors import DataError

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = st.text().filter(lambda text: text.replace("\n", "").isprintable())
SCALARS = (
    TEXTS
    | st.booleans()
    | st.none()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 6))
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
SIGNS = st.text("-:[]{}&*!|>%@'\"#?,<=~. \n\t\\019ayzе́٣\u00a0")


class Plain(yaml.SafeDumper):
    """Writes the same value twice rather than once with an alias."""

    def ignore_aliases(self, data):
        return True


def reading(folder, raw):
    """Return what is read, or the line that refuses it."""
    (folder / "x.yaml").write_bytes(raw)
    try:
        return yaml_files.read(folder / "x.yaml", "x.yaml")
    except DataError as error:
        return error


@QUIET
@given(VALUES)
def test_what_was_written_is_read_again(tmp_path, value):
    text = yaml.dump(value, Dumper=Plain, allow_unicode=True, sort_keys=False)
    read = reading(tmp_path, text.encode("utf8"))
    assert read == value
    assert type(read) is type(value)


@QUIET
@given(st.binary() | SIGNS.map(lambda text: f"{text}\n".encode()) | TEXTS.map(lambda text: f"a: {text}\n".encode()))
def test_whatever_stands_there_is_read_as_the_safe_loader_reads_it_or_refused_in_one_line(tmp_path, raw):
    read = reading(tmp_path, raw)
    if isinstance(read, DataError):
        assert str(read).startswith("x.yaml")
        assert str(read).isprintable()
        assert len(str(read)) < 1000  # a mark that cannot be seen is shown by up to ten
    else:
        assert read == yaml.safe_load(raw.decode("utf8"))


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- !!python/name:os.system x\n", 'row 1: expected no tag, found "tag:yaml.org,2002:python/name:os.system"'),
        ("a: 1\nb: &x [1]\n", 'row 2: expected no anchor, found "&x"'),
        ("a: 1\na: 1\n", 'row 2: expected each key once, found "a"'),
        (f"{'[' * 41}{']' * 41}\n", 'row 1: expected at most 40 lists and fields within each other, found "41"'),
        ("a: [\n", 'row 2: expected YAML, found ""'),
        ("a: 010\n", 'row 1: expected at most 15 plain digits, or text in quotes, found "010"'),
    ],
)
def test_both_loaders_refuse_alike(tmp_path, monkeypatch, loader, text, expected):
    if not hasattr(yaml, loader):
        return  # PyYAML was built without its C library here, and the other one is used anyway
    kind = getattr(yaml, loader)
    monkeypatch.setattr(yaml_files, "LOADER", kind)
    monkeypatch.setattr(yaml_files, "_Loader", type("_Loader", (yaml_files._Strict, kind), {}))
    assert str(reading(tmp_path, text.encode())) == f"x.yaml, {expected}"


@pytest.mark.parametrize("depth", [39, 40])
def test_what_is_deep_but_not_too_deep_is_read(tmp_path, depth):
    assert isinstance(reading(tmp_path, f"{'[' * depth}{']' * depth}\n".encode()), list)


def test_a_file_that_is_not_there_or_a_folder_is_refused_in_one_line(tmp_path):
    for file in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(DataError, match=r'^sweep.yaml: expected a file, found "none"$'):
            yaml_files.read(file, "sweep.yaml")
