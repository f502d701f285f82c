"""The documents for people are true: what they name exists, and what matters is named."""

import re

from tests.support.source_tree import PACKAGES, ROOT, SLICES

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
NAMED_PATH = re.compile(r"`((?:desktop|server|shared|sync|resources|tests|packaging|\.ci)/[\w./{},*-]*)`")
TARGET = re.compile(r"`make ([a-z-]+)")
FILE_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def test_the_map_names_every_slice_and_folder():
    folders = [path.name for path in (ROOT / "desktop").iterdir() if (path / "__init__.py").exists()]
    assert [slice_name for slice_name in SLICES if f"`{slice_name}`" not in ARCHITECTURE] == []
    assert [name for name in folders if f"`desktop/{name}/`" not in ARCHITECTURE and name not in SLICES] == []
    assert [name for name in (*PACKAGES, "tests", "packaging") if f"`{name}/" not in ARCHITECTURE] == []


def test_paths_that_documents_name_exist():
    named = [(document, path) for document in DOCUMENTS for path in NAMED_PATH.findall(text(document))]
    assert [(document, path) for document, path in named if not list(ROOT.glob(path.rstrip("/")))] == []


def test_links_lead_somewhere():
    links = [(document, link) for document in DOCUMENTS for link in FILE_LINK.findall(text(document))]
    assert [(document, link) for document, link in links if not (ROOT / link).exists()] == []


def test_make_targets_that_documents_name_exist():
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = [(document, target) for document in DOCUMENTS for target in TARGET.findall(text(document))]
    assert [(document, target) for document, target in named if target not in targets] == []


def test_no_document_names_a_folder_of_somebody():
    home = re.compile(r"(?<![\w~])/(home|work|root|Users)/")
    files = (*DOCUMENTS, "Makefile", "pyproject.toml", ".ci/run", ".ci/bootstrap.py", ".ci/constraints.txt")
    assert [name for name in files if home.search(text(name))] == []
