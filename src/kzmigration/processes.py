"""What the processes of a build share: they end with it, also when it is killed, and write UTF-8."""

import os
import sys
import threading
import time

PARENT = "KZMIGRATION_PARENT"  # number of the process that started this one, if both belong to a build


def use_utf8() -> None:
    """Begin anew in UTF-8 where the locale is of another age, so that paths, files and messages can be what they are.

    What this process starts inherits it.
    """
    if sys.getfilesystemencoding() != "utf-8":
        os.execve(sys.executable, sys.orig_argv, os.environ | {"PYTHONUTF8": "1"})  # noqa: S606


def die_with_parent() -> None:
    """End this process as soon as the one that started it is gone.

    Does nothing outside a build, where a process may well outlive its terminal.

    Notes
    -----
    A build is a chain: the command, Snakemake, a job. SIGKILL takes one link, and what hangs below it would finish
    in secret and overwrite what the next build makes. So each link looks twenty times a second whether the one above
    is there; the next build needs longer than that before its first job. What a job starts ends by itself: Jupyter
    Book at its next word, since nobody takes it, and a kernel within a second; neither writes a finished result.
    The build's lock cannot be handed down instead, since Snakemake closes the files that its jobs would inherit.
    """
    parent = os.environ.get(PARENT)
    if parent in (None, str(os.getpid())):
        return
    os.environ[PARENT] = str(os.getpid())  # for the next link
    if os.getppid() != int(parent):
        os._exit(1)
    threading.Thread(target=_watch, args=(int(parent),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.05)
    os._exit(1)  # at once, no cleaning up: as if the signal had reached this process too
