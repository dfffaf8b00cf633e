"""What the project is built from, as files, and whether any of it is known to be unsafe.

``make sbom`` and ``make audit`` call it, in an environment of its own, and both take the network. Every pin counts,
also one that only another system or another Python installs: its marker is set aside, so nothing is left out unsaid.

Usage: supply.py lists FOLDER | supply.py audit
"""

import csv
import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "_build" / "supply"
PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    flags=re.MULTILINE,
)
COLUMNS = ("pins", "name", "version", "licence", "note")
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
ELSEWHERE = ["win_amd64", "macosx_11_0_arm64", "manylinux2014_x86_64"]  # wheels only: nothing of these is executed


class SupplyError(Exception):
    """One line that says what could not be done, or what was found."""


@dataclasses.dataclass(frozen=True)
class Pin:
    """One package as a file of pins names it: version, where it is needed (empty: everywhere), lines of hashes."""

    name: str
    version: str
    marker: str
    hashes: str

    def is_needed_here(self) -> bool:
        """Whether this system and this Python install it."""
        return not self.marker or Marker(self.marker).evaluate()

    def unmarked(self) -> str:
        """Return its requirement without the marker, with the hashes."""
        return f"{self.name}=={self.version} \\\n{self.hashes}"


def pin_files() -> list[Path]:
    """Return the files of pins: what the book needs, then JupyterLab, then what single tools need."""
    return [file for glob in ("requirements*.txt", "tools/*.txt") for file in sorted(ROOT.glob(glob), key=title)]


def read_pins(file: Path) -> list[Pin]:
    """Return the pins of a file.

    Raises
    ------
    SupplyError
        If a line with a version is no pin with hashes.
    """
    text = file.read_text(encoding="utf8")
    pins = [Pin(**{key: value or "" for key, value in found.groupdict().items()}) for found in PIN.finditer(text)]
    named = re.findall(r"^[^\s#-].*", text, flags=re.MULTILINE)
    if len(pins) != len(named):
        unread = next(line for line in named if line.split("==")[0] not in {pin.name for pin in pins})
        raise SupplyError(f"{file.name}: not a version with hashes: {unread!r}")
    return pins


def title(file: Path) -> str:
    """Return what a file of pins is called: ``requirements-lab``, ``tools-fonts``."""
    return "-".join(file.relative_to(ROOT).with_suffix("").parts)


def install(file: Path) -> Path:
    """Install every pin of a file, and nothing else, into an environment of its own.

    Returns
    -------
    pathlib.Path
        The environment's Python.
    """
    folder = WORK / title(file)
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)])
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python3*/site-packages")
    platforms = [word for name in ELSEWHERE for word in ("--platform", name)]
    ways = {
        True: [*PIP, "--python", str(python), "install"],
        False: [*PIP, "install", "--target", str(site), "--only-binary=:all:", *platforms],
    }
    pins = read_pins(file)
    for here, command in ways.items():
        chosen = [pin.unmarked() for pin in pins if pin.is_needed_here() is here]
        if chosen:
            listed = folder / f"{'here' if here else 'elsewhere'}.txt"
            listed.write_text("".join(chosen), encoding="utf8")
            run([*command, "--no-deps", "--require-hashes", "-r", str(listed)])
    return python


