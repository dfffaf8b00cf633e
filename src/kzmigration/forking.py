"""A process with everything imported, which forks a job or a kernel in place of starting Python anew.

Starting Python and importing pandas, statsmodels and the like is more than half of a short run. Where many runs follow
each other, ``serving`` starts a server beside them: a clean process that has the imports behind it, no event loop, no
context of ZeroMQ and no thread of ours. It forks a child for each request: a job, which is ``python -m kzmigration``
with its arguments (``forked.py`` asks for it), or the kernel of a job (the provisioner here asks for it). A child ends
when who asked for it is gone. Without a server everything runs as ever, with the same results.
"""

import contextlib
import gc
import importlib
import importlib.metadata
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

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

SOCKET = "KZMIGRATION_FORK"  # where the server listens
LONGEST = 1 << 20  # bytes of a request
PATIENCE = 60  # seconds until the imports are done
NAME = "kzmigration-fork"
IMPORTED = (  # what chapters and the jobs that run them import
    "geopandas",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "nbclient",
    "papermill",
    "scipy.optimize",
    "scipy.stats",
    "seaborn",
    "statsmodels.api",
    "statsmodels.tsa.api",
)


@contextlib.contextmanager
def serving() -> Iterator[None]:
    """Let what is started meanwhile fork from one server; where it cannot be had, everything starts as ever."""
    with tempfile.TemporaryDirectory(prefix="kzmigration-") as folder:
        address = Path(folder) / "fork"
        environment = os.environ | {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
        server = subprocess.Popen(
            [sys.executable, "-m", "kzmigration.forking", str(address)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            if server.stdout.readline():  # it listens; an empty line means that it has ended
                os.environ[SOCKET] = str(address)
            yield
        finally:
            os.environ.pop(SOCKET, None)
            server.stdin.close()  # by which it knows that nobody needs it any more
            server.stdout.close()
            server.wait(PATIENCE)


def serve(address: str) -> None:
    """Import, listen, and fork until the standard input is closed.

    Parameters
    ----------
    address : str
        Path of the socket.
    """
    for name in IMPORTED:
        importlib.import_module(name)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem not in ("__main__", "forked", "forking", "sphinx_numbers"):
            importlib.import_module(f"kzmigration.{file.stem}")
    gc.freeze()  # what is imported stays shared with the children
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the children
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        sys.stdout.write("listening\n")
        sys.stdout.flush()
        while True:
            ready, _, _ = select.select([listening, sys.stdin.fileno()], [], [])
            if sys.stdin.fileno() in ready:
                return
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                os._exit(_child(connection))
            connection.close()


def _child(connection: socket.socket) -> int:
    """Become what was asked for, and return its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    message, handles, _, _ = socket.recv_fds(connection, LONGEST, 3)
    asked = json.loads(message)
    for at, handle in enumerate(handles):
        os.dup2(handle, at)
        os.close(handle)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = asked["arguments"]
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


def ask(address: str, kind: str, arguments: list[str], environment: dict[str, str], folder: str) -> socket.socket:
    """Ask a server for a child, and return the connection that it lives by; its first line is the child's number."""
    request = {"kind": kind, "arguments": arguments, "environment": environment, "folder": folder}
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    socket.send_fds(connection, [json.dumps(request).encode()], [0, 1, 2])
    return connection


class Forked:
    """A forked kernel, with as much of ``subprocess.Popen`` as a provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.lines = connection.makefile("r", encoding="utf8")
        self.pid = int(self.lines.readline())
        self.code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        if self.code is None:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self.code = int(self.lines.readline() or -signal.SIGKILL)
                self.lines.close()
                self.connection.close()
        return self.code

    def wait(self) -> int | None:
        """Return the exit code of a kernel that has ended."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """Fork a kernel from the server that ``KZMIGRATION_FORK`` names; start it as ever if there is none."""

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> dict:
        """Launch the kernel, as :class:`LocalProvisioner` does."""
        address = os.environ.get(SOCKET, "")
        at = next((place for place, word in enumerate(cmd) if word == "-f"), 0)
        try:
            environment = {**kwargs["env"]}
            environment.pop("JPY_PARENT_PID", None)  # its parent is the server; it lives by the connection instead
            connection = ask(
                address, "kernel", ["kernel", *cmd[at:]], environment, str(kwargs.get("cwd") or os.getcwd())
            )
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = Forked(connection)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info


def use() -> None:
    """Let kernels of this process be forked, if there is a server."""
    if SOCKET in os.environ:
        group = KernelProvisionerFactory.GROUP_NAME
        entry = importlib.metadata.EntryPoint(NAME, "kzmigration.forking:ForkProvisioner", group)
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[NAME] = entry
        factory.default_provisioner_name = NAME


if __name__ == "__main__":
    serve(sys.argv[1])
