"""The columns are those of the page on reports."""

import re
from pathlib import Path

from houkan_spark import VERSION
from houkan_spark.tables import FINDINGS, VERDICTS

ROOT = Path(__file__).parents[2]


def columns(section: str) -> list[str]:
    page = (ROOT / "docs" / "reports.md").read_text()
    part = re.search(rf"^## {section}$(.*?)^##", page, re.M | re.S).group(1)
    return re.findall(r"^\| `(\w+)` \|", part, re.M)


def test_verdicts_have_the_columns_of_the_page():
    assert list(VERDICTS) == columns("verdicts")


def test_findings_have_those_that_the_csv_has():
    wanted = columns("findings")
    assert list(FINDINGS) == wanted[: wanted.index("action") + 1]


def test_the_package_is_for_the_program_of_this_repository():
    manifest = (ROOT / "Cargo.toml").read_text()
    assert re.search(r'^version = "(.*)"$', manifest, re.M).group(1) == VERSION
    package = (ROOT / "spark" / "pyproject.toml").read_text()
    assert re.search(r'^version = "(.*)"$', package, re.M).group(1) == VERSION
