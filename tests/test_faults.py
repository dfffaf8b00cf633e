"""SIGKILL at any moment, a full disk, a folder that cannot be written: nothing is lost, and one line says what it is.

``make faults`` tries fifty moments of a build and of a sweep, CI a few; the moments come from ``--seed``, so a failure
can be tried again. ``test_kill.py`` kills a build at moments that are known by name.
"""

import fcntl
import os
import random
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
PARTS = {"build": ("build",), "sweep": ("sweep", "ours.yaml")}


def pytest_generate_tests(metafunc):
    """Draw the moments, as parts of the time that an undisturbed call takes, and whom the signal reaches."""
    if "part_of_time" in metafunc.fixturenames:
        seed, number = (metafunc.config.getoption(name) for name in ("--seed", "--moments"))
        drawn = random.Random(seed)  # noqa: S311
        moments = [(drawn.random(), drawn.choice(["the command", "its group"])) for _ in range(number)]
        names = [f"{seed}-{at}" for at in range(number)]
        metafunc.parametrize(("part_of_time", "killed"), moments, ids=names)


def results(project):
    """Return what readers may be looking at: every file of the published site, and the table of the sweep."""
    table = project.folder / "_build" / "sweeps" / "ours" / "results.csv"
    return {**project.site(), **({"results.csv": table.read_bytes()} if table.exists() else {})}


def toggle(project):
    """Change the cell, or change it back; return which of both states it is in now."""
    file, old, new = CELL
    changed = old in project.read(file)
    project.replace(file, *((old, new) if changed else (new, old)))
    return changed


@pytest.fixture(scope="module")
def small(new_project):
    """Return a book of two chapters and a sweep over both, what each state of its data gives, and how long it takes."""
    clean, seconds = {}, {}
    for changed in (True, False):
        project = new_project().with_small_chapters()
        (project.folder / "ours.yaml").write_text(SWEEP, encoding="utf8")
        if changed:
            toggle(project)
        for kind, arguments in PARTS.items():
            began = time.monotonic()
            done = project.command(*arguments)
            seconds[kind] = time.monotonic() - began
            assert done.returncode == 0, done.stderr
        clean[changed] = results(project)
    assert project.differing(clean[True], clean[False])
    assert len(clean[True]) > 50
    assert clean[True]["results.csv"] != clean[False]["results.csv"]
    return project, clean, seconds


def survivors(processes):
    """Return those that run; a dead one that nobody has waited for does not."""
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("kind", PARTS)
def test_killed_at_any_moment_it_leaves_whole_results_and_the_next_call_ends_as_a_clean_one(
    small, kind, part_of_time, killed
):
    project, clean, seconds = small
    changed = toggle(project)
    good = results(project)
    command = [sys.executable, "-m", "kzmigration", *PARTS[kind]]
    environment = os.environ | {"PYTHONPATH": str(project.folder / "src")}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=project.folder, env=environment, start_new_session=True, **pipes) as process:
        time.sleep(part_of_time * seconds[kind])
        others = psutil.Process(process.pid).children(recursive=True)
        (os.killpg if killed == "its group" else os.kill)(process.pid, signal.SIGKILL)
    left = results(project)
    for name in left:
        assert left[name] in (good.get(name), clean[changed].get(name)), f"{name} is neither the old nor the new one"
    one, old, new = ({**found, "results.csv": b""} for found in (left, good, clean[changed]))
    assert one in (old, new), "the published site is a mixture"

    until = time.monotonic() + 60
    while survivors(others):
        assert time.monotonic() < until, f"these outlive it: {survivors(others)}"
        time.sleep(0.05)
    assert project.differing(results(project), left) == [], "a process outlived it and finished its work"

    for arguments in PARTS.values():
        again = project.command(*arguments)
        assert again.returncode == 0, again.stderr
    assert project.differing(results(project), clean[changed]) == []


def within(project, script):
    """Run a script in the project's folder as the root of a world of its own, which may mount what it likes."""
    environment = os.environ | {"PYTHONPATH": str(project.folder / "src"), "BOOK": f"{sys.executable} -m kzmigration"}
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


@pytest.mark.parametrize("megabytes", [1, 8])
def test_a_full_disk_is_named_and_the_published_book_stays(small, mounting, megabytes):
    project, _, _ = small
    good = results(project)
    toggle(project)
    disk = f"""
        mkdir -p disk && mount -t tmpfs -o size={megabytes}m tmpfs disk
        cp -a _build/data-is-valid _build/lock disk
        ln -s "$PWD/_build/site" disk/site
        mount --bind disk _build
        $BOOK build
    """
    done = within(project, disk)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"error: the disk with {project.folder}/_build is full; make room and call it again. "
        "The published book is as it was before"
    )
    assert project.differing(results(project), good) == []
    toggle(project)


@pytest.mark.parametrize("folder", [".", "_build"])
def test_a_folder_that_cannot_be_written_is_named_in_one_line(small, mounting, folder):
    project, _, _ = small
    good = results(project)
    toggle(project)
    done = within(project, f"mount --bind -o ro {folder} {folder}; cd .; cd $PWD; $BOOK build")
    toggle(project)
    assert done.returncode == 1
    assert done.stderr == f"error: Read-only file system: {project.folder}/_build/lock\n"
    assert project.differing(results(project), good) == []


def test_two_builds_at_once_are_refused_in_one_line(small):
    project, _, _ = small
    with (project.folder / "_build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for arguments in PARTS.values():
            done = project.command(*arguments)
            assert done.returncode == 1
            assert done.stderr == "error: another build runs in this folder; wait until it has ended\n"


def test_a_blank_cyrillic_letters_and_an_old_locale_make_no_difference(small, new_project):
    _, clean, _ = small
    other = new_project("Көші-қон бейіні, it's 2019").with_small_chapters()
    (other.folder / "ours.yaml").write_text(SWEEP, encoding="utf8")
    for arguments in PARTS.values():
        done = other.command(*arguments, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0, done.stderr
    assert other.differing(results(other), clean[False]) == []
