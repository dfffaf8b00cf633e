import pandas as pd
import pytest

from kzmigration.chapter import Chapter
from kzmigration.errors import ChapterError

FRAME = pd.DataFrame({"title": ["Law"], "says": ["binds"], "level": ["national"]})
ABOUT = {"id": "tbl-acts", "caption": "Acts.", "source": "002_1d0730d662699394.txt", "units": {}, "headers": {}}


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"searchable": True, "filters": ("gone",)}, "gone"),
        ({"searchable": True, "below": ("title",)}, "title"),
        ({"filters": ("level",)}, "level"),
    ],
)
def test_a_table_that_cannot_be_searched_so_is_refused(asked, named):
    chapter = Chapter("law", vintage="printed")

    with pytest.raises(ChapterError, match=f"the table tbl-acts cannot be searched by {named}"):
        chapter.table(FRAME, **ABOUT, **asked)
