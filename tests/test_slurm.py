"""The book's rules on a cluster: chapters as jobs of a Slurm of one node, which the test itself starts."""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import nbformat
import pytest
import yaml

from kzmigration.paths import ROOT

SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"  # where Debian keeps daemons
CHAPTERS = ("environment", "trafficking")
CONFIGURATION = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=4000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# A cluster of one node keeps no accounts, and nobody has to be spared our questions.
HERE = (
    "--slurm-no-account --slurm-status-command squeue --slurm-init-seconds-before-status-checks 2 "
    "--seconds-between-status-checks 1 --latency-wait 5"
)


def free_ports(number):
    """Return ports that nobody uses."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def asked(environment, *command):
    """Return what a command of Slurm answers."""
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout.split()


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    """Start a Slurm of one node for this user, and return the environment in which its commands find it."""
    folder = tmp_path_factory.mktemp("slurm")
    for name in ("state", "spool", "bin"):
        (folder / name).mkdir()
    known = {"host": socket.gethostname().split(".")[0], "user": getpass.getuser(), "ports": free_ports(2)}
    configuration = folder / "slurm.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, **known))
    # Within a job, the executor drops the variable that says where the configuration is; a cluster has it in /etc.
    srun = folder / "bin" / "srun"
    srun.write_text(f'#!/bin/sh\nSLURM_CONF={configuration} exec {shutil.which("srun")} "$@"\n')
    srun.chmod(0o755)
    environment = os.environ | {"SLURM_CONF": str(configuration), "PATH": f"{srun.parent}:{SYSTEM_PATH}"}
    with contextlib.ExitStack() as stack:
        for daemon in ("slurmctld", "slurmd"):
            log = stack.enter_context((folder / f"{daemon}.log").open("w"))
            command = [shutil.which(daemon, path=SYSTEM_PATH), "-D"]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            stack.callback(process.wait)
            stack.callback(os.killpg, process.pid, signal.SIGTERM)
        stack.callback(asked, environment, "scancel", "--user", known["user"])
        end = time.monotonic() + 60
        while asked(environment, "sinfo", "--noheader", "--format=%T") != ["idle"]:
            logs = "".join(file.read_text() for file in folder.glob("*.log"))
            assert time.monotonic() < end, f"the cluster does not start:\n{logs}"
            time.sleep(0.2)
        yield environment


def runs(folder):
    """Return the content of every file of the runs."""
    below = folder / "_build" / "runs"
    return {str(file.relative_to(below)): file.read_bytes() for file in below.rglob("*") if file.is_file()}


def cluster(project, environment, *chapters):
    """Call `make cluster` for these chapters alone."""
    wanted = " ".join(f"_build/runs/{chapter}" for chapter in chapters)
    return subprocess.run(
        ["make", "--no-print-directory", "cluster", f"ARGS={HERE} {wanted}"],
        cwd=project.folder,
        env=environment | {"MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )


@pytest.fixture
def ready(project):
    """Return a project with the Makefile, the profile and the packages."""
    shutil.copy2(ROOT / "Makefile", project.folder)
    shutil.copytree(ROOT / "tools", project.folder / "tools")
    (project.folder / ".venv").symlink_to(ROOT / ".venv")
    return project


def here(project):
    """Let Snakemake run the chapters on this machine."""
    return subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "2", "--nolock", *(f"_build/runs/{name}" for name in CHAPTERS)],
        cwd=project.folder,
        env=os.environ | {"PYTHONPATH": str(project.folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.slurm
def test_jobs_of_a_cluster_give_the_same_bytes_and_a_failing_one_says_where_its_log_is(slurm, ready):
    local = here(ready)
    assert local.returncode == 0, local.stderr
    expected = runs(ready.folder)
    assert {name.split("/")[0] for name in expected} == set(CHAPTERS)
    shutil.rmtree(ready.folder / "_build" / "runs")

    done = cluster(ready, slurm, *CHAPTERS)
    assert done.returncode == 0, done.stderr
    jobs = asked(slurm, "squeue", "--noheader", "--states=all", "--format=%k|%T")
    assert sorted(jobs) == [f"rule_chapter_wildcards_{chapter}|COMPLETED" for chapter in CHAPTERS]
    found = runs(ready.folder)
    assert ready.differing(found, expected) == []
    assert "Nothing to be done" in here(ready).stderr  # so `make book` takes the runs as they came from the cluster

    file = ready.folder / "notebooks" / "environment.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, file)
    failed = cluster(ready, slurm, "environment")
    assert failed.returncode == 2
    (log,) = (ready.folder / ".snakemake" / "slurm_logs").rglob("*.log")
    assert str(log) in failed.stderr
    assert "ZeroDivisionError: division by zero" in log.read_text()
    assert runs(ready.folder) == {name: content for name, content in found.items() if "trafficking/" in name}


def test_the_profile_leaves_to_the_call_what_differs_from_cluster_to_cluster():
    profile = yaml.safe_load((ROOT / "tools" / "slurm" / "config.yaml").read_text())
    assert profile["executor"] == "slurm"
    assert not [key for key in (*profile, *profile["default-resources"]) if "account" in key or "partition" in key]
