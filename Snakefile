# What depends on what: data -> chapter -> pages. Nothing else decides what is stale.
# `make book` calls this; `.venv/bin/snakemake --cores 2 --nolock` does the same without publishing.
import functools
import hashlib
import json
import os
import shlex
import sys

from kzmigration import data, language, parameters, paths, processes

processes.die_with_parent()
# A job starts Python anew, or is forked from a server if there is one. exec: no shell between a job and its parent.
START = "src/kzmigration/forked.py" if "KZMIGRATION_FORK" in os.environ else "-m kzmigration"
PYTHON = f"exec {shlex.quote(sys.executable)} {START}"
LANGUAGE = language.language()  # of the build; another one makes chapters and pages stale
CHAPTERS = paths.chapters()
read_by = functools.cache(parameters.resources_read)  # Snakemake asks many times for each run of a sweep
ledgers_of = functools.cache(parameters.ledgers_read)
RUNS = config.get("runs", "_build/runs")  # a review runs the chapters into a folder of its own, and goes on past a fault
GO_ON = "--go-on" if config.get("go_on") else ""
DRAWS = "" if config.get("full") else "--numbers-only"  # a run of a sweep
SWEEP = json.loads((Path(config["sweep"]) / "plan.json").read_text(encoding="utf8")) if "sweep" in config else {}
CODE = sorted(str(file) for file in Path("src/kzmigration").glob("*.py"))
PAGES_ONLY = set(  # modules that no chapter imports
    "archives book catalogue certificate citations cli coverage edition editions explore figure_pages forked "
    "forking glossary lean ledger_pages listing lookups metadata offline one_page openers page_use pdf places "
    "processes provisioner record release review rules search_index slide_deck slide_text slides sphinx_numbers "
    "stylesheets sweep sweep_plan validation verdict_table verdicts workflow "
    # the teacher’s desk
    "answer_files assign desk exercise_pages exercises feedback grade hand_in marking moodle otter_check otter_export "
    "roster student_files submissions variants".split()
)
CHAPTER_CODE = [file for file in CODE if Path(file).stem not in PAGES_ONLY]
CODES = sorted(str(file) for file in Path("data/codes").glob("*.csv"))
SHARED = [*CODES, *CHAPTER_CODE, "data/corrections.yaml", "requirements.txt"]  # what every chapter needs
BOOK = sorted(str(file) for file in Path("book").rglob("*") if file.is_file())
DATA = ["data/datapackage.json", *(f"data/{resource['path']}" for resource in data.package()["resources"])]
# The pages take all of the data, since the book offers them as one ZIP.
WHOLE = sorted({*DATA, *(str(file) for end in ("yaml", "md") for file in Path("data").rglob(f"*.{end}"))})
PAGES = [*BOOK, *CODE, *WHOLE, "CITATION.cff", "_config.yml", "_toc.yml"]


def checksum(files):
    """Return one checksum of files, for a changed one may bear an old date: cp -p, tar, an edit while a job runs."""
    return hashlib.sha256(b"".join(hashlib.sha256(Path(file).read_bytes()).digest() for file in files)).hexdigest()


def chapter_of(wildcards):
    """Return the chapter of a job, be it the book's run or one of a sweep."""
    return getattr(wildcards, "chapter", None) or SWEEP[wildcards.run]["chapter"]


def notebook(wildcards):
    """Return the notebook of a chapter."""
    return f"notebooks/{chapter_of(wildcards)}.ipynb"


def resources(wildcards):
    """Return the files of what a chapter reads."""
    chapter = chapter_of(wildcards)
    tables = [f"data/{data.descriptor(name)['path']}" for name in read_by(chapter)]
    return tables + [f"data/claims/{section}.yaml" for section in ledgers_of(chapter)]


def descriptors(wildcards):
    """Return what the package says of them, so that a new resource does not run the chapters that ignore it."""
    return [data.descriptor(name) for name in read_by(chapter_of(wildcards))]


def contents(wildcards):
    """Return one checksum of all that a chapter's run depends on."""
    return checksum([notebook(wildcards), *resources(wildcards), *SHARED])


def asked(wildcards):
    """Return what a run of a sweep is asked, as its command line has it."""
    pairs = SWEEP[wildcards.run]["asked"].items()
    return shlex.join(part for name, value in pairs for part in ("-p", f"{name}={value}"))


rule all:
    input:
        "_build/data-is-valid",
        "_build/rendered",


# First and alone, by its priority and by taking every core. It is no input of the chapters, not even an ancient one:
# below a job that runs, Snakemake 9 does not look for other changes, and would overlook the changed table itself.
rule validate:
    input:
        WHOLE,
    output:
        touch("_build/data-is-valid"),
    params:
        contents=checksum(WHOLE),
    priority: 1
    threads: 99
    localrule: True
    shell:
        "{PYTHON} validate"


rule chapter:
    input:
        notebook=notebook,
        data=resources,
        shared=SHARED,
    output:
        directory(f"{RUNS}/{{chapter}}"),
    params:
        descriptors=descriptors,
        language=LANGUAGE,
        contents=contents,
    shell:
        "{PYTHON} run {wildcards.chapter} --out {output} {GO_ON}"


if SWEEP:

    # What is shared is in the checksum alone: Snakemake asks for the size of each input of each run, again and again.
    rule swept:
        input:
            notebook=notebook,
            data=resources,
        output:
            directory(f"{config['sweep']}/runs/{{run}}"),
        log:
            f"{config['sweep']}/logs/{{run}}.txt",
        params:
            descriptors=descriptors,
            language=LANGUAGE,
            contents=contents,
            chapter=chapter_of,
            asked=asked,
        shell:
            "{PYTHON} run {params.chapter} {params.asked} {DRAWS} --out {output:q} >{log:q} 2>&1"


rule pages:
    input:
        expand(f"{RUNS}/{{chapter}}", chapter=CHAPTERS),
        PAGES,
    output:
        directory("_build/rendered"),
    params:
        language=LANGUAGE,
        contents=checksum(PAGES),
    shell:
        "{PYTHON} render --out {output}"
