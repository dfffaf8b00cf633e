"""Forked runs: the same bytes as ordinary ones, and ordinary ones where there is no server."""

import asyncio
import json
import os
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
import zmq
import zmq.asyncio
from jupyter_client.session import Session

from kzmigration import forking, provisioner
from kzmigration.paths import ROOT

FORKED = [sys.executable, str(ROOT / "src" / "kzmigration" / "forked.py")]
PLAIN = [sys.executable, "-m", "kzmigration"]


def called(command, **environment):
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)


def files(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def server():
    with forking.serving():
        yield os.environ[forking.SOCKET]


@pytest.mark.slow
def test_a_forked_run_gives_the_bytes_of_an_ordinary_one(server, tmp_path):
    asked = ["run", "internal_migration", "-p", "year_start=2015"]
    forked = called([*FORKED, *asked, "--out", str(tmp_path / "forked")])
    plain = called([*PLAIN, *asked, "--out", str(tmp_path / "plain")], **{forking.SOCKET: ""})
    assert (forked.returncode, forked.stderr) == (plain.returncode, plain.stderr) == (0, "")
    assert forked.stdout.splitlines()[0] == plain.stdout.splitlines()[0]
    made = files(tmp_path / "forked")
    assert len(made) > 20
    assert made == files(tmp_path / "plain")


@pytest.mark.slow
def test_a_forked_run_fails_as_an_ordinary_one(server, tmp_path):
    asked = ["run", "emigration", "-p", "year_start=1990", "--out", str(tmp_path / "out")]
    forked, plain = called([*FORKED, *asked]), called([*PLAIN, *asked])
    assert (forked.returncode, forked.stdout, forked.stderr) == (plain.returncode, plain.stdout, plain.stderr)
    assert forked.returncode == 1
    assert forked.stderr.startswith("error: year_start must be")


@pytest.mark.slow
def test_jobs_do_not_share_what_they_change(server):
    for _ in range(2):  # a child that left something behind would make the second differ
        done = called([*FORKED, "claims", "--section", "1.3.1", "--json"])
        assert done.returncode == 0
        assert json.loads(done.stdout) == json.loads(called([*PLAIN, "claims", "--section", "1.3.1", "--json"]).stdout)


@pytest.mark.parametrize("address", ["", "/nowhere/fork"])
def test_without_a_server_it_is_the_ordinary_command(address):
    done = called([*FORKED, "run", "no_such_chapter"], **{forking.SOCKET: address})
    assert done.returncode == 1
    assert done.stderr.startswith("error: there is no chapter 'no_such_chapter'")


def test_a_server_that_breaks_before_it_forks_is_done_without(tmp_path):
    address = str(tmp_path / "fork")
    with socket.socket(socket.AF_UNIX) as broken:
        broken.bind(address)
        broken.listen()
        command = [*FORKED, "run", "no_such_chapter"]
        client = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {forking.SOCKET: address}, stderr=subprocess.PIPE, text=True
        )
        broken.accept()[0].close()
        _, said = client.communicate(timeout=60)
    assert client.returncode == 1
    assert said.startswith("error: there is no chapter 'no_such_chapter'")


