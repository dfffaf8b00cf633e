"""SIGKILL at any moment, a full disk, a folder that cannot be written: nothing is lost, and one line says what it is.

``make faults`` tries fifty moments of a build and of a sweep, CI a few; the moments come from ``--seed``, so a failure
can be tried again. ``test_kill.py`` kills a build at moments that are known by name.
"""

import dataclasses
import fcntl
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

pytestmark = pytest.mark.slow

CELL = ("data/profile/table-1.3.1.csv", "2019,CAN,Канада,82,", "2019,CAN,Канада,83,")
SWEEP = "runs:\n- {chapters: [small, other], grid: {year_start: [2014, 2015]}}\n"


def pytest_generate_tests(metafunc):
    """Draw the moments, as parts of the time that a call takes after a change, and whom the signal reaches."""
    if "part_of_time" in metafunc.fixturenames:
        seed, number = (metafunc.config.getoption(name) for name in ("--seed", "--moments"))
        drawn = random.Random(seed)  # noqa: S311
        moments = [(drawn.random(), drawn.choice(["the command", "its group"])) for _ in range(number)]
        names = [f"{seed}-{at}" for at in range(number)]
        metafunc.parametrize(("part_of_time", "killed"), moments, ids=names)


def results(project, kind):
    """Return what readers may be looking at: every file of the published site, or the table of the sweep."""
    if kind == "build":
        return project.site()
    return {"results.csv": (project.folder / "_build" / "sweeps" / "ours" / "results.csv").read_bytes()}


def toggle(project):
    """Change the cell, or change it back; return which of both states it is in now."""
    file, old, new = CELL
    changed = old in project.read(file)
    project.replace(file, *((old, new) if changed else (new, old)))
    return changed


@dataclasses.dataclass(frozen=True)
class Small:
    """A book of two chapters: what is called, what each state of its data gives, the seconds of a change."""

    project: object
    kind: str
    clean: dict
    seconds: float

    @property
    def call(self):
        """Return the arguments of the command."""
        return {"build": ("build",), "sweep": ("sweep", "ours.yaml")}[self.kind]


@pytest.fixture(scope="module", params=["build", "sweep"])
def small(request, new_project):
    """Return a book that was built, or swept, with what two clean books give and how long a change took."""
    clean = {}
    for changed in (True, False):
        found = Small(new_project().with_small_chapters(), request.param, clean, 0)
        (found.project.folder / "ours.yaml").write_text(SWEEP, encoding="utf8")
        if changed:
            toggle(found.project)
        call(found)
        clean[changed] = results(found.project, found.kind)
    assert found.project.differing(clean[True], clean[False])
    toggle(found.project)
    return dataclasses.replace(found, seconds=call(found))


def call(small):
    """Build or sweep, and return the seconds that it took."""
    began = time.monotonic()
    done = small.project.command(*small.call)
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    return seconds


def survivors(processes):
    """Return those that run; a dead one that nobody has waited for does not."""
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def test_killed_at_any_moment_it_leaves_whole_results_and_the_next_call_ends_as_a_clean_one(
    small, part_of_time, killed
):
    project = small.project
    changed = toggle(project)
    good = results(project, small.kind)
    assert project.differing(good, small.clean[not changed]) == [], "the test before has not ended well"
    command = [sys.executable, "-m", "kzmigration", *small.call]
    environment = os.environ | {"PYTHONPATH": str(project.folder / "src")}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=project.folder, env=environment, start_new_session=True, **pipes) as process:
        time.sleep(part_of_time * small.seconds)
        others = psutil.Process(process.pid).children(recursive=True)
        (os.killpg if killed == "its group" else os.kill)(process.pid, signal.SIGKILL)
    left = results(project, small.kind)
    assert left in (good, small.clean[changed]), "it is neither the old nor the new one, but a mixture"

    until = time.monotonic() + 60
    while survivors(others):
        assert time.monotonic() < until, f"these outlive it: {survivors(others)}"
        time.sleep(0.05)
    assert results(project, small.kind) == left, "a process outlived it and finished its work"

    call(small)
    assert project.differing(results(project, small.kind), small.clean[changed]) == []


def within(project, script):
    """Run a script in the project's folder as the root of a world of its own, which may mount what it likes."""
    environment = os.environ | {"BOOK": f"{sys.executable} -m kzmigration"}
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-ec", script],
        cwd=project.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def mounting():
    """Leave a test out where the system lets nobody mount, as some containers do."""
    asked = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if not shutil.which("unshare") or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a file system")


@pytest.mark.parametrize("kilobytes", [20, 9000])
def test_a_full_disk_is_named_in_one_line_and_what_was_published_stays(small, mounting, kilobytes):
    if small.kind == "sweep":
        kilobytes = {20: 8, 9000: 0}[kilobytes]  # a sweep needs less than twenty
    published = {"build": "_build/site/", "sweep": "_build/sweeps/ours/results.csv"}[small.kind]
    script = f"""
        mount -t tmpfs -o size=60m tmpfs /mnt
        cp -a . /mnt
        cd /mnt
        sed -i 's/2019,CAN,Канада,8[23],/2019,CAN,Канада,89,/' {CELL[0]}
        cat /dev/zero >filler 2>/dev/null || truncate -s -{kilobytes}K filler
        published() {{ find {published} -type f -exec sha256sum {{}} + | sort | sha256sum >&2; }}
        published
        PYTHONPATH=src $BOOK {" ".join(small.call)} && echo it ended well >&2
        published
    """
    before, said, *more, after = within(small.project, script).stderr.splitlines()
    assert re.fullmatch(r"error: No space left on device: \S*_build\S*", said)
    stopped = ["error: the build stopped; the published book is as it was before"]
    assert more == (stopped if small.kind == "build" else [])
    assert before == after


@pytest.mark.parametrize("folder", [".", "_build"])
def test_a_folder_that_cannot_be_written_is_named_in_one_line(small, mounting, folder):
    good = results(small.project, small.kind)
    script = f"""
        mount --bind {folder} {folder}
        mount -o remount,ro,bind {folder}
        cd "$PWD"
        PYTHONPATH=src $BOOK {" ".join(small.call)}
    """
    done = within(small.project, script)
    assert done.returncode == 1
    assert done.stderr == f"error: Read-only file system: {small.project.folder}/_build/lock\n"
    assert results(small.project, small.kind) == good


def test_two_at_once_are_refused_in_one_line(small):
    with (small.project.folder / "_build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = small.project.command(*small.call)
    assert done.returncode == 1
    assert done.stderr == "error: another build runs in this folder; wait until it has ended\n"


def test_a_blank_an_apostrophe_cyrillic_letters_and_an_old_locale_make_no_difference(small, new_project):
    other = new_project("Көші-қон бейіні, it's 2019").with_small_chapters()
    (other.folder / "ours.yaml").write_text(SWEEP, encoding="utf8")
    done = other.command(*small.call, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert other.differing(results(other, small.kind), small.clean[False]) == []
