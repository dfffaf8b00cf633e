"""Leave of a rendered site what its pages need, and mend what the theme gets wrong.

The theme brings 2 MB of icons, tooltips and menus to each page. Here its scripts give way to ``book.js``, its icons to
drawings of a line each, its style sheets to the rules that can apply. What was to be mended and is not found is an
error, for then the theme has changed, and someone must look.
"""

import hashlib
import re
from pathlib import Path

from kzmigration.errors import BookError
from kzmigration.paths import ROOT
from kzmigration.stylesheets import purged, words

OWN = ROOT / "book" / "_static"
THEME = "_static/theme.css"  # what is left of all style sheets that are not ours
SCRIPTS = {  # file -> what a page must hold to need it; of other scripts only ours stay
    "documentation_options.js": 'id="search-results"',
    "doctools.js": 'id="search-results"',
    "sphinx_highlight.js": 'id="search-results"',
    "searchtools.js": 'id="search-results"',
    "language_data.js": 'id="search-results"',
    "searchindex.js": 'id="search-results"',
    "togglebutton.js": r'class="(?:[^"]* )?(?:toggle|dropdown)[ "]',
    "design-tabs.js": "sd-tab-set",
    "tables.js": "kz-searchable",
}
INLINE = re.compile(
    r"const thebe|THEBE_JS_URL|DOCUMENTATION_OPTIONS\.|togglebuttonSelector|toggleHint|toggleOpenOnPrint"
)
# The colours are right from the first frame on. A server is asked for the fonts at once; from a disk, which keeps none
# for the next page, they may come in a little late.
BEFORE_PAINT = (
    '<script>(r=>{let m="auto";try{m=localStorage.getItem("mode")||m}catch{}r.dataset.mode=m;'
    'r.dataset.theme=m!=="auto"?m:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";'
    "const at=n=>`${r.dataset.content_root}_static/fonts/${n}.woff2`;"
    'if(location.protocol==="file:")for(const[n,f,style]of[["kz-serif","Kz Serif","normal"],'
    '["kz-serif-italic","Kz Serif","italic"],["kz-sans","Kz Sans","normal"]])document.fonts.add('
    'new FontFace(f,`url("${at(n)}")`,{style,weight:"400 600",display:"swap"}));'
    'else for(const n of["kz-serif","kz-sans"])document.head.append(Object.assign('
    'document.createElement("link"),{rel:"preload",as:"font",crossOrigin:"",href:at(n)}))})(document.documentElement)'
    "</script>"
)
ICONS = {
    "bars": "M1.5 3.5h13M1.5 8h13M1.5 12.5h13",
    "list": "M5.5 3.5h9M5.5 8h9M5.5 12.5h9M1.5 3.5h1M1.5 8h1M1.5 12.5h1",
    "angle-left": "M10 2.5 4.5 8l5.5 5.5",
    "angle-right": "M6 2.5 11.5 8 6 13.5",
    "magnifying-glass": "M10.6 10.6 14.5 14.5M12 6.8a5.2 5.2 0 1 1-10.4 0 5.2 5.2 0 0 1 10.4 0Z",
    "sun": "M8 .8v1.7M8 13.5v1.7M.8 8h1.7M13.5 8h1.7M2.9 2.9l1.2 1.2M11.9 11.9l1.2 1.2M2.9 13.1l1.2-1.2"
    "M11.9 4.1l1.2-1.2M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
    "moon": "M13.8 9.8A6.3 6.3 0 0 1 6.2 2.2a6.3 6.3 0 1 0 7.6 7.6Z",
    "circle-half-stroke": "M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM8 1.5v13M10 3v10M12 4.5v7",
}
ICON = re.compile(r'<(i|span) class="([^"]*\bfa-solid\b[^"]*)"([^>]*)></\1>')
GONE = (  # what nobody sees, or only with a script that is gone
    r'<script data-cfasync="false">.*?</script>',
    r"<!--.*?-->",
    r'(?<=initial-scale=1\.0" />)<meta name="viewport"[^>]*/>',
    r'\s*<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    r'\s*<meta name="docsearch:[^>]*>',
    r'<link rel="preload" as="script"[^>]*>',
    r'<button type="button" class="btn rounded-pill" id="pst-back-to-top">.*?</button>',
    r'<div class="pst-async-banner-revealer d-none">.*?</div>',
    r'<div id="pst-scroll-pixel-helper"></div>',
    r'<div id="ethical-ad-placement".*?</div>',
    r'<span class="search-button__kbd-shortcut">.*?</span>',
    r'(?<=<summary) aria-label="Toggle hidden content"',
)
MENDED = (  # place in what the theme writes -> what belongs there
    (r'(?<=<html lang="..") (data-content_root="[^"]*") ', r' \1 data-mode="auto" data-theme="light"'),
    (
        r"\.pst-js-only \{ display: none !important; \}",
        ".pst-js-only, .sidebar-toggle { display: none !important; } @media (max-width: 960px) {"
        " .bd-container__inner { flex-direction: column-reverse; } #pst-primary-sidebar { position: static;"
        " height: auto; max-width: none; max-height: none; width: auto; visibility: visible; margin: 0; } }",
    ),
    (r'(?<=<dialog id="pst-search-dialog")', ' aria-label="Search"'),
    (r'(?<=<dialog id="pst-primary-sidebar-modal")', ' aria-label="Contents of the book"'),
    (r'(?<=<div id="pst-primary-sidebar")', ' role="complementary" aria-label="The book"'),
    (r'(?<=title=")Toggle primary sidebar"', 'Contents of the book" aria-label="Contents of the book"'),
    (r'(<button class="btn search-button-field[^"]*")[^>]*>', r"\1>"),
    (r' data-bs-(?:title|placement|toggle)="[^"]*"', ""),
)
PANEL = (
    (r'(?<=<dialog id="pst-secondary-sidebar-modal")', ' aria-label="Contents of this page"'),
    (r'(?<=title=")Toggle secondary sidebar"', 'Contents of this page" aria-label="Contents of this page"'),
)
FRAME = re.compile(
    r'<div class="(kz-table-frame[^"]*)">(?=\s*<table.*?<span class="caption-text">(.*?)</span>)', re.DOTALL
)
MARGIN = re.compile(r'<aside class="margin sidebar">(?:\s*<p class="sidebar-title"></p>)?')
ASSET = re.compile(r'((?:href|src)=")((?:\.\./)*)((?:_static/|searchindex)[^"?]*)(?:\?[^"]*)?"')
PARTS = re.compile(r"(<[^>]*>)")
CYRILLIC = re.compile(r"[Ѐ-ӿ]+(?:[^A-Za-z<&Ѐ-ӿ]*[Ѐ-ӿ]+)*")


