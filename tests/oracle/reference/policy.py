"""The two built-in policies (contract 5) and the dates that the rows of contract 4.6 name themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEGACY_CARD_LAST = date(2025, 12, 1)
# contract 4.5 and 4.6: no 資格確認書 existed before this day.
CERTIFICATE_FIRST = date(2024, 12, 2)
# contract 4.6 row 12.
JIEIKAN_UNKNOWN_FROM = date(2025, 12, 2)
# contract 4.6 row 15: cards printed to expire before this day.
EARLY_EXPIRY_BEFORE = date(2025, 7, 31)

KOKUHO_LIKE = {"kokuho", "kokuho_kumiai", "taishoku", "koki"}


@dataclass(frozen=True)
class Policy:
    name: str
    koki_cap: date
    other_cap: date
    kokuho_like_window: tuple[date, date] | None
    other_window: tuple[date, date] | None
    smartphone_from: date | None
    grace_months: int
    ticket_quiet_until_day: int | None

    def insurer_cap(self, insurer_kind: str) -> date:
        """contract 5: cap 後期高齢者, cap others."""
        return self.koki_cap if insurer_kind == "koki" else self.other_cap

    def window(self, insurer_kind: str) -> tuple[date, date] | None:
        """contract 5: transitional window by kind of insurer."""
        return self.kokuho_like_window if insurer_kind in KOKUHO_LIKE else self.other_window

    def in_window(self, insurer_kind: str, d: date) -> bool:
        window = self.window(insurer_kind)
        return window is not None and window[0] <= d <= window[1]


POLICIES = {
    "current": Policy(
        name="current",
        koki_cap=date(2025, 7, 31),
        other_cap=date(2025, 12, 1),
        kokuho_like_window=(date(2025, 8, 1), date(2026, 7, 31)),
        other_window=(date(2025, 12, 2), date(2026, 7, 31)),
        smartphone_from=date(2025, 9, 19),
        grace_months=3,
        ticket_quiet_until_day=15,
    ),
    "leaflet-2024-09": Policy(
        name="leaflet-2024-09",
        koki_cap=date(2025, 12, 1),
        other_cap=date(2025, 12, 1),
        kokuho_like_window=None,
        other_window=None,
        smartphone_from=None,
        grace_months=3,
        ticket_quiet_until_day=None,
    ),
}
