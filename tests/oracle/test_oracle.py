#!/usr/bin/env python3
"""The boundary cases of policy-rules 11 (as contract 8 reads them), some matching cases, and the readers.

    python3 -m unittest discover -s tests/oracle
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from datetime import date, timedelta

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from reference import rules
from reference.credential import LogRow
from reference.eligibility import build_record, read_eligibility
from reference.identity import Identity, insurer_kind
from reference.judge import Log, Verdict, judge
from reference.matching import Register, find
from reference.policy import POLICIES
from reference.text import check_digit_ok, fold_kana, fold_number, parse_date
from reference.uke import Claim, Record, parse_file, visit_dates

KYOKAI, KUMIAI, KOKI, KOKUHO = "01130012", "06132013", "39131016", "138057"
TODAY = date(2027, 3, 31)
BIRTH = "1960-08-01"


def day(text: str) -> date:
    return date.fromisoformat(text)


def claim(*visits: str, insurer: str = KYOKAI, symbol: str = "12", number: str = "345", branch: str = "",
          birth: str = BIRTH, kana: str = "シケンイチロウ", name: str = "試験　一郎", sex: str = "1", ko: tuple = (),
          sn_code: str = "01", jd: list[str] | None = None, payer: str = "1") -> Claim:
    """A claim for the given visit dates (all in one month), with HO unless insurer is empty."""
    month = visits[0][:7].replace("-", "")
    hm = Record(1, ["HM", payer, "13", "6", "9990001", "架空訪問看護ステーション", "202704", ""])
    re = Record(2, ["RE", "1", "6112", month, name, kana, sex, birth.replace("-", "")] + [""] * 7)
    rest = []
    if insurer:
        rest.append(["HO", insurer, symbol, number, str(len(visits)), "5550"] + [""] * 6)
    if ko:
        rest.append(["KO", ko[0], ko[1], "", str(len(visits)), "5550", "", ""])
    rest.append(["SN", "1", sn_code, "", "", "", branch, "", ""])
    if jd is not None:
        rest.append(["JD", "1"] + jd)
    rest += [["KA", v.replace("-", ""), "1", "510000110", "", "5550", "03", "01", "01"] for v in visits]
    return Claim("test.UKE", hm, re, [Record(3 + i, fields) for i, fields in enumerate(rest)])


def record(as_of: str = "", check: date = TODAY, visits_file: bool = False, **columns: str):
    row = {"insurer_no": KYOKAI, "symbol": "12", "number": "345", "birth_date": BIRTH, "kana": "シケンイチロウ",
           "sex": "1", "as_of": as_of, "reference": "2", "validity": "1"}
    row.update(columns)
    return build_record(row, check, visits_file)


def shown(kind: str, valid_to: str = "", shown_on: str = "", issued_on: str = "", insurer: str = KYOKAI,
          symbol: str = "12", number: str = "345", position: int = 0) -> LogRow:
    return LogRow(Identity.of(insurer, symbol, number, "", day(BIRTH)), kind, parse_date(shown_on),
                  parse_date(valid_to), parse_date(issued_on), position)


def run(c: Claim, records=(), log=(), policy: str = "current", has_eligibility: bool = True) -> Verdict:
    return judge(c, find(c, Register(list(records))), Log(list(log)), POLICIES[policy], has_eligibility)


def codes(v: Verdict, check: date = TODAY, policy: str = "current") -> set[str]:
    context = rules.Context(check, POLICIES[policy], True)
    return {f.code for f in rules.findings([v], context)}


class BoundaryCases(unittest.TestCase):
    """policy-rules 11; 21, 23, 25, 27-29 are about findings outside this reading and must not touch the verdict."""

    def expect(self, v: Verdict, verdict: str, reason: str) -> None:
        self.assertEqual((v.verdict, v.reason), (verdict, reason))

    def legacy(self, visit: str, insurer: str = KYOKAI, printed: str = "", seen: bool = True) -> Verdict:
        records = [record(visit, insurer_no=insurer, card_valid_to=printed)] if seen else []
        return run(claim(visit, insurer=insurer), records)

    def test_01_last_day_of_the_card(self):
        self.expect(self.legacy("2025-12-01"), "OK", "LEGACY_CARD")

    def test_02_the_day_after_with_a_result(self):
        v = self.legacy("2025-12-02")
        self.expect(v, "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")
        self.assertTrue(v.needs_certificate)
        self.assertEqual(v.cert_dates, [day("2025-12-02")])

    def test_03_the_day_after_without_a_result(self):
        self.expect(self.legacy("2025-12-02", seen=False), "NEED_CERT", "LEGACY_UNVERIFIED")

    def test_04_the_extension(self):
        for visit in ("2026-03-31", "2026-04-01"):
            self.expect(self.legacy(visit), "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")

    def test_05_end_of_the_window(self):
        self.expect(self.legacy("2026-07-31"), "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")
        self.expect(self.legacy("2026-08-01"), "NEED_CERT", "LEGACY_EXPIRED")

    def test_06_kokuho_card_to_july(self):
        self.expect(self.legacy("2025-07-31", KOKUHO, "2025-07-31"), "OK", "LEGACY_CARD")
        self.expect(self.legacy("2025-08-01", KOKUHO, "2025-07-31"), "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")

    def test_07_kokuho_card_to_september(self):
        self.expect(self.legacy("2025-09-30", KOKUHO, "2025-09-30"), "OK", "LEGACY_CARD")
        self.expect(self.legacy("2025-10-01", KOKUHO, "2025-09-30"), "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")

    def test_08_misprinted_kokuho_card(self):
        self.expect(self.legacy("2025-12-02", KOKUHO, "2026-03-31"), "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")
        v = run(claim("2025-12-02", insurer=KOKUHO), [], [shown("legacy_card", "2026-03-31", insurer=KOKUHO)])
        self.expect(v, "NEED_CERT", "LEGACY_UNVERIFIED")

    def test_08b_kokuho_card_expired_before_the_notices(self):
        self.expect(self.legacy("2025-08-01", KOKUHO, "2025-07-30"), "CANNOT_JUDGE", "UNKNOWN_RULE")

    def test_09_koki_card(self):
        self.expect(self.legacy("2025-07-31", KOKI), "OK", "LEGACY_CARD")
        self.expect(self.legacy("2025-08-01", KOKI), "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED")

    def test_10_loss_inside_the_claims(self):
        lost = record("2025-10-20", insurer_no=KUMIAI, lost_on="2025-10-01")
        self.expect(run(claim("2025-09-30", insurer=KUMIAI), [lost]), "OK", "LEGACY_CARD")
        self.expect(run(claim("2025-10-01", insurer=KUMIAI), [lost]), "NOT_COVERED", "AFTER_LOSS")

    def test_11_notice_alone(self):
        log = [shown("notice", insurer=KUMIAI)]
        for visit, verdict, reason in (
            ("2025-11-30", "NEED_CERT", "NOTICE_ONLY"), ("2025-12-02", "TRANSITIONAL", "EXPIRED_CARD_CONFIRMED"),
        ):
            v = run(claim(visit, insurer=KUMIAI), [record(visit, insurer_no=KUMIAI)], log)
            self.expect(v, verdict, reason)

    def test_12_notice_with_card(self):
        for visit in ("2025-01-15", "2026-08-01"):
            v = run(claim(visit), [record(visit)], [shown("notice_with_card")])
            self.expect(v, "OK", "NOTICE_WITH_CARD")

    def test_13_electronic_certificate_grace(self):
        for visit, verdict, reason, grace in (
            ("2026-01-15", "OK", "MYNA", False), ("2026-04-15", "OK", "MYNA", True),
            ("2026-04-30", "OK", "MYNA", True), ("2026-05-01", "NEED_CERT", "MYNA_EXPIRED", False),
        ):
            v = run(claim(visit), [record(visit)], [shown("myna", "2026-01-15")])
            self.expect(v, verdict, reason)
            self.assertEqual("MYNA_GRACE" in codes(v), grace)

    def test_14_no_grace_on_the_phone(self):
        v = run(claim("2026-01-16"), [record("2026-01-16")], [shown("smartphone", "2026-01-15")])
        self.expect(v, "NEED_CERT", "SMARTPHONE_INVALID")

    def test_15_phone_before_its_time(self):
        for visit, verdict, reason in (
            ("2025-09-18", "NEED_CERT", "SMARTPHONE_INVALID"), ("2025-09-19", "OK", "SMARTPHONE"),
        ):
            self.expect(run(claim(visit), [record(visit)], [shown("smartphone")]), verdict, reason)

    def test_16_certificate_expiry(self):
        for visit, verdict, reason in (
            ("2026-11-30", "OK", "CERTIFICATE"), ("2026-12-01", "NEED_CERT", "CERT_EXPIRED"),
        ):
            v = run(claim(visit), [record(visit)], [shown("certificate", "2026-11-30")])
            self.expect(v, verdict, reason)

    def test_17_koki_certificate_only_on_file(self):
        on_file = record("2026-08-01", insurer_no=KOKI, symbol="", certificate_valid_to="2026-07-31")
        v = run(claim("2026-08-01", insurer=KOKI, symbol=""), [on_file])
        self.expect(v, "NEED_CERT", "CERT_EXPIRED")
        self.assertEqual(v.credential, "certificate")

    def test_18_koki_with_an_old_certificate(self):
        log = [shown("certificate", "2026-07-31", insurer=KOKI, symbol="")]
        on_file = record("2026-08-01", insurer_no=KOKI, symbol="", myna_registered="true")
        v = run(claim("2026-08-01", insurer=KOKI, symbol=""), [on_file], log)
        self.expect(v, "NEED_CERT", "CERT_EXPIRED")

    def test_19_medical_ticket_not_registered(self):
        def ticket(check: str) -> tuple[Verdict, set[str]]:
            r = record("2026-05-05", check=day(check), insurer_no="12130018", symbol="", number="1111111", validity="6")
            v = run(claim("2026-05-05", insurer="", ko=("12130018", "1111111")), [r])
            return v, codes(v, day(check))

        v, found = ticket("2026-05-15")
        self.expect(v, "CANNOT_JUDGE", "TICKET_UNCONFIRMED")
        self.assertNotIn("TICKET_UNREGISTERED", found)
        self.assertIn("TICKET_UNREGISTERED", ticket("2026-05-31")[1])
        self.assertEqual(v.credential, "")

    def test_20_invalid_today_but_the_visit_was_before_the_loss(self):
        r = record("2025-12-20", validity="3", lost_on="2025-11-16", reference="1")
        self.expect(run(claim("2025-11-15"), [r]), "OK", "MYNA")

    def test_21_seventieth_birthday_does_not_touch_the_verdict(self):
        for birth in ("1956-05-01", "1956-05-02"):
            r = record("2026-05-20", birth_date=birth, reference="1")
            self.expect(run(claim("2026-05-10", birth=birth), [r]), "OK", "MYNA")

    def test_22_seventy_fifth_birthday_inside_the_month(self):
        old = record("2026-05-20", insurer_no=KUMIAI, lost_on="2026-05-10", reference="1")
        new = record("2026-05-20", insurer_no=KOKI, symbol="", number="999", qualified_on="2026-05-10", reference="1")
        v = run(claim("2026-05-09", "2026-05-10", insurer=KUMIAI), [old, new])
        self.expect(v, "NOT_COVERED", "OTHER_INSURER")
        self.assertEqual(v.bad_dates, [day("2026-05-10")])
        v = run(claim("2026-05-09", insurer=KOKI, symbol="", number="999"), [old, new])
        self.expect(v, "NOT_COVERED", "OTHER_INSURER")
        v = run(claim("2026-05-10", insurer=KOKI, symbol="", number="999"), [old, new])
        self.expect(v, "OK", "MYNA")

    def test_23_preschool_does_not_touch_the_verdict(self):
        for birth in ("2019-04-01", "2019-04-02"):
            r = record("2025-04-01", birth_date=birth, reference="1")
            self.expect(run(claim("2025-04-01", birth=birth), [r]), "OK", "MYNA")

    def test_24_sn_code(self):
        self.assertIn("SN_CODE", codes(run(claim("2025-04-01", sn_code="02"))))
        self.assertNotIn("SN_CODE", codes(run(claim("2025-04-01"))))

    def test_25_27_28_29_other_findings_do_not_touch_the_verdict(self):
        c = claim("2024-10-01", insurer=KOKI, symbol="", payer="2")
        c.re.fields[11] = "3142"
        c.ho.fields[5] = "30001"
        c.records += [Record(90 + i, ["KA", "20241001", "1", "550002270", "", "50", "", "", ""]) for i in range(2)]
        r = record("2024-10-01", insurer_no=KOKI, symbol="", reference="1")
        self.expect(run(c, [r]), "OK", "MYNA")

    def test_26_jd_against_ka(self):
        jd = [""] * 31
        jd[10] = jd[11] = "1"
        v = run(claim("2025-05-11", jd=jd))
        self.assertIn("JD_KA", codes(v))
        self.assertEqual(visit_dates(v.claim), [day("2025-05-11"), day("2025-05-12")])
        jd[11] = ""
        self.assertNotIn("JD_KA", codes(run(claim("2025-05-11", jd=jd))))

    def test_30_unknown_number(self):
        v = run(claim("2026-05-01", insurer="77777777", symbol="", number="777777777"), [record("2026-05-01")])
        self.expect(v, "CANNOT_JUDGE", "UNKNOWN_NUMBER")
        self.assertEqual(v.match.matched_by, "none")
        self.assertFalse(codes(v) & {"ID_MISMATCH", "NO_MATCH"})
        self.expect(run(claim("2026-05-01", insurer=KOKI, symbol="", number="77777777")), "CANNOT_JUDGE", "UNKNOWN_NUMBER")

    def test_31_leap_birthday_goes_by_the_records(self):
        """The contract has no rule of its own for these two days: the dates of the records decide."""
        r = record("2027-03-20", insurer_no=KOKI, symbol="", birth_date="1952-02-29", qualified_on="2027-02-28", reference="1")
        for visit, verdict in (("2027-02-27", "NOT_COVERED"), ("2027-02-28", "OK"), ("2027-03-01", "OK")):
            self.assertEqual(run(claim(visit, insurer=KOKI, symbol="", birth="1952-02-29"), [r]).verdict, verdict)


class Matching(unittest.TestCase):
    def step(self, c: Claim, *records) -> tuple[str, set[str]]:
        m = find(c, Register(list(records)))
        return m.matched_by, m.mismatched_fields

    def test_key_and_zeros_and_writing(self):
        self.assertEqual(self.step(claim("2026-01-01", symbol="１－２", number="３４５"), record()), ("key", set()))
        self.assertEqual(self.step(claim("2026-01-01", number="0345"), record()), ("key_zero", set()))
        self.assertEqual(self.step(claim("2026-01-01", number="0345"), record(), record(number="0345"))[0], "key")

    def test_family_without_branch_is_told_apart_by_kana(self):
        twin = record(kana="シケンジユン")
        self.assertEqual(self.step(claim("2026-01-01"), record(), twin)[0], "key")
        self.assertEqual(self.step(claim("2026-01-01", kana="", name=""), record(), twin)[0], "multi")

    def test_key_person(self):
        self.assertEqual(self.step(claim("2026-01-01", branch="01"), record(branch="02")), ("key_person", {"branch"}))
        self.assertEqual(self.step(claim("2026-01-01", birth="1960-08-10"), record()), ("key_person", {"birth_date"}))
        self.assertEqual(self.step(claim("2026-01-01", kana="ミホンイチロウ"), record()), ("key_person", {"name"}))
        self.assertEqual(self.step(claim("2026-01-01", kana="ミホンイチロウ"), record(sex=""))[0], "none")

    def test_kana_differs_but_branch_equal(self):
        c = claim("2026-01-01", kana="ミホンイチロウ", branch="1")
        self.assertEqual(self.step(c, record(branch="01")), ("key", {"name"}))

    def test_person_and_other_insurer(self):
        self.assertEqual(self.step(claim("2026-01-01", number="999"), record()), ("person", {"number"}))
        self.assertEqual(self.step(claim("2026-01-01", insurer=KUMIAI), record()), ("other_insurer", set()))
        self.assertEqual(self.step(claim("2026-01-01", insurer=KUMIAI), record(sex="3"))[0], "none")

    def test_overlapping_strangers_are_several_persons(self):
        a = record(number="1", qualified_on="2025-01-01", lost_on="2026-01-01")
        overlapping = record(number="2", qualified_on="2025-06-01", lost_on="2026-06-01")
        following = record(number="2", qualified_on="2026-01-01", lost_on="2026-06-01")
        self.assertEqual(self.step(claim("2026-01-01"), a, overlapping)[0], "multi")
        self.assertEqual(self.step(claim("2026-01-01"), a, following)[0], "person")
        open_a, open_b = record(number="1", qualified_on="2025-01-01"), record(number="2", qualified_on="2025-06-01")
        self.assertEqual(self.step(claim("2026-01-01"), open_a, open_b)[0], "person")

    def test_unusable_and_several_candidates(self):
        self.assertEqual(self.step(claim("2026-01-01"), record(status="2"))[0], "none")
        self.assertEqual(self.step(claim("2026-01-01"), record(validity="5"))[0], "multi")

    def test_public_claims_see_only_public_records(self):
        self.assertEqual(self.step(claim("2026-01-01", insurer="99130019"), record(insurer_no="99130019"))[0], "none")
        c = claim("2026-01-01", insurer="", ko=("54130011", "1111111"))
        r = record(insurer_no="54130011", symbol="", number="1111111")
        self.assertEqual(self.step(c, r)[0], "key")
        self.assertEqual(self.step(c, record(insurer_no="54130011", symbol="", number="2222222"))[0], "none")

    def test_sex_is_reported_on_a_matched_person(self):
        self.assertEqual(self.step(claim("2026-01-01"), record(sex="2")), ("key", {"sex"}))

    def test_koki_compares_neither_branch_nor_kana(self):
        c = claim("2026-01-01", insurer=KOKI, symbol="", kana="ミホン", branch="01")
        self.assertEqual(self.step(c, record(insurer_no=KOKI, symbol="", branch="02")), ("key", {"name"}))


class CoverageAndCredential(unittest.TestCase):
    def test_a_later_seen_loss_silences_an_earlier_sighting(self):
        early, late = record("2025-11-05"), record("2025-12-05", lost_on="2025-11-10")
        v = run(claim("2025-11-05", "2025-11-20"), [early, late])
        self.assertEqual((v.verdict, v.reason, v.bad_dates), ("NOT_COVERED", "AFTER_LOSS", [day("2025-11-20")]))

    def test_invalid_without_a_loss_date(self):
        r = record("2025-11-10", validity="2", reference="1")
        self.assertEqual(run(claim("2025-11-09"), [r]).reason, "NO_RECORD")
        self.assertEqual(run(claim("2025-11-10"), [r]).reason, "AFTER_LOSS")

    def test_evidence_is_by_month(self):
        self.assertNotIn("NO_EVIDENCE", codes(run(claim("2025-11-20"), [record("2025-11-01")])))
        self.assertIn("NO_EVIDENCE", codes(run(claim("2025-11-20"), [record("2025-10-31")])))

    def test_reading_against_log(self):
        reading = record("2026-02-10", reference="1")
        for shown_on, credential in (("", "myna"), ("2026-02-10", "myna"), ("2026-02-11", "certificate"), ("2026-02-09", "myna")):
            v = run(claim("2026-02-12"), [reading], [shown("certificate", "2026-12-31", shown_on)])
            self.assertEqual(v.credential, credential)

    def test_visits_file_is_a_reading(self):
        self.assertEqual(run(claim("2026-02-12"), [record("2026-03-10", visits_file=True)]).credential, "myna")
        self.assertEqual(run(claim("2026-02-12"), [record("2026-04-01", visits_file=True)]).credential, "legacy_card_presumed")

    def test_log_rows_passed_over(self):
        log = [shown("legacy_card", position=0), shown("certificate", issued_on="2025-06-02", position=1)]
        self.assertEqual(run(claim("2025-06-01"), [record("2025-06-01")], log).credential, "legacy_card")
        self.assertEqual(run(claim("2025-06-02"), [record("2025-06-02")], log).credential, "certificate")

    def test_special_care_and_gravity(self):
        v = run(claim("2026-08-01"), [record("2026-08-01", card_class="05")])
        self.assertEqual((v.verdict, v.needs_certificate), ("SPECIAL_CARE", False))

    def test_leaflet_policy_knows_no_window(self):
        v = run(claim("2025-12-02"), [record("2025-12-02")], policy="leaflet-2024-09")
        self.assertEqual((v.verdict, v.reason), ("NEED_CERT", "LEGACY_EXPIRED"))
        v = run(claim("2025-10-01"), [record("2025-10-01")], [shown("smartphone")], policy="leaflet-2024-09")
        self.assertEqual(v.reason, "SMARTPHONE_INVALID")

    def test_jieikan_after_the_cap(self):
        insurer = "07130016"
        v = run(claim("2025-12-02", insurer=insurer), [record("2025-12-02", insurer_no=insurer)])
        self.assertEqual((v.verdict, v.reason), ("CANNOT_JUDGE", "UNKNOWN_RULE"))

    def test_without_eligibility(self):
        v = run(claim("2025-11-20"), has_eligibility=False)
        self.assertEqual((v.verdict, v.reason, v.match.matched_by), ("OK", "LEGACY_CARD", "none"))
        self.assertEqual(run(claim("2025-11-20")).reason, "NO_RECORD")

    def test_certificate_expiring(self):
        v = run(claim("2026-02-12"), [record("2026-02-12")], [shown("certificate", "2026-06-30")])
        for check, found in (("2026-04-30", False), ("2026-05-01", True), ("2026-06-30", True), ("2026-07-01", False)):
            self.assertEqual("CERT_EXPIRING" in codes(v, day(check)), found, check)

    def test_invalid_claims_keep_their_row(self):
        c = claim("2026-02-12", insurer="")
        self.assertEqual((run(c).verdict, run(c).reason), ("INVALID", "UNREADABLE"))
        c = claim("2026-02-12")
        c.records = [r for r in c.records if r.fields[0] != "KA"]
        v = run(c, [record("2026-02-12")])
        self.assertEqual((v.verdict, v.reason, v.match.matched_by), ("INVALID", "NO_DATE", "key"))


class Reading(unittest.TestCase):
    def test_folding(self):
        self.assertEqual(fold_number(" １２-３・a.ー−"), "123A")
        self.assertEqual(fold_kana("ｼｹﾝ　じゅん"), "シケンジユン")
        self.assertEqual(parse_date("令和7年12月1日"), date(2025, 12, 1))
        self.assertEqual(parse_date("R7.12.1"), date(2025, 12, 1))
        self.assertEqual(parse_date("昭和元年12月25日"), date(1926, 12, 25))
        self.assertIsNone(parse_date("20251301"))

    def test_kinds(self):
        for number, kind in (("  138057", "kokuho"), ("00138057", "kokuho"), ("133051", "kokuho_kumiai"),
                             ("39131016", "koki"), ("67138010", "taishoku"), ("99130019", "unknown")):
            self.assertEqual(insurer_kind(number), kind)

    def test_check_digits_of_the_reference_note(self):
        for number in ("06132013", "01131234", "01130012", "33130030", "1111111", "2222222"):
            self.assertTrue(check_digit_ok(number), number)
        for number in ("06131234", "02131234", "54131234", "12139999"):
            self.assertFalse(check_digit_ok(number), number)

    def test_a_claim_file_read_leniently(self):
        text = "HM,1,13,6,9990001,架空,202607,\nRE,1,6112,202606,試験　一郎,,1,19600801,,\n8,1,0,RE,1,6112\n" \
               "HO,  138057,12,345,1,5550\nKA,20260631,1,510000110,,5550,03,01\nKA,20260601,1,510000110,,5550,03,01\nGO\n"
        for data in (text.encode("cp932"), text.encode(), text.replace("\n", "\r\n").encode("cp932") + b"\x1a"):
            claims = parse_file("a.UKE", data)
            self.assertEqual(len(claims), 1)
            self.assertEqual((claims[0].re.field(5), claims[0].insurer_raw, claims[0].kind), ("試験　一郎", "138057", "kokuho"))
            self.assertEqual(visit_dates(claims[0]), [day("2026-06-01")])
        self.assertIsNone(parse_file("b.csv", b"a,b\n1,2\n"))

    def test_xml_forms(self):
        header = "<QualificationConfirmationDate>20260601</QualificationConfirmationDate><SegmentOfResult>{}</SegmentOfResult>"
        record_xml = "<ResultOfQualificationConfirmation><Birthdate>19600801</Birthdate><InsurerNumber>  138057</InsurerNumber>" \
            "<InsuredIdentificationNumber>{}</InsuredIdentificationNumber><NameKana>ｼｹﾝ ｲﾁﾛｳ</NameKana></ResultOfQualificationConfirmation>"
        unit = "<BulkConfirmUnit><QualificationValidity>1</QualificationValidity><ResultList>" + record_xml.format("1") \
            + record_xml.format("2") + "</ResultList></BulkConfirmUnit>"
        lost = "<BulkConfirmUnit><QualificationConfirmSearchInfo><InsurerNumber>01130012</InsurerNumber><InsuredIdentificationNumber>9" \
            "</InsuredIdentificationNumber><Birthdate>19600801</Birthdate></QualificationConfirmSearchInfo>" \
            "<QualificationValidity>4</QualificationValidity></BulkConfirmUnit><BulkConfirmUnit/>"

        def document(segment: str, encoding: str) -> bytes:
            text = f'<?xml version="1.0" encoding="{encoding}" standalone="no"?><XmlMsg><MessageHeader>' + header.format(segment) \
                + "</MessageHeader><MessageBody>" + unit + lost + "</MessageBody></XmlMsg>"
            return text.encode("cp932" if encoding == "Shift_JIS" else "utf-8")

        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "OQSmuhvq02res_1.xml"), "wb") as handle:
                handle.write(document("1", "Shift_JIS"))
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr("OQSmuquc02res_2.xml", document("1", "UTF-8"))
                archive.writestr("OQSmuquc02res_3.xml", document("2", "UTF-8"))
            with open(os.path.join(folder, "x.zip"), "wb") as handle:
                handle.write(packed.getvalue())
            records = read_eligibility([folder], TODAY, lambda message: None)
        self.assertEqual(len(records), 6)
        self.assertEqual([r.from_visits_file for r in records], [True] * 3 + [False] * 3)
        self.assertEqual([r.identity.number for r in records[:3]], ["1", "2", "9"])
        self.assertEqual(records[0].identity.kana, "シケンイチロウ")
        self.assertEqual([r.is_usable for r in records[:3]], [True, True, False])
        self.assertEqual(records[0].seen_on, date(2026, 6, 1))

    def test_the_whole_way_twice_gives_the_same_bytes(self):
        here = os.path.dirname(os.path.abspath(__file__))
        with tempfile.TemporaryDirectory() as folder:
            results = []
            for n in ("a", "b"):
                data = os.path.join(folder, n)
                subprocess.run([sys.executable, os.path.join(here, "hard_cases.py"), "--seed", "3", "--claims", "150",
                                "--xml", "-o", data], check=True)
                out = os.path.join(folder, f"{n}.csv")
                subprocess.run([sys.executable, os.path.join(here, "oracle.py"), "claims", "-e", "eligibility.csv",
                                "eligibility-xml", "-c", "credentials.csv", "--as-of", "2026-10-10", "-o", out],
                               check=True, cwd=data, stderr=subprocess.DEVNULL)
                with open(out, "rb") as handle:
                    results.append(handle.read())
            self.assertEqual(results[0], results[1])
            self.assertEqual(results[0].count(b"\r\n"), 151)
            same = subprocess.run([sys.executable, os.path.join(here, "compare.py"), out, out], stdout=subprocess.DEVNULL)
            self.assertEqual(same.returncode, 0)


class Neighbours(unittest.TestCase):
    def test_duplicates_are_told_to_both(self):
        a, b, c = (run(claim("2026-02-12")), run(claim("2026-02-13")), run(claim("2026-03-13")))
        found = rules.findings([a, b, c], rules.Context(TODAY, POLICIES["current"], True))
        self.assertEqual([f.claim for f in found if f.code == "DUPLICATE_CLAIM"], [a.claim, b.claim])

    def test_payer(self):
        for insurer, payer in ((KYOKAI, "1"), (KOKI, "2"), (KOKUHO, "2"), ("00138057", "2")):
            self.assertNotIn("PAYER_MISMATCH", codes(run(claim("2026-02-12", insurer=insurer, payer=payer))))
            wrong = "1" if payer == "2" else "2"
            self.assertIn("PAYER_MISMATCH", codes(run(claim("2026-02-12", insurer=insurer, payer=wrong))))

    def test_the_day_after_never_improves(self):
        """A presumed card for one whole year: once it needs a certificate, it keeps needing one."""
        first, seen_bad = date(2025, 11, 1), False
        for n in range(365):
            visit = (first + timedelta(days=n)).isoformat()
            bad = run(claim(visit), [record(visit)]).needs_certificate
            self.assertTrue(bad or not seen_bad, visit)
            seen_bad = bad
        self.assertTrue(seen_bad)


if __name__ == "__main__":
    unittest.main()
