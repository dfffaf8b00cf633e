"""A process with everything imported, which forks a job or a kernel in place of starting Python anew.

Starting Python and importing pandas, statsmodels and the like is more than half of a short run. Where many runs follow
each other, ``serving`` starts a server beside them: a clean process that has the imports behind it, no event loop, no
context of ZeroMQ and no thread of ours. It forks a child for each request: a job, which is ``python -m kzmigration``
with its arguments (``forked.py`` asks for it), or the kernel of a job (``provisioner.py`` asks for it). A child ends
when who asked for it is gone. Without a server everything runs as ever, with the same results.
"""

import contextlib
import functools
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

SOCKET = "KZMIGRATION_FORK"  # where the server listens
LONGEST = 1 << 20  # bytes of a request
GARBAGE = 100_000  # new objects between two looks for garbage; with the 700 of Python, looking takes 5 % of a run
IMPORTED = (  # what chapters and the jobs that run them import
    "geopandas",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "nbclient",
    "papermill",
    "psutil",
    "scipy.optimize",
    "scipy.stats",
    "seaborn",
    "statsmodels.api",
    "statsmodels.tsa.api",
)
NOT_IMPORTED = ("__main__", "forked", "forking", "sphinx_numbers")  # programs, and what only Sphinx calls


@contextlib.contextmanager
def serving(wanted: bool = True, *, at_once: bool = False) -> Iterator[None]:
    """Let what is started meanwhile fork from one server.

    Parameters
    ----------
    wanted : bool
        If not, and on any system but Linux, whose libraries may not bear a fork, everything starts as ever.
    at_once : bool
        Whether to import before the first request, for who is sure to make one and has work to do meanwhile.
    """
    if not wanted or not sys.platform.startswith("linux"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="kzmigration-") as folder:
        address = str(Path(folder) / "fork")
        when = "at once" if at_once else "when asked"
        command = [sys.executable, "-Xfrozen_modules=off", "-m", "kzmigration.forking", address, when]  # as kernels are
        environment = os.environ | {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, env=environment, **pipes) as server:
            if server.stdout.readline():  # it listens; without a word it has ended
                os.environ[SOCKET] = address
            try:
                yield
            finally:
                os.environ.pop(SOCKET, None)
                server.terminate()  # whose starter is killed ends by its standard input; this does not wait for imports


def serve(address: str, when: str) -> None:
    """Listen, import, and fork until the standard input is closed.

    Parameters
    ----------
    address : str
        Path of the socket.
    when : {"at once", "when asked"}
        When to import; what is asked before waits.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started it
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        sys.stdout.write("it listens\n")
        sys.stdout.flush()
        if when == "at once":
            _import()
        while sys.stdin.fileno() not in select.select([listening, sys.stdin.fileno()], [], [])[0]:
            connection, _ = listening.accept()
            _import()
            if os.fork() == 0:
                listening.close()
                os._exit(_child(connection))
            connection.close()


@functools.cache  # once
def _import() -> None:
    own = (file.stem for file in sorted(Path(__file__).parent.glob("*.py")) if file.stem not in NOT_IMPORTED)
    for name in (*IMPORTED, *(f"kzmigration.{stem}" for stem in own)):
        importlib.import_module(name)
    gc.freeze()  # what is imported stays shared with the children
    gc.set_threshold(GARBAGE)


def _child(connection: socket.socket) -> int:
    """Become what was asked for, and return its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    message, handles, _, _ = socket.recv_fds(connection, LONGEST, 3)
    if not message:  # who connected was gone before it asked
        return 1
    asked = json.loads(message)
    for at, handle in enumerate(handles):
        os.dup2(handle, at)
        os.close(handle)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = asked["arguments"]
    with contextlib.suppress(OSError):  # if it is gone already, the next line ends this process
        connection.sendall(f"{os.getpid()}\n".encode())
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    code = 1
    try:
        code = _job(sys.argv[1:]) if asked["kind"] == "job" else _kernel(sys.argv)
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        with contextlib.suppress(OSError):
            connection.sendall(f"{code}\n".encode())
    return code


def _end_with(connection: socket.socket) -> None:
    """End this process, and what it started, when who asked for it is gone."""
    with contextlib.suppress(OSError):  # it is reset, not closed, by who was killed before it read all that was sent
        connection.recv(1)
    os.killpg(0, signal.SIGKILL)


def _job(arguments: list[str]) -> int:
    from kzmigration.cli import app

    try:
        app(arguments, prog_name="python -m kzmigration")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def _kernel(arguments: list[str]) -> int:
    from ipykernel.kernelapp import IPKernelApp

    sys.path[:] = [folder for folder in sys.path if folder not in ("", os.getcwd())]  # as its own launcher does
    IPKernelApp.launch_instance(argv=arguments[1:])
    return 0


if __name__ == "__main__":
    serve(*sys.argv[1:])