@pytest.mark.slow
def test_a_killed_client_takes_its_job_and_kernel_along(server, tmp_path):
    us = psutil.Process()
    serving = next(child for child in us.children() if server in child.cmdline())
    client = subprocess.Popen(
        [*FORKED, "run", "emigration", "--out", str(tmp_path / "out")], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    waited_for(lambda: len(serving.children()) == 2, 60)  # the job, and its kernel
    client.kill()
    client.wait()
    waited_for(lambda: not serving.children(), 5)
    assert not list(Path(tmp_path).glob("out"))


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["before it asks", "before it is answered", "before it reads the answer"])
def test_a_client_that_is_gone_early_leaves_nothing_behind(tmp_path, capfd, gone):
    arguments = ["kzmigration", "run", "emigration", "--out", str(tmp_path / "out")]
    request = {"kind": "job", "arguments": arguments, "environment": dict(os.environ), "folder": str(ROOT)}
    with forking.serving(), open(os.devnull, "wb") as nowhere:
        server = os.environ[forking.SOCKET]
        called([*FORKED, "claims", "--section", "1.3.1"])  # what is asked first waits for the imports
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(server)
            if gone != "before it asks":
                socket.send_fds(client, [json.dumps(request).encode()], [nowhere.fileno(), nowhere.fileno(), 2])
            if gone == "before it reads the answer":
                assert select.select([client], [], [], 60)[0]  # so that the system resets the connection
        time.sleep(0.5)  # in which a child that is still to come has begun
        serving = next(child for child in psutil.Process().children() if server in child.cmdline())
        waited_for(lambda: not serving.children(), 20)
    assert not list(tmp_path.glob("out"))
    assert capfd.readouterr().err == ""


def test_a_kernel_that_was_asked_to_end_is_waited_for_and_no_longer_than_it_takes():
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(b"4321\n")
        kernel = provisioner.Forked(ours)
        assert kernel.pid == 4321
        assert kernel.poll() is None
        kernel.patience = 60
        threading.Timer(0.2, theirs.sendall, [b"3\n"]).start()
        assert [kernel.poll(), kernel.poll(), kernel.wait()] == [3, 3, 3]


def test_a_killed_kernel_has_the_code_of_one():
    ours, theirs = socket.socketpair()
    theirs.sendall(b"4321\n")
    kernel = provisioner.Forked(ours)
    theirs.close()
    assert kernel.poll() == -signal.SIGKILL


def test_an_idle_kernel_is_not_waited_for_and_a_busy_one_is():
    async def heard():
        with zmq.asyncio.Context() as context, context.socket(zmq.PAIR) as said, context.socket(zmq.PAIR) as hears:
            said.bind("inproc://kernel")
            hears.connect("inproc://kernel")
            session = Session(key=b"")
            channel = provisioner.Manager.client_factory.default_value.iopub_channel_class.default_value(hears, session)

            def say(state):
                session.send(said, "status", {"execution_state": state})

            say("idle")
            await channel.get_msg(timeout=60)
            began = time.monotonic()
            with pytest.raises(queue.Empty):
                await channel.get_msg(timeout=60)
            assert time.monotonic() - began < 30
            say("busy")
            await channel.get_msg()
            asyncio.get_running_loop().call_later(0.2, say, "idle")
            return (await channel.get_msg(timeout=60))["content"]["execution_state"]

    assert asyncio.run(heard()) == "idle"


@pytest.mark.slow
def test_the_server_ends_with_who_started_it(tmp_path):
    code = (
        "import os, signal, time\nfrom kzmigration import forking\n"
        "with forking.serving():\n    print(os.environ[forking.SOCKET], flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout.readline().strip()
        serving = psutil.Process(starter.pid).children()
        assert len(serving) == 1
        starter.kill()
    waited_for(lambda: not serving[0].is_running() or serving[0].status() == psutil.STATUS_ZOMBIE, 10)


@pytest.mark.slow
@pytest.mark.parametrize("at_once", [True, False])
def test_it_imports_before_it_is_asked_only_if_told_so(at_once):
    before = set(psutil.Process().children())
    with forking.serving(at_once=at_once):
        (server,) = set(psutil.Process().children()) - before
        if at_once:
            waited_for(lambda: has_pandas(server), 60)
        else:
            time.sleep(5)  # in which the other one has long begun
            assert not has_pandas(server)


def has_pandas(process):
    return any("/pandas/" in part.path for part in process.memory_maps())


def test_it_is_left_alone_elsewhere_than_on_linux(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    before = dict(os.environ)
    with forking.serving():
        assert dict(os.environ) == before


def waited_for(is_so, seconds):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)
