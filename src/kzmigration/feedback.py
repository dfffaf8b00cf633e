"""The pages that grading writes: one for each student with hints and no solutions, one with the texts to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from kzmigration.marking import Mark

STYLE = """\
body{font:16px/1.5 "Noto Sans","DejaVu Sans",sans-serif;color:#1d2733;background:#fff;max-width:46rem;margin:2rem auto;
padding:0 1rem}h1{font-size:1.4rem}article{border-top:1px solid #e1e4e8;padding:.6rem 0}h2{font-size:1rem;margin:0}
p{margin:.3rem 0}.given{white-space:pre-wrap;overflow-wrap:anywhere;color:#6d7480}.right{color:#4d7c3a}
.wrong{color:#a8372b}.open{color:#00738c}"""
HEAD = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title><style>{{ style }}</style></head><body>
"""
PAGE = (
    HEAD
    + """\
<h1>{{ title }}</h1>
<p>{{ student.name or student.id }}: {{ problem or points ~ " of " ~ of ~ " points" }}.</p>
{% for mark in marks %}<article>
<h2>{{ mark.question }} {{ states[mark.points] }}</h2>
<p>{{ mark.text|plain }}</p>
{% if mark.given %}<p class="given">Your answer: {{ mark.given }}</p>{% endif %}
<p class="{{ classes[mark.points] }}">{{ mark.says }}</p>
</article>
{% endfor %}</body></html>
"""
)
TO_READ = (
    HEAD
    + """\
<h1>{{ title }}</h1>
{% for id, rubric in rubrics.items() %}<p><strong>{{ id }}.</strong> {{ rubric }}</p>
{% endfor %}{% for student, mark in texts %}<article>
<h2>{{ mark.question }}. {{ student.name or student.id }}</h2>
<p class="given">{{ mark.given }}</p>
</article>
{% endfor %}</body></html>
"""
)
STATES = {1: "✓", 0: "✗", None: "…"}
CLASSES = {1: "right", 0: "wrong", None: "open"}


def _plain(text: str) -> str:
    """Take the marks of Markdown off a question.

    Examples
    --------
    >>> _plain("the row `_O` holds **all** others")
    'the row _O holds all others'
    """
    return re.sub(r"`|\*\*", "", text)


ENVIRONMENT = jinja2.Environment(autoescape=True)
ENVIRONMENT.filters["plain"] = _plain
ONE, ALL = ENVIRONMENT.from_string(PAGE), ENVIRONMENT.from_string(TO_READ)


def page(title: str, student: dict, marks: list[Mark], problem: str) -> str:
    """Return the page of one student as HTML; what the student wrote stands in it as text.

    Parameters
    ----------
    title : str
        Of the chapter.
    student : dict
        Of the key: ``id`` and ``name``.
    marks : list of Mark
        Empty if nothing can be graded; then ``problem`` says why.
    """
    return ONE.render(
        title=f"Exercises. {title}",
        style=STYLE,
        student=student,
        marks=marks,
        problem=problem,
        points=sum(mark.points or 0 for mark in marks),
        of=sum(mark.points is not None for mark in marks),
        states=STATES,
        classes=CLASSES,
    )


def to_read(key: dict, texts: list[tuple[dict, Mark]]) -> str:
    """Return all texts of a class on one page, with what each is held against; for the teacher alone."""
    rubrics = {id: ask["rubric"] for id, ask in key["asks"].items() if "rubric" in ask}
    title = f"To read. {key['title']}"
    return ALL.render(title=title, style=STYLE, rubrics=rubrics, texts=texts)
