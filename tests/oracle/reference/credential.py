"""The station's log of what each patient showed (contract 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .eligibility import csv_rows
from .identity import Identity
from .text import nfkc, parse_date, without_spaces

KINDS = (
    "myna", "smartphone", "certificate", "certificate_special", "legacy_card",
    "notice", "notice_with_card", "declaration", "medical_ticket",
)

JAPANESE_KINDS = {
    "マイナ保険証": "myna",
    "マイナンバーカード": "myna",
    "スマホ保険証": "smartphone",
    "資格確認書": "certificate",
    "資格確認書(特別療養費)": "certificate_special",
    "特別療養費": "certificate_special",
    "健康保険証": "legacy_card",
    "保険証": "legacy_card",
    "被保険者証": "legacy_card",
    "資格情報のお知らせ": "notice",
    "資格情報のお知らせ+マイナンバーカード": "notice_with_card",
    "資格情報のお知らせ+マイナ保険証": "notice_with_card",
    "マイナ保険証+資格情報のお知らせ": "notice_with_card",
    "資格申立書": "declaration",
    "被保険者資格申立書": "declaration",
    "医療券": "medical_ticket",
}


@dataclass(frozen=True)
class LogRow:
    identity: Identity
    kind: str
    shown_on: date | None
    valid_to: date | None
    issued_on: date | None
    position: int


def read_kind(text: str) -> str | None:
    """The code, or the Japanese name, of a kind; None for anything else."""
    word = without_spaces(nfkc(text))
    if word.lower() in KINDS:
        return word.lower()
    return JAPANESE_KINDS.get(word)


def read_log(path: str | None, warn) -> list[LogRow]:
    if path is None:
        return []
    with open(path, "rb") as handle:
        raw_rows = csv_rows(handle.read())
    rows = []
    for position, raw in enumerate(raw_rows):
        kind = read_kind(raw.get("kind", ""))
        if kind is None:
            warn(f"{path}: row {position + 2}: unknown kind {raw.get('kind')!r}, passed over")
            continue
        rows.append(
            LogRow(
                identity=Identity.of(
                    raw.get("insurer_no", ""), raw.get("symbol", ""), raw.get("number", ""),
                    raw.get("branch", ""), parse_date(raw.get("birth_date")),
                ),
                kind=kind,
                shown_on=parse_date(raw.get("shown_on")),
                valid_to=parse_date(raw.get("valid_to")),
                issued_on=parse_date(raw.get("issued_on")),
                position=position,
            )
        )
    return rows