def lighten(site: Path) -> None:
    """Mend every page of a rendered site, and remove the files that no page needs.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the rendered site, changed in place.

    Raises
    ------
    BookError
        When a page has not what is to be mended.
    """
    files = [file for file in sorted(site.rglob("*.html")) if "_static" not in file.relative_to(site).parts]
    pages = {file: mended(file.read_text(encoding="utf8"), str(file.relative_to(site))) for file in files}
    scripts = sorted({name for page in pages.values() for name in _assets(page, ".js")})
    used = words(list(pages.values()), [(site / name).read_text(encoding="utf8") for name in scripts])
    sheets = list(dict.fromkeys(name for page in pages.values() for name in _assets(page, ".css") if not _is_own(name)))
    theme = "".join(purged(_sheet(site / name), used) for name in sheets)
    (site / THEME).write_text(theme, encoding="utf8", newline="\n")
    marks: dict[str, str] = {}
    for file, page in pages.items():
        file.write_text(_stamped(_with_one_sheet(page, set(sheets)), site, marks), encoding="utf8", newline="\n")
    pictures = re.findall(r"url\([\"']?([\w./-]+)", theme)
    _remove_unused(site, {*marks, THEME, *(f"_static/{name}" for name in pictures)})


def mended(page: str, name: str) -> str:
    """Return a page without what it does not need, its faults mended.

    Raises
    ------
    BookError
        When a part of the theme is not there.
    """
    if name == "index.html":  # at the root, ours: it only leads to the cover
        return page
    for pattern in GONE:
        page = re.sub(pattern, "", page, flags=re.DOTALL)
    for pattern, text in (*MENDED, *(PANEL if 'id="pst-secondary-sidebar"' in page else ())):
        page, times = re.subn(pattern, text, page)
        if not times:
            raise BookError(f"{name}: the theme no longer writes {pattern!r}; see lean.py")
    page = page.replace("</title>", f"</title>\n{BEFORE_PAINT}", 1)
    page = _with_few_scripts(page)
    page = ICON.sub(_icon, page)
    page = FRAME.sub(_frame, page)
    page = page.replace('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">')
    page = page.replace('role="doc-biblioentry"', 'role="listitem"')
    page = MARGIN.sub('<aside class="kz-margin" role="note">', page)
    return with_languages(page)


