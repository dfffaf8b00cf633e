# What depends on what: data -> chapter -> pages. Nothing else decides what is stale.
# `make book` calls this; `.venv/bin/snakemake --cores 2 --nolock` does the same without publishing.
import hashlib
import shlex
import sys

from kzmigration import data, language, parameters, paths, processes

processes.die_with_parent()
LANGUAGE = language.language()  # of the build; another one makes chapters and pages stale
PYTHON = f"exec {shlex.quote(sys.executable)} -m kzmigration"  # exec: no shell between a job and its parent
CHAPTERS = paths.chapters()
CODE = sorted(str(file) for file in Path("src/kzmigration").glob("*.py"))
PAGES_ONLY = set(  # modules that no chapter imports
    "archives book catalogue citations cli coverage edition editions explore figure_pages files glossary lean "
    "ledger_pages listing metadata offline one_page openers page_use pdf places processes release rules search_index sphinx_numbers "
    "stylesheets validation verdict_table verdicts workflow".split()
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


# First and alone, by its priority and by taking every core. It is no input of the chapters, not even an ancient one:
# below a job that runs, Snakemake 9 does not look for other changes, and would overlook the changed table itself.
rule validate:
    input:
        DATA,
    output:
        touch("_build/data-is-valid"),
    params:
        contents=checksum(DATA),
    priority: 1
    threads: 99
    localrule: True
    shell:
        "{PYTHON} validate"


rule chapter:
    input:
        notebook="notebooks/{chapter}.ipynb",
        data=resources,
        shared=SHARED,
    output:
        directory("_build/runs/{chapter}"),
    params:
        descriptors=descriptors,
        language=LANGUAGE,
        contents=lambda wildcards: checksum([f"notebooks/{wildcards.chapter}.ipynb", *resources(wildcards), *SHARED]),
    shell:
        "{PYTHON} run {wildcards.chapter} --out {output}"


rule pages:
    input:
        expand("_build/runs/{chapter}", chapter=CHAPTERS),
        PAGES,
    output:
        directory("_build/rendered"),
    params:
        language=LANGUAGE,
        contents=checksum(PAGES),
    shell:
        "{PYTHON} render --out {output}"
