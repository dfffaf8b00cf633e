"""The certificate of a review: a page for people, the same as JSON, and a manifest as CODECHECK has it."""

import collections
import dataclasses
import functools
import hashlib
import importlib.metadata
import json
import platform
from pathlib import Path

import jinja2
import yaml

from kzmigration import edition, record
from kzmigration.paths import DATA
from kzmigration.record import Finding

TEMPLATE = Path(__file__).with_name("certificate.html.j2")


@dataclasses.dataclass(frozen=True)
class Certificate:
    """What a review found, and where and how it was found.

    Attributes
    ----------
    recorded_version, version : str
        Version of the edition that wrote the record, and of the one that was run.
    commit : str
        State of the source.
    began : str
        Date and time in UTC, ISO 8601.
    seconds : int
        From the first chapter to the last comparison.
    chapters : dict
        Chapter -> its ``run.json``: parameters, checksums of its data, what failed.
    findings : list of Finding
        Every item, good or not.
    """

    recorded_version: str
    version: str
    commit: str
    began: str
    seconds: int
    chapters: dict[str, dict]
    findings: list[Finding]

    @functools.cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """Kind -> status -> number of items."""
        return record.count(self.findings)

    @property
    def headline(self) -> str:
        """What came out, in one line."""
        return record.headline(self.counts)

    @property
    def failed(self) -> dict[str, str]:
        """Chapter -> what failed in it."""
        return {chapter: run["failed"] for chapter, run in self.chapters.items() if "failed" in run}

    @property
    def moved(self) -> list[Finding]:
        """What is not as recorded."""
        return [finding for finding in self.findings if not finding.is_good]

    @property
    def is_good(self) -> bool:
        """Whether everything is as recorded and no chapter failed."""
        return not self.moved and not self.failed

    def write(self, folder: Path) -> Path:
        """Write ``certificate.html``, ``certificate.json`` and ``codecheck.yml``, and return the page."""
        folder.mkdir(parents=True, exist_ok=True)
        told = self.as_dict()
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        (folder / "certificate.json").write_text(text, encoding="utf8")
        manifest = yaml.safe_dump(self.codecheck(), sort_keys=False, allow_unicode=True)
        (folder / "codecheck.yml").write_text("---\n" + manifest, encoding="utf8")
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
        environment.filters["shown"] = _shown
        page = environment.from_string(TEMPLATE.read_text(encoding="utf8"))
        out = folder / "certificate.html"
        out.write_text(page.render(told=told, title=edition.read().title, kinds=record.KINDS), encoding="utf8")
        return out

    def as_dict(self) -> dict:
        """Return everything, fit for JSON."""
        return {
            "headline": self.headline,
            "is_as_recorded": self.is_good,
            "record": {"version": self.recorded_version, "tolerance": record.TOLERANCE},
            "run": {"version": self.version, "commit": self.commit, "began": self.began, "seconds": self.seconds},
            "counts": self.counts,
            "failed": self.failed,
            "moved": [dataclasses.asdict(finding) for finding in self.moved],
            "chapters": {name: self._chapter(name) for name in self.chapters},
            "outputs": [[finding.kind, finding.name, finding.status] for finding in self.findings],
            "environment": surroundings(),
            "data": {
                str(file.relative_to(DATA)): hashlib.sha256(file.read_bytes()).hexdigest()
                for file in sorted(DATA.rglob("*"))
                if file.is_file() and file != record.FILE
            },
        }

    def _chapter(self, name: str) -> dict:
        numbers = [f for f in self.findings if f.kind == "numbers" and f.name.startswith(f"{name}/")]
        statuses = collections.Counter(finding.status for finding in numbers)
        return {
            "parameters": self.chapters[name].get("parameters", {}),
            "numbers": sum(statuses.values()),
            "identical": statuses["identical"],
            "data": self.chapters[name].get("data", {}),
        }

    def codecheck(self) -> dict:
        """Return what ``codecheck.yml`` holds, version 1.0 of its specification; who checks fills in the blanks."""
        current = edition.read()
        return {
            "version": "https://codecheck.org.uk/spec/config/1.0/",
            "paper": {
                "title": current.title,
                "authors": [{"name": author} for author in current.authors],
                "reference": current.url() or "CITATION.cff",
            },
            "manifest": [
                {"file": f"runs/{name}/notebook.ipynb", "comment": f"chapter {name}, executed"}
                for name in self.chapters
            ]
            + [{"file": "certificate.html", "comment": self.headline}],
            "codechecker": [{"name": "Fill in: who ran `make review`"}],
            "summary": f"{self.headline}. Commit {self.commit}.",
            "repository": current.repository_url or "Fill in: where this copy of the source came from",
            "check_time": self.began,
            "certificate": "Fill in: the number that CODECHECK gives",
            "report": "Fill in: the address of the report",
        }


def surroundings() -> dict:
    """Return Python, machine and the packages installed, by name."""
    packages = {found.metadata["Name"]: found.version for found in importlib.metadata.distributions()}
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "packages": dict(sorted(packages.items(), key=lambda pair: pair[0].lower())),
    }


def _shown(value: object) -> str:
    """Return a value as the certificate shows it; long data are cut, for the JSON holds them whole."""
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:157]}..."
