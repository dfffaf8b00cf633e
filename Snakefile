# What depends on what: data -> chapter -> pages. Nothing else decides what is stale.
# `make book` calls this; `.venv/bin/snakemake --cores 2 --nolock` does the same without publishing.
import shlex
import sys

from kzmigration import book, data, parameters

PYTHON = f"{shlex.quote(sys.executable)} -m kzmigration"
CHAPTERS = book.chapters()
CODE = sorted(str(file) for file in Path("src/kzmigration").glob("*.py"))
# Modules that no chapter imports.
PAGES_ONLY = {"book", "cli", "files", "rules", "sphinx_numbers", "validation", "workflow"}
CHAPTER_CODE = [file for file in CODE if Path(file).stem not in PAGES_ONLY]
CODES = sorted(str(file) for file in Path("data/codes").glob("*.csv"))
DATA = ["data/datapackage.json", *(f"data/{resource['path']}" for resource in data.package()["resources"])]


def resources(wildcards):
    """Return the files of what a chapter reads."""
    tables = [f"data/{data.descriptor(name)['path']}" for name in parameters.resources_read(wildcards.chapter)]
    return tables + [f"data/claims/{section}.yaml" for section in parameters.ledgers_read(wildcards.chapter)]


def descriptors(wildcards):
    """Return what the package says of them, so that a new resource does not run the chapters that ignore it."""
    return [data.descriptor(name) for name in parameters.resources_read(wildcards.chapter)]


rule all:
    input:
        "_build/data-is-valid",
        "_build/rendered",


rule validate:
    input:
        DATA,
    output:
        touch("_build/data-is-valid"),
    priority: 1
    threads: 99
    shell:
        "{PYTHON} validate"


rule chapter:
    input:
        notebook="notebooks/{chapter}.ipynb",
        data=resources,
        corrections="data/corrections.yaml",
        codes=CODES,
        code=CHAPTER_CODE,
        lock="requirements.txt",
    output:
        directory("_build/runs/{chapter}"),
    params:
        descriptors=descriptors,
    shell:
        "{PYTHON} run {wildcards.chapter} --out {output}"


rule pages:
    input:
        expand("_build/runs/{chapter}", chapter=CHAPTERS),
        [str(file) for file in sorted(Path("book").rglob("*")) if file.is_file()],
        sorted(str(file) for file in Path("data/claims").glob("*.yaml")),
        "data/claims/coverage.csv",
        "data/claims/sections.csv",
        "data/corrections.yaml",
        "data/figures.csv",
        "_config.yml",
        "_toc.yml",
        CODE,
    output:
        directory("_build/rendered"),
    shell:
        "{PYTHON} render --out {output}"
