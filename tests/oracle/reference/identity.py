"""Who a claim, an eligibility record or a row of the credential log is about (contract 4.2, 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .text import fold_branch, fold_insurer, fold_kana, fold_name, fold_number, fold_code, nfkc

KIND_BY_LAW = {
    "01": "kyokai", "02": "senin", "03": "hiyatoi", "04": "hiyatoi", "06": "kumiai", "63": "kumiai",
    "07": "jieikan", "39": "koki", "67": "taishoku",
    "31": "kyosai", "32": "kyosai", "33": "kyosai", "34": "kyosai",
    "72": "kyosai", "73": "kyosai", "74": "kyosai", "75": "kyosai",
}


def read_insurer(raw: str) -> str:
    """contract 4.2: trimmed; eight digits beginning 00 are read as their last six."""
    number = nfkc(raw)
    if len(number) == 8 and number.isdigit() and number.startswith("00"):
        return number[2:]
    return number


def insurer_kind(raw: str) -> str:
    """contract 4.2: six digits are 国保 (third digit 3: 国保組合), eight digits go by 法別."""
    number = read_insurer(raw)
    if not (number.isascii() and number.isdigit()):
        return "unknown"
    if len(number) == 6:
        return "kokuho_kumiai" if number[2] == "3" else "kokuho"
    if len(number) == 8:
        return KIND_BY_LAW.get(number[:2], "unknown")
    return "unknown"


def is_named_kind(raw: str) -> bool:
    """contract 4.3: whether the insurer is of a kind named in 4.2."""
    return insurer_kind(raw) != "unknown"


@dataclass(frozen=True)
class Identity:
    """Everything already folded (contract 4.3); an empty string means missing."""

    insurer: str
    symbol: str
    number: str
    branch: str
    birth_date: date | None
    kana: str
    name: str
    sex: str

    @staticmethod
    def of(insurer: str, symbol: str, number: str, branch: str, birth_date: date | None,
           kana: str = "", name: str = "", sex: str = "") -> "Identity":
        return Identity(
            insurer=fold_insurer(insurer),
            symbol=fold_number(symbol),
            number=fold_number(number),
            branch=fold_branch(branch),
            birth_date=birth_date,
            kana=fold_kana(kana),
            name=fold_name(name),
            sex=fold_sex(sex),
        )


def fold_sex(raw: str) -> str:
    """1 男, 2 女; 3 未設定 and anything else count as missing."""
    code = fold_code(raw)
    code = {"男": "1", "女": "2"}.get(code, code)
    return code if code in ("1", "2") else ""


def same_insurer(a: Identity, b: Identity) -> bool:
    return a.insurer == b.insurer


def drop_zeros(folded: str) -> str:
    return folded.lstrip("0")


def symbol_zero_equal(a: Identity, b: Identity) -> bool:
    return drop_zeros(a.symbol) == drop_zeros(b.symbol)


def number_zero_equal(a: Identity, b: Identity) -> bool:
    return drop_zeros(a.number) == drop_zeros(b.number)


def zero_equal(a: Identity, b: Identity) -> bool:
    """contract 4.3: equal after dropping leading zeros of symbol and number."""
    return symbol_zero_equal(a, b) and number_zero_equal(a, b)


def exactly_equal(a: Identity, b: Identity) -> bool:
    return a.symbol == b.symbol and a.number == b.number


def same_birth_date(a: Identity, b: Identity) -> bool:
    return a.birth_date is not None and a.birth_date == b.birth_date


def branch_is_compared(a: Identity) -> bool:
    """contract 4.3: the branch is not compared for 39."""
    return not a.insurer.startswith("39")


def branch_missing(a: Identity, b: Identity) -> bool:
    return not a.branch or not b.branch


def branch_fits(a: Identity, b: Identity) -> bool:
    """contract 4.3: equal, or missing on a side."""
    return not branch_is_compared(a) or branch_missing(a, b) or a.branch == b.branch


def branch_present_and_equal(a: Identity, b: Identity) -> bool:
    return branch_is_compared(a) and bool(a.branch) and a.branch == b.branch


AGREES, DIFFERS, CANNOT_COMPARE = "agrees", "differs", "cannot be compared"


def kana(a: Identity, b: Identity) -> str:
    """contract 4.3: kana if both have it, else the names if both have one, else it cannot be compared."""
    if a.kana and b.kana:
        return AGREES if a.kana == b.kana else DIFFERS
    if a.name and b.name:
        return AGREES if a.name == b.name else DIFFERS
    return CANNOT_COMPARE


def sex_equal(a: Identity, b: Identity) -> bool:
    return bool(a.sex) and a.sex == b.sex


def sex_differs(a: Identity, b: Identity) -> bool:
    return bool(a.sex) and bool(b.sex) and a.sex != b.sex
