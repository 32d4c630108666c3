"""Reads `report.xlsx` with openpyxl and holds it against the CSV files beside it. It shares no code with the program.

    read_back.py REPORT

REPORT is a folder with report.xlsx (in Japanese), verdicts.csv, worklist.csv and findings.csv.
"""

import csv
import datetime
import pathlib
import re
import sys
import zipfile

import openpyxl
from openpyxl.utils import range_boundaries

TABLES = {"worklist": "対応リスト", "verdicts": "判定", "findings": "指摘"}
SHEETS = ["概要", "対応リスト", "判定", "指摘", "入力", "凡例"]
NUMBERS = {"合計金額", "金額", "件数", "訪問日数", "指摘の数"}
DATES = {"生年月日", "最初の日", "最後の日", "資格確認日"}
IDENTIFIERS = {"ステーションコード", "レセプト番号", "レセプト種別", "保険者番号", "記号", "番号", "枝番", "指摘コード",
               "判定", "理由", "氏名", "カタカナ氏名", "請求年月", "指定訪問看護年月", "レセプトキー"}


def hold(truth, *what):
    if not truth:
        raise SystemExit(" ".join(str(it) for it in what))


def rows_of(folder, table):
    with open(folder / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def every_cell(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell


def hold_cells(sheet):
    """Fonts, and no formula anywhere."""
    for cell in every_cell(sheet):
        hold(cell.data_type != "f", sheet.title, cell.coordinate, "is a formula", cell.value)
        hold(cell.font.name == "Yu Gothic", sheet.title, cell.coordinate, cell.font.name)


def hold_paper(sheet):
    setup = sheet.page_setup
    hold(setup.paperSize in (9, "9"), sheet.title, "paper", setup.paperSize)
    hold(setup.orientation == "landscape", sheet.title, setup.orientation)
    hold(sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title, "is not fitted")
    hold((setup.fitToWidth or 1, setup.fitToHeight) == (1, 0), sheet.title, setup.fitToWidth, setup.fitToHeight)
    hold(sheet.title and "&A" in sheet.oddHeader.left.text, sheet.title, "header")
    hold("個人情報" in sheet.oddHeader.center.text, sheet.title, "header")
    hold(re.search(r"\d{4}-\d\d-\d\d", sheet.oddHeader.right.text), sheet.title, "header")
    # openpyxl writes &P and &N out in words.
    hold(re.search(r"&P|&\[Page\]", sheet.oddFooter.center.text), sheet.title, sheet.oddFooter.center.text)


def hold_table(sheet, rows):
    """The header in sight, a filter over everything, repeated on paper; as many rows as the CSV file."""
    hold(sheet.freeze_panes and sheet.freeze_panes.endswith("2"), sheet.title, sheet.freeze_panes)
    hold(sheet.auto_filter.ref == sheet.dimensions, sheet.title, sheet.auto_filter.ref, sheet.dimensions)
    hold(sheet.print_title_rows == "$1:$1", sheet.title, sheet.print_title_rows)
    hold(sheet.max_row == len(rows) + 1, sheet.title, sheet.max_row, len(rows))
    head = [cell.value for cell in sheet[1]]
    hold(len(set(head)) == len(head) and None not in head, sheet.title, head)
    for column, heading in enumerate(head, 1):
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            if cell.value is not None:
                hold_type(sheet, heading, cell)


def hold_type(sheet, heading, cell):
    where = (sheet.title, heading, cell.coordinate, cell.value)
    if heading in NUMBERS:
        hold(cell.data_type == "n" and cell.number_format == "#,##0", *where, cell.number_format)
    elif heading in DATES and not isinstance(cell.value, str):
        hold(isinstance(cell.value, datetime.datetime) and cell.number_format == "yyyy-mm-dd", *where)
    elif heading in IDENTIFIERS and cell.hyperlink is None:
        hold(cell.data_type in ("s", "inlineStr") and cell.number_format == "@", *where, cell.data_type)
    elif isinstance(cell.value, str):
        hold(cell.number_format == "@" or cell.quotePrefix or cell.hyperlink, *where)


def hold_links(book, sheet):
    """All links lead into the workbook, to a cell that holds something; the worklist's to the person."""
    count = 0
    for cell in every_cell(sheet):
        link = cell.hyperlink
        if link is None:
            continue
        count += 1
        hold(link.target is None and link.location, sheet.title, cell.coordinate, link.target)
        name, place = link.location.rsplit("!", 1)
        target = book[name.strip("'")][place]
        hold(target.value is not None, sheet.title, cell.coordinate, link.location)
        if sheet.title == "対応リスト":
            hold(target.value == cell.value, sheet.title, cell.value, target.value)
    return count


def hold_package(path):
    """What openpyxl does not tell: dates in the package, sheets' links to the world, numbers as text."""
    with zipfile.ZipFile(path) as package:
        for member in package.infolist():
            hold(member.date_time == (1980, 1, 1, 0, 0, 0), member.filename, member.date_time)
            text = package.read(member).decode("utf-8")
            hold('TargetMode="External"' not in text, member.filename)
            hold("<f>" not in text or "charts/" in member.filename, member.filename, "has a formula")
            if "ignoredErrors" in text:
                hold('numberStoredAsText="1"' in text, member.filename)


def main(folder):
    book = openpyxl.load_workbook(folder / "report.xlsx")
    hold(book.sheetnames == SHEETS, book.sheetnames)
    hold_package(folder / "report.xlsx")
    hold(book.properties.created.time() == datetime.time(0), book.properties.created)
    hold(len(book["概要"]._charts) == 1, "the chart")
    for sheet in book:
        hold_cells(sheet)
        hold_paper(sheet)
    for table, name in TABLES.items():
        rows = rows_of(folder, table)
        hold_table(book[name], rows)
        links = hold_links(book, book[name])
        hold(links > 0, name, "has no links")
        if table == "worklist":
            hold(links == len(rows), name, links, len(rows))
        print(table, len(rows))
    for name in ("概要", "入力", "凡例"):
        hold_links(book, book[name])
    bounds = range_boundaries(book["入力"].auto_filter.ref)
    hold(bounds[1] == 1, "入力", bounds)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