def _with_few_scripts(page: str) -> str:
    def kept(found: re.Match) -> str:
        source = re.search(r'src="([^"?]*)', found[0])
        if not source:
            drop = INLINE.search(found[0]) or "x-thebe-config" in found[0] or "kernelName" in found[0]
            return "" if drop else found[0]
        name = source[1].rpartition("/")[2]
        needs = SCRIPTS.get(name)
        is_kept = re.search(needs, page) if needs else (OWN / name).is_file()
        return f'<script defer src="{source[1]}"></script>' if is_kept else ""

    return re.sub(r"<script\b[^>]*>.*?</script>", kept, page, flags=re.DOTALL)


def _icon(found: re.Match) -> str:
    kinds, rest = found[2].split(), re.sub(r'\stitle="[^"]*"', "", found[3])
    name = next(kind.removeprefix("fa-") for kind in kinds if kind.removeprefix("fa-") in ICONS)
    own = " ".join(["kz-icon", *(kind for kind in kinds if not kind.startswith("fa-"))])
    return f'<svg class="{own}"{rest} viewBox="0 0 16 16" aria-hidden="true"><path d="{ICONS[name]}"/></svg>'


def _frame(found: re.Match) -> str:
    """Let the keyboard reach a table that may be wider than its frame."""
    label = re.sub(r"<[^>]*>", "", found[2]).replace('"', "&quot;")
    return f'<div class="{found[1]}" tabindex="0" role="region" aria-label="{label}">'


def with_languages(page: str) -> str:
    """Mark runs of Cyrillic words as Kazakh, where no element around them says its language.

    The documents are Kazakh, and so are the names and titles that we quote from them; a Russian word says so itself.

    Examples
    --------
    >>> with_languages('<html lang="en"><p>the <i>қандас</i>, not <b lang="ru">оралман</b></p></html>')
    '<html lang="en"><p>the <i><span lang="kk">қандас</span></i>, not <b lang="ru">оралман</b></p></html>'
    """
    parts, inside = PARTS.split(page), []
    for place, part in enumerate(parts):
        tag = re.match(r"</?(\w+)", part) if part.startswith("<") else None
        if not tag:
            if not inside:
                parts[place] = CYRILLIC.sub(r'<span lang="kk">\g<0></span>', part)
        elif inside:  # wait for the end of the element that says its language, or holds no text
            if tag[1] == inside[0]:
                inside = inside[:-1] if part.startswith("</") else [*inside, tag[1]]
        elif tag[1] in ("script", "style", "title", "pre") or re.search(r'\blang="(?:kk|ru)"', part):
            inside = [tag[1]] if not part.startswith("</") else []
    return "".join(parts)


def _assets(page: str, kind: str) -> list[str]:
    return [name for _, _, name in ASSET.findall(page) if name.endswith(kind)]


def _sheet(file: Path) -> str:
    """Return a style sheet with those that it imports in their place."""
    text = file.read_text(encoding="utf8").replace('@charset "UTF-8";', "")
    return re.sub(r'@import "([^"]*)";', lambda found: _sheet(file.parent / found[1]), text)


def _is_own(name: str) -> bool:
    return (OWN / name.removeprefix("_static/")).is_file()


def _with_one_sheet(page: str, sheets: set[str]) -> str:
    """Put one link in the place of those to the theme's style sheets."""
    seen = []

    def link(found: re.Match) -> str:
        base, name = re.search(r'href="((?:\.\./)*)([^"?]*)', found[0]).groups()
        if name not in sheets:
            return found[0]
        seen.append(name)
        return f'<link rel="stylesheet" href="{base}{THEME}">' if len(seen) == 1 else ""

    return re.sub(r'<link\b[^>]*rel="stylesheet"[^>]*>', link, page)


def _stamped(page: str, site: Path, marks: dict[str, str]) -> str:
    """Give each address a mark of its file's content, so that a browser keeps what has not changed and nothing else."""

    def stamped(found: re.Match) -> str:
        attribute, base, name = found.groups()
        if name not in marks:
            marks[name] = hashlib.sha256((site / name).read_bytes()).hexdigest()[:8]
        return f'{attribute}{base}{name}?v={marks[name]}"'

    return ASSET.sub(stamped, page)


def _remove_unused(site: Path, used: set[str]) -> None:
    for file in sorted((site / "_static").rglob("*"), reverse=True):
        name = str(file.relative_to(site))
        if file.is_file() and name not in used and not _is_own(name):
            file.unlink()
        elif file.is_dir() and not any(file.iterdir()):
            file.rmdir()