def run(command: list[str]) -> subprocess.CompletedProcess:
    """Run a command that has to succeed.

    Raises
    ------
    SupplyError
        With the last line of what it says if it fails.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SupplyError(f"{Path(command[0]).name} failed: {last_line(done)}")
    return done


def last_line(done: subprocess.CompletedProcess) -> str:
    """Return the last line that a command wrote, to the channel of errors if it wrote any there."""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["it says nothing"]
    return lines[-1].removeprefix("ERROR:pip_audit._cli:")


def write_lists(folder: Path) -> None:
    """Write an inventory (CycloneDX) a file of pins, and one list of all licences.

    Parameters
    ----------
    folder : pathlib.Path
        Receives ``<pins>.cdx.json`` and ``licences.csv``; ``notes.csv`` is there already.

    Raises
    ------
    SupplyError
        If a package declares no licence and ``notes.csv`` has none for it, or has one that nobody needs.
    """
    notes = read_notes(folder)
    rows = []
    for file in pin_files():
        bom = folder / f"{title(file)}.cdx.json"
        root = ["--pyproject", str(ROOT / "pyproject.toml")] if file.name == "requirements.txt" else []
        command = [str(Path(sys.executable).with_name("cyclonedx-py")), "environment", "--output-reproducible"]
        run([*command, "--short-PURLs", *root, "--output-file", str(bom), str(install(file))])
        rows += licence_rows(file, json.loads(bom.read_text(encoding="utf8")), notes)
    silent = sorted({row["name"] for row in rows if not row["licence"]})
    if silent:
        raise SupplyError(f"no licence declared; read what they bring, and add to notes.csv: {', '.join(silent)}")
    unneeded = sorted(notes.keys() - {row["name"] for row in rows if row["note"]})
    if unneeded:
        raise SupplyError(f"notes.csv: they declare their licence by now, or are gone: {', '.join(unneeded)}")
    with (folder / "licences.csv").open("w", encoding="utf8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_notes(folder: Path) -> dict[str, dict[str, str]]:
    """Return what we read ourselves of packages that declare no licence, by their name."""
    with (folder / "notes.csv").open(encoding="utf8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def licence_rows(file: Path, bom: dict, notes: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """Return a row a package: the licence that it declares, or that a note tells, or an empty one."""
    rows = []
    for component in bom["components"]:
        name = canonicalize_name(component["name"])
        licence = declared(component)
        said = {"licence": licence, "note": ""} if licence else notes.get(name, {"licence": "", "note": ""})
        rows.append(said | {"pins": title(file), "name": name, "version": component["version"]})
    return sorted(rows, key=lambda row: row["name"])


def declared(component: dict) -> str:
    """Return the licences that a component declares, the most exact names first; empty if it declares none."""
    found = component.get("licenses", [])
    exact = [one.get("expression") or one["license"].get("id", "") for one in found]
    classified = [one["license"].get("name", "").rsplit(" :: ", 1)[-1] for one in found if "license" in one]
    return "; ".join(filter(None, [*exact, *classified]))


def audit(file: Path) -> list[str]:
    """Ask for the known vulnerabilities of every pin of a file.

    Parameters
    ----------
    file : pathlib.Path
        A file of pins.

    Returns
    -------
    list of str
        A line a vulnerability; empty if none is known.

    Raises
    ------
    SupplyError
        If a package was skipped, or the service does not answer.
    """
    pins = read_pins(file)
    WORK.mkdir(parents=True, exist_ok=True)
    asked, answer = WORK / f"{title(file)}-audit.txt", WORK / f"{title(file)}-audit.json"
    asked.write_text("".join(pin.unmarked() for pin in pins), encoding="utf8")
    answer.unlink(missing_ok=True)
    options = ["--require-hashes", "--disable-pip", "--strict", "--progress-spinner", "off", "--format", "json"]
    command = [str(Path(sys.executable).with_name("pip-audit")), *options, "-r", str(asked), "-o", str(answer)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not answer.exists() or not answer.read_text(encoding="utf8"):
        raise SupplyError(f"{file.name} could not be audited; it takes the network: {last_line(done)}")
    packages = {one["name"]: one for one in json.loads(answer.read_text(encoding="utf8"))["dependencies"]}
    for pin in pins:
        if packages.get(pin.name, {}).get("version") != pin.version:
            reason = packages.get(pin.name, {}).get("skip_reason", "it is not in the answer")
            raise SupplyError(f"{file.name}: {pin.name} {pin.version} was skipped: {reason}")
    return [
        f"{file.name}: {name} {one['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none'}"
        for name, one in packages.items()
        for known in one["vulns"]
    ]


def main(arguments: list[str]) -> None:
    """Write the lists, or audit every file of pins.

    Raises
    ------
    SupplyError
        If a list or an audit could not be completed, or a vulnerability is known.
    """
    if arguments[:1] == ["lists"]:
        write_lists(Path(arguments[1]))
        return
    known = []
    for file in pin_files():
        found = audit(file)
        known += found
        sys.stdout.write(f"{file.name}: {len(read_pins(file))} pins audited, {len(found)} known vulnerabilities\n")
    sys.stdout.write("".join(f"{line}\n" for line in known))
    if known:
        raise SupplyError(f"{len(known)} known vulnerabilities; raise the pins: make requirements")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SupplyError as error:
        sys.exit(f"error: {error}")
