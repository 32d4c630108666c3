//! One claim sent twice in a run: `DUPLICATE_CLAIM` (contract 6).

use chrono::Datelike;

use crate::finding::{Details, Finding, Level, Place};
use crate::matching::identity::Identity;
use crate::matching::keys::ClaimKeys;
use crate::matching::{ClaimAt, claims_of, map_chunks};
use crate::text::date::Month;
use crate::text::hash::{hash64, spread};
use crate::uke::claim::{Chunk, Claim};
use crate::uke::read::{Input, ReadClaims};

use super::{Certainty, Check, Example, Page, Rule, text, words};

/// The rules of this family.
pub(super) const RULES: &[Rule] = &[DUPLICATE_CLAIM];

const DUPLICATE_CLAIM: Rule = Rule {
    code: "DUPLICATE_CLAIM",
    level: Level::Warn,
    certainty: Certainty::Known,
    version: 1,
    title: text("同じレセプトが2件以上ある", "The same claim occurs twice"),
    wording: &[words(
        "",
        text(
            "同じ事業所・月・保険者・番号・生年月日・種別のレセプトが、ほかにもあります：{other}[（全部で{count}件）]。",
            "Another claim has the same station, month, insurer, number, birth date and type: {other}[ ({count} in all)].",
        ),
        text(
            "二重請求でないか確かめ、不要なほうを除いてください。再請求は返戻データを受け取ってから行います。",
            "See that it is not claimed twice and take the wrong one out. Claim again only after the returned data have come.",
        ),
    )],
    page: Page {
        meaning: text(
            "今回渡されたファイルのなかに、事業所・指定訪問看護年月・保険者番号・番号・生年月日・レセプト種別がすべて同じレセプトが2件以上あります。\
             同じファイルを2回渡した場合のほか、返戻データを受け取る前に出し直した場合も二重請求になります。\
             月の途中で記号だけが変わったときのように、正しく2件になることもあります。読めないレセプトは比べません。",
            "Among the files given, two or more claims agree in station, month of service, insurer, number, birth date and claim type. \
             Either a file was given twice, or a claim was sent again before its return had come, which claims it twice. \
             Two claims can be right, as when the symbol changed within the month. Unreadable claims are not compared.",
        ),
        remedy: text(
            "表示された場所のレセプトと見比べ、片方が不要なら請求ファイルから除きます。\
             月の途中の変更で2件に分けたものなら、そのままで構いません。",
            "Compare with the claim at the place named, and remove the one that is not wanted. If they were split on purpose, leave them.",
        ),
        source: text(
            "二重請求の防止（規則 RT-19、一般的な知識）；分割した請求（規則 RT-14）",
            "Claims sent twice (rule RT-19, general knowledge); claims split within a month (rule RT-14)",
        ),
        sample: None,
        example: Example {
            other: "2026-01/RECEIPTH.UKE:1204",
            ..Example::NONE
        },
    },
    check: Check::Run,
};

/// One `DUPLICATE_CLAIM` for every claim that occurs twice or more in the run, in input order; each names
/// the first of the others. Claims that cannot be read take no part.
#[must_use]
pub fn duplicates(read: &ReadClaims, keys: &ClaimKeys) -> Vec<Finding> {
    let hashes = map_chunks(read.claims.chunks().len(), |position| {
        let claims = claims_of(&read.claims, keys, position);
        claims.map(|at| twin_hash(&at)).collect::<Vec<_>>()
    });
    let hashes = hashes.concat();
    let starts = read.claims.chunks().map(|(start, _)| start).collect();
    let members = Members { read, keys, starts };
    let groups = Groups::new(&hashes, |a, b| members.key(a) == members.key(b));
    groups.findings(&members)
}

/// A hash that is equal for claims that would be the same twice; `None` for one that cannot be read.
pub(crate) fn twin_hash(at: &ClaimAt<'_>) -> Option<u64> {
    let is_readable = at.claim.problem.is_none();
    is_readable.then(|| hash(&of(at.chunk, at.claim, at.identity)))
}

/// What has to be equal.
#[derive(PartialEq, Eq)]
struct Key<'a> {
    station: &'a str,
    month: Option<Month>,
    insurer: &'a str,
    number: &'a str,
    born: Option<chrono::NaiveDate>,
    claim_type: &'a [u8],
}

