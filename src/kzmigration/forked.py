"""``python -m kzmigration`` by way of the server of ``forking.py``; a job of Snakemake calls this file.

It imports next to nothing, since a job is to start at once. Without a server it becomes ``python -m kzmigration``.
"""

import json
import os
import select
import socket
import sys

PARENT = "KZMIGRATION_PARENT"


def main() -> int:
    """Ask for the job, wait for its end, and return its exit code."""
    parent, said = os.getppid(), b""
    environment = {name: value for name, value in os.environ.items() if name != PARENT}
    request = {"kind": "job", "arguments": ["kzmigration", *sys.argv[1:]], "environment": environment}
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(os.environ.get("KZMIGRATION_FORK", ""))
            socket.send_fds(connection, [json.dumps(request | {"folder": os.getcwd()}).encode()], [0, 1, 2])
            while said.count(b"\n") < 2:  # the number of the process, then its exit code
                if os.getppid() != parent:  # the build was killed; the job ends with this connection
                    return 1
                if select.select([connection], [], [], 0.05)[0]:
                    more = connection.recv(100)
                    if not more:
                        break
                    said += more
        except OSError:
            pass
    if not said:  # no server, or one that could not even begin
        os.execv(sys.executable, [sys.executable, "-m", "kzmigration", *sys.argv[1:]])  # noqa: S606
    return int(said.split()[1]) if said.count(b"\n") == 2 else 1


if __name__ == "__main__":
    sys.exit(main())
