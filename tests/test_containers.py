"""The files for Docker, Binder and dev containers only call what README.md says, and install what .ci/run installs."""

import json
import re
import shlex

from kzmigration.paths import ROOT

DOCKERFILE = ROOT / ".binder" / "Dockerfile"
UPDATE = "apt-get update -qq"
INSTALL = "apt-get install -y -qq --no-install-recommends "


def instructions():
    """Return the instructions of the Dockerfile: word and rest, continued lines joined, comments left out."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


def commands():
    """Return every command that runs while the image is built or started."""
    found = []
    for word, rest in instructions():
        if word == "RUN":
            found += [" ".join(part.split()) for part in rest.split("&&")]
        elif word == "CMD":
            found.append(shlex.join(json.loads(rest)))
    return found


def targets(file, pattern):
    """Return the targets of make that a text names."""
    return set(re.findall(pattern, (ROOT / file).read_text(encoding="utf8"), flags=re.MULTILINE))


def is_of_the_readme(command):
    """Whether a command is a target of make that exists and that the README names."""
    words = shlex.split(command)
    known = targets("Makefile", r"^([a-z-]+):") & targets("README.md", r"(?:^|`)make ([a-z-]+)")
    return words[0] == "make" and words[1] in known and all(word.startswith("ARGS=") for word in words[2:])


def test_the_image_installs_what_ci_installs_and_else_only_calls_the_readme():
    listed = re.findall(r"apt-get install -y -qq ([^>\n]*) >", (ROOT / ".ci" / "run").read_text(encoding="utf8"))
    named = {word for words in listed for word in words.split() if not word.startswith("-")}
    installing = [command for command in commands() if command.startswith(INSTALL)]
    assert [set(command.removeprefix(INSTALL).split()) for command in installing] == [named | {"git"}]
    others = [command for command in commands() if command not in (*installing, UPDATE)]
    assert [command.split()[0] for command in others] == ["useradd", "make", "make", "make"]
    assert [command for command in others[1:] if not is_of_the_readme(command)] == []
    assert {word for word, _ in instructions()} <= {"FROM", "ARG", "RUN", "USER", "ENV", "WORKDIR", "COPY", "CMD"}


def test_the_image_gives_binder_a_user_by_number_and_jupyterlab_with_the_kernel_of_make_lab():
    assert ("ARG", "NB_UID=1000") in instructions()
    last = max(index for index, (word, _) in enumerate(instructions()) if word == "USER")
    assert instructions()[last] == ("USER", "${NB_USER}")
    (variables,) = (rest for word, rest in instructions() if word == "ENV" and "PATH" in rest)
    found = dict(word.split("=", 1) for word in variables.split())
    assert found["PATH"].split(":")[0] == "${HOME}/.venv-lab/bin"
    recipe = (ROOT / "Makefile").read_text(encoding="utf8")
    assert f'JUPYTER_PATH="{found["JUPYTER_PATH"].replace("${HOME}", "$(CURDIR)")}" .venv-lab/bin/jupyter lab' in recipe
    assert ("COPY", "--chown=${NB_UID} . .") in instructions()


def test_what_is_built_here_stays_out_of_the_image():
    left_out = (ROOT / ".binder" / "Dockerfile.dockerignore").read_text(encoding="utf8").split()
    assert left_out == [".venv", ".venv-lab", "_build", ".snakemake"]
    assert {f"{name}/" for name in left_out} <= set((ROOT / ".gitignore").read_text(encoding="utf8").split())


def test_the_dev_container_takes_the_first_stage_and_calls_the_readme():
    folder = ROOT / ".devcontainer"
    container = json.loads((folder / "devcontainer.json").read_text(encoding="utf8"))
    build = container["build"]
    assert (folder / build["dockerfile"]).resolve() == DOCKERFILE
    assert (folder / build["context"]).resolve() == ROOT
    assert ("FROM", f"python:3.11-slim-bookworm AS {build['target']}") == instructions()[0]
    called = {key: value for key, value in container.items() if key.lower().endswith("command")}
    assert called == {"postCreateCommand": "make book"}
    assert is_of_the_readme(called["postCreateCommand"])


def test_a_command_of_its_own_would_be_refused():
    assert is_of_the_readme("make lab 'ARGS=--version'")
    for command in ("pip install pandas", "make everything", "make book CORES=9", "make audit"):
        assert not is_of_the_readme(command), command