fn of<'a>(chunk: &'a Chunk, claim: &Claim, identity: Identity<'a>) -> Key<'a> {
    let re = chunk.record(claim, b"RE").map(|re| re.fields::<3>());
    Key {
        station: &chunk.header(claim).station,
        month: claim.service_month,
        insurer: identity.insurer,
        number: identity.number,
        born: claim.birth_date,
        claim_type: re.map_or(b"", |[_, _, claim_type]| claim_type.trim_ascii()),
    }
}

/// Equal keys have equal hashes; 種別 is left to the comparison, since it seldom tells two claims apart.
fn hash(key: &Key<'_>) -> u64 {
    let day = |date: Option<chrono::NaiveDate>| {
        u64::from(date.map_or(0, |date| date.num_days_from_ce().unsigned_abs()))
    };
    let days = day(key.born) << 32 | day(key.month.map(Month::first_day));
    hash64(&[key.station, key.insurer, key.number]) ^ spread(days)
}

/// The claims of a run by index.
struct Members<'a> {
    read: &'a ReadClaims,
    keys: &'a ClaimKeys,
    /// Of each chunk the index of its first claim.
    starts: Vec<u32>,
}

impl<'a> Members<'a> {
    fn at(&self, index: u32) -> (&'a Chunk, &'a Claim, Identity<'a>) {
        let (chunk, claim) = self.read.claims.get(index);
        // The first chunk starts at 0, so there is always one that starts at or before the index.
        let position = self.starts.partition_point(|&start| start <= index) - 1;
        let local = (index - self.starts[position]) as usize;
        (chunk, claim, self.keys.get(position, local, claim).1)
    }

    fn key(&self, index: u32) -> Key<'a> {
        let (chunk, claim, identity) = self.at(index);
        of(chunk, claim, identity)
    }

    /// `path:line`.
    fn place(&self, index: u32) -> Box<str> {
        let (chunk, claim, _) = self.at(index);
        let shown = self
            .read
            .inputs
            .get(chunk.input as usize)
            .map_or("", |input: &Input| &input.shown);
        format!("{shown}:{}", claim.line).into()
    }
}

/// No claim.
const NOBODY: u32 = u32::MAX;

/// Which claims belong together: each group is known by its first claim.
struct Groups {
    /// For each claim the first of its group.
    first: Vec<u32>,
    /// For each first claim the second of its group.
    second: Vec<u32>,
    /// For each first claim the size of its group.
    size: Vec<u32>,
}

impl Groups {
    /// Groups claims by hash and, where hashes meet, by `equal`. Open addressing: linear in the claims,
    /// and the result depends on their order alone.
    fn new(hashes: &[Option<u64>], equal: impl Fn(u32, u32) -> bool) -> Self {
        let slots = (hashes.len() * 2).next_power_of_two();
        let mut table = vec![NOBODY; slots];
        let mut groups = Self {
            first: vec![NOBODY; hashes.len()],
            second: vec![NOBODY; hashes.len()],
            size: vec![0; hashes.len()],
        };
        for (index, hash) in (0u32..).zip(hashes) {
            let Some(hash) = *hash else { continue };
            // Only the low bits are wanted.
            #[allow(clippy::cast_possible_truncation)]
            let mut slot = hash as usize & (slots - 1);
            while table[slot] != NOBODY {
                let first = table[slot];
                if hashes[first as usize] == Some(hash) && equal(first, index) {
                    break;
                }
                slot = (slot + 1) & (slots - 1);
            }
            if table[slot] == NOBODY {
                table[slot] = index;
            }
            groups.add(table[slot], index);
        }
        groups
    }

    fn add(&mut self, first: u32, index: u32) {
        self.first[index as usize] = first;
        self.size[first as usize] += 1;
        if self.size[first as usize] == 2 {
            self.second[first as usize] = index;
        }
    }

