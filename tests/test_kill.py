"""SIGKILL at three moments of a build: the published site stays whole, and the next build is as good as a clean one."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

pytestmark = pytest.mark.slow

CELL = ("data/profile/table-1.3.1.csv", "2019,CAN,Канада,82,", "2019,CAN,Канада,83,")
SIGNS = {  # what shows that the moment has come, and what only a survivor would still make
    "a chapter executes": ("runs/emigration.*/numbers.json", "runs/emigration"),
    "Jupyter Book starts": ("rendered.stage/_toc.yml", "rendered*/**/searchindex.js"),
    "pages render": ("rendered.stage/_build/.doctrees", "rendered"),
    "publishing": ("editions/staged/searchindex.js", "site.new"),
}


def wait_for(condition, process):
    """Wait until something is there, which a build that is still running will make."""
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)


def is_alive(process):
    """Whether a process runs; a dead one that nobody has waited for does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture(scope="module")
def built(new_project):
    """Return a built project, and its two clean sites: as it is, and with one cell changed."""
    sites = {}
    for change in (True, False):
        project = new_project().with_chapters("emigration")
        # A build that was told to holds its breath between copying and swapping, so that it can be killed there.
        project.replace("src/kzmigration/workflow.py", "import sys\n", "import sys\nimport time\n")
        pause = '        time.sleep(int(os.environ.get("PAUSE", "0")))\n'
        project.replace("src/kzmigration/workflow.py", "        staged.rename(", pause + "        staged.rename(")
        if change:
            project.replace(*CELL)
        done = project.command("build")
        assert done.returncode == 0, done.stderr
        sites[change] = project.site()
    assert project.differing(sites[True], sites[False])
    return project, sites


@pytest.mark.parametrize(
    ("moment", "killed"),
    [
        ("a chapter executes", "the command"),
        ("a chapter executes", "its group"),
        ("Jupyter Book starts", "the command"),
        ("pages render", "its group"),
        ("publishing", "the command"),  # which has no children then
    ],
)
def test_a_killed_build_leaves_the_good_site_and_nothing_to_mend(built, moment, killed):
    project, sites = built
    build = project.folder / "_build"
    file, old, new = CELL
    change = old in (project.folder / file).read_text(encoding="utf8")
    good = project.site()
    assert project.differing(good, sites[not change]) == [], "the test before has not ended well"
    project.replace(file, *((old, new) if change else (new, old)))

    command = [sys.executable, "-m", "kzmigration", "build"]
    environment = os.environ | {"PYTHONPATH": str(project.folder / "src"), "PAUSE": "600"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    sign, unmade = SIGNS[moment]
    with subprocess.Popen(command, cwd=project.folder, env=environment, start_new_session=True, **pipes) as process:
        wait_for(lambda: list(build.glob(sign)), process)
        others = psutil.Process(process.pid).children(recursive=True)
        (os.killpg if killed == "its group" else os.kill)(process.pid, signal.SIGKILL)
    assert project.differing(project.site(), good) == []

    while any(is_alive(other) for other in others):
        time.sleep(0.05)
    assert not list(build.glob(unmade)), "a process outlived the build and finished its work"
    assert project.differing(project.site(), good) == []

    again = project.command("build")
    assert again.returncode == 0, again.stderr
    assert project.differing(project.site(), sites[change]) == []
    assert {path.name for path in build.iterdir()} == {"data-is-valid", "editions", "lock", "rendered", "runs", "site"}
    assert [path.name for path in (build / "runs").iterdir()] == ["emigration"]
    assert len(list((build / "editions").iterdir())) <= 2
