"""Read what students handed in: files of answers, as data and with limits, whatever is in them; nothing is run."""

import os
from pathlib import Path

from kzmigration import answer_files
from kzmigration.answer_files import Submission
from kzmigration.errors import DataError
from kzmigration.files import said, shown

MOST = 20_000  # files below the folder


def read_all(folder: Path, chapter: str) -> list[Submission]:
    """Read every JSON file below a folder, in the order of their paths.

    Raises
    ------
    DataError
        If there is no such folder, or it holds more files than a class hands in.
    """
    if not folder.is_dir():
        raise DataError(said("submissions", "a folder with what was handed in", folder))
    found, seen = [], 0
    for here, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        seen += len(names)
        if seen > MOST:
            raise DataError(said(str(folder), f"at most {MOST} files", "more"))
        files = (Path(here) / name for name in sorted(names) if name not in answer_files.OURS)
        named = ((file, shown(file.relative_to(folder).as_posix())) for file in files if file.suffix.lower() == ".json")
        found += [answer_files.read(file, path, chapter) for file, path in named]
    return found
