"""Kernels that are forked from the server of ``forking.py``, for papermill; started as ever if there is none."""

import importlib.metadata
import json
import os
import select
import signal
import socket

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets import Type

from kzmigration.forking import SOCKET

NAME = "kzmigration-fork"


def _ask(address: str, arguments: list[str], environment: dict[str, str], folder: str) -> socket.socket:
    """Ask for a kernel, and return the connection that it lives by; its first line is the kernel's process."""
    request = {"kind": "kernel", "arguments": arguments, "environment": environment, "folder": folder}
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(address)
        socket.send_fds(connection, [json.dumps(request).encode()], [0, 1, 2])
    except OSError:
        connection.close()
        raise
    return connection


class Forked:
    """A forked kernel, with as much of ``subprocess.Popen`` as a provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.lines = connection.makefile("r", encoding="utf8")
        self.pid = int(self.lines.readline())
        self.code: int | None = None
        self.patience = 0.0  # seconds; once it is asked to end, who looks waits for it instead of looking again later

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        if self.code is None and select.select([self.connection], [], [], self.patience)[0]:
            self.code = int(self.lines.readline() or -signal.SIGKILL)  # nothing is said by who is killed
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
        arguments = ["kernel", *cmd[cmd.index("-f") :]]
        # Its parent is the server, so it cannot watch its parent; it lives by the connection instead.
        environment = {name: value for name, value in kwargs["env"].items() if name != "JPY_PARENT_PID"}
        try:
            connection = _ask(os.environ.get(SOCKET, ""), arguments, environment, str(kwargs.get("cwd") or os.getcwd()))
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = Forked(connection)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def shutdown_requested(self, **_: object) -> None:
        """Know that the kernel was asked to end."""
        if isinstance(self.process, Forked):
            self.process.patience = 0.1


class _Output(AsyncZMQSocketChannel):
    """What a kernel says: once it is idle, nothing more is waited for that has to come within some time.

    The library waits for a fifth of a second of silence before the first cell.
    """

    is_idle = False

    async def get_msg(self, timeout: float | None = None) -> dict:
        message = await super().get_msg(0 if timeout and self.is_idle else timeout)
        self.is_idle = message["content"].get("execution_state") == "idle"
        return message


class _Client(AsyncKernelClient):
    iopub_channel_class = Type(_Output)


class Manager(AsyncKernelManager):
    """A manager whose kernels are forked, and are not waited for longer than they take."""

    client_factory = Type(_Client)


def use() -> dict[str, type]:
    """Let kernels of this process be forked, and return what papermill is to be told."""
    group = KernelProvisionerFactory.GROUP_NAME
    entry = importlib.metadata.EntryPoint(NAME, "kzmigration.provisioner:ForkProvisioner", group)
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = entry
    factory.default_provisioner_name = NAME
    return {"kernel_manager_class": Manager}