    fn findings(&self, members: &Members<'_>) -> Vec<Finding> {
        let of_group = |(index, &first): (u32, &u32)| {
            let size = *self.size.get(first as usize)?;
            if size < 2 {
                return None;
            }
            let other = if first == index {
                self.second[first as usize]
            } else {
                first
            };
            let (chunk, claim, _) = members.at(index);
            let place = Place {
                input: chunk.input,
                line: claim.line,
                record: "RE",
                field: "",
            };
            let details = Details {
                other: Some(members.place(other)),
                // Two is what the text says anyway.
                count: if size > 2 { size } else { 0 },
                ..Details::default()
            };
            Some(Finding {
                details,
                ..DUPLICATE_CLAIM.finding(place, Some(index))
            })
        };
        (0u32..).zip(&self.first).filter_map(of_group).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::rules::testing::{Bench, files};
    use crate::rules::wording;
    use crate::text::lang::Lang;

    fn told(files: &ReadClaims) -> Vec<(u32, u32, String)> {
        let keys = ClaimKeys::of(&files.claims);
        duplicates(files, &keys)
            .iter()
            .map(|f| {
                (
                    f.place.input,
                    f.place.line,
                    f.details.other.as_deref().unwrap_or("").to_owned(),
                )
            })
            .collect()
    }

    fn month() -> Bench {
        Bench::month("202511", &[5])
    }

    #[test]
    fn every_member_names_another() {
        let (a, b) = (month().text(), month().text());
        let other_number = month().replace("12,345", "12,346").text();
        let read = files(&[("a.UKE", &a), ("b.UKE", &other_number), ("c.UKE", &b)]);
        assert_eq!(
            told(&read),
            [(0, 2, "c.UKE:2".to_owned()), (2, 2, "a.UKE:2".to_owned())]
        );
        let read = files(&[("a.UKE", &a), ("c.UKE", &b), ("d.UKE", &a)]);
        let found = duplicates(&read, &ClaimKeys::of(&read.claims));
        let others: Vec<_> = found.iter().map(|f| f.details.other.as_deref()).collect();
        assert_eq!(others, [Some("c.UKE:2"), Some("a.UKE:2"), Some("a.UKE:2")]);
        let message = wording::message(&found[0], Lang::Ja);
        assert!(
            message.ends_with("ほかにもあります：c.UKE:2（全部で3件）。"),
            "{message}"
        );
    }

    #[test]
    fn folded_numbers_meet_and_symbols_play_no_part() {
        let other = month().replace("12,345", "99,３４５").text();
        assert_eq!(
            told(&files(&[("a", &month().text()), ("b", &other)])).len(),
            2
        );
    }

    #[test]
    fn what_tells_claims_apart() {
        for (from, to) in [
            ("1234567", "1234568"),
            ("06132013", "01130012"),
            ("12,345", "12,0345"),
            ("19600102", "19600103"),
            (",6112,", ",6116,"),
        ] {
            let other = month().replace(from, to).text();
            assert_ne!(other, month().text(), "{from}");
            assert_eq!(
                told(&files(&[("a", &month().text()), ("b", &other)])),
                [],
                "{from}"
            );
        }
        let later = Bench::month("202512", &[5]).text();
        assert_eq!(told(&files(&[("a", &month().text()), ("b", &later)])), []);
    }

    #[test]
    fn unreadable_claims_take_no_part() {
        let broken = month().replace(",11100,", ",x,").text();
        assert_eq!(told(&files(&[("a", &broken), ("b", &broken)])), []);
    }

    #[test]
    fn equal_hashes_prove_nothing() {
        // All in one slot; two pairs are equal.
        let groups = Groups::new(&[Some(7), Some(7), None, Some(7), Some(7)], |a, b| {
            a % 2 == b % 2
        });
        assert_eq!(groups.first, [0, 1, NOBODY, 1, 0]);
        assert_eq!((groups.second[0], groups.second[1]), (4, 3));
    }

    #[test]
    fn many_claims_take_little_time() {
        let hashes: Vec<Option<u64>> = (0..1_000_000u64)
            .map(|i| Some(hash64(&[&(i / 2).to_string()])))
            .collect();
        let begin = Instant::now();
        let groups = Groups::new(&hashes, |_, _| true);
        // Far above what it takes, far below what comparing all pairs would.
        assert!(begin.elapsed().as_secs() < 5);
        assert!(groups.size.iter().filter(|&&size| size == 2).count() > 499_000);
    }
}
