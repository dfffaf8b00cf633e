"""What is left of a style sheet."""

import pytest

from kzmigration.stylesheets import purged


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".x>.y{a:b}", ""),
        (".x p,#x{a:b}", ".x p,#x{a:b}"),
        (".x:is(.y,.x){a:b}", ".x:is(.y,.x){a:b}"),  # what stands in brackets is not judged
        (r".x\:y{a:b}.x\:z{a:b}", r".x\:y{a:b}"),
        ('p{a:url("data:;.y{}")}.y{a:b}', 'p{a:url("data:;.y{}")}'),
        ("@media print{.y{a:b}.x{a:b}}", "@media print{.x{a:b}}"),
        ("@keyframes y{0%{a:b}}", "@keyframes y{0%{a:b}}"),
        (
            r"@font-face{font-family:Font Awesome\ 6 Free;src:url(f)}@font-face{font-family:A}",
            "@font-face{font-family:A}",
        ),
        ("/*! licence */.y{a:b}/* note */p{a:b}", "/*! licence */\np{a:b}"),
        ("[class*=y]{a:b}", "[class*=y]{a:b}"),
    ],
)
def test_rules_stay_that_something_can_match(sheet, left):
    assert purged(sheet, {"x", "x:y"}) == left
