//! A planned claim as lines of a claim file (claims-format 2, 3).

use std::io::Write;

use chrono::{Datelike, NaiveDate};

use super::insured::{Insured, full_width, institution};
use super::items::{Item, Tariff, Team, fill};
use super::person::Class;
use super::plan::{ClaimPlan, DayRecords, Width, after, day, months_before};
use super::rng::Rng;
use crate::text::cp932;
use crate::text::insurer::InsurerKind;
use crate::uke::layout::{self, RecordKind};

/// Fields of a record with its id.
fn field_count(id: &str) -> usize {
    RecordKind::from_tag(id.as_bytes()).map_or(1, layout::field_count)
}

/// The station a claim is written for.
#[derive(Clone, Debug)]
pub(super) struct Station {
    /// Number of the station, from 0.
    pub index: u64,
    pub prefecture: u32,
    /// The seven digits after 都道府県 and 点数表.
    pub code: String,
    pub tariff: Tariff,
}

impl Station {
    /// 都道府県, 点数表 6 and code: ten digits.
    pub(super) fn code10(&self) -> String {
        format!("{:02}6{}", self.prefecture, self.code)
    }
}

/// Writes records and counts them.
pub(super) struct Lines<'a> {
    out: &'a mut Vec<u8>,
    pub count: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, count: 0 }
    }

    /// One record: its id, `fields` from the second on, and empty ones up to the count of the layout.
    pub(super) fn record(&mut self, id: &'static str, fields: &[&str]) {
        self.out.extend_from_slice(id.as_bytes());
        for field in fields {
            self.out.push(b',');
            text_into(field, self.out);
        }
        for _ in fields.len() + 1..field_count(id) {
            self.out.push(b',');
        }
        self.out.extend_from_slice(b"\r\n");
        self.count += 1;
    }
}

/// `text` as CP932. 髙 and 﨑 get the codes that claim software writes (NEC's choice of IBM's 外字),
/// which the encoder would write otherwise.
fn text_into(text: &str, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some((at, found)) = rest.char_indices().find(|&(_, c)| matches!(c, '髙' | '﨑')) {
        cp932::encode_into(&rest[..at], out);
        out.extend_from_slice(if found == '髙' {
            &[0xEE, 0xE0]
        } else {
            &[0xED, 0x95]
        });
        rest = &rest[at + found.len_utf8()..];
    }
    cp932::encode_into(rest, out);
}

/// `YYYYMMDD`.
fn ymd(date: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// HM of a station's file.
pub(super) fn header(lines: &mut Lines<'_>, station: &Station, payer: u8, billing: &str) {
    let name = format!(
        "見本訪問看護ステーション{}",
        full_width(&(station.index + 1).to_string())
    );
    let prefecture = format!("{:02}", station.prefecture);
    let fields: [&str; 7] = [
        &payer.to_string(),
        &prefecture,
        "6",
        &station.code,
        &name,
        billing,
        "00-0000-0000",
    ];
    lines.record("HM", &fields);
}

/// What a claim came to.
pub(super) struct Written {
    /// 合計金額, yen; `None` for a claim with neither HO nor KO, which cannot say.
    pub yen: Option<u64>,
}

/// The claim `plan` as number `number` of its file.
pub(super) fn claim(
    lines: &mut Lines<'_>,
    rng: &mut Rng,
    items: &mut Vec<Item>,
    plan: &ClaimPlan,
    station: &Station,
    number: u64,
) -> Written {
    let team = Team::draw(rng, plan.class);
    fill(items, rng, plan, team, station.tariff);
    let total: u64 = items.iter().map(|i| u64::from(i.yen)).sum();
    receipt(lines, rng, plan, number);
    payers(lines, plan, total);
    checks_and_days(lines, rng, plan, total);
    care(lines, rng, plan, team, station);
    if plan.unknown() {
        lines.record(
            "CO",
            &[
                "810000001",
                "不詳　住所　架空県見本市１－１　勤務先　見本商店",
            ],
        );
    }
    for item in items.iter() {
        item_line(lines, plan, item);
    }
    let named = plan.ho.is_some() || !plan.kos.is_empty();
    Written {
        yen: named.then_some(total),
    }
}

fn receipt(lines: &mut Lines<'_>, rng: &mut Rng, plan: &ClaimPlan, number: u64) {
    let person = &plan.person;
    let payers = plan.kos.len();
    let kind = match &plan.ho {
        None => format!("62{}2", payers.max(1)),
        Some(ho) => {
            let group = if ho.kind == InsurerKind::Koki {
                '3'
            } else {
                '1'
            };
            format!("6{group}{}{}", payers + 1, plan.class.digit())
        }
    };
    let national = plan
        .ho
        .as_ref()
        .is_some_and(|ho| ho.kind.is_municipal() && ho.kind != InsurerKind::Koki);
    let rate = match plan.class {
        _ if !national => "",
        Class::Elder | Class::Preschool => "80",
        _ => "70",
    };
    let record_number = format!("M{:02}-{:06}", plan.scenario, rng.below(1_000_000));
    let fields: [&str; 13] = [
        &number.to_string(),
        &kind,
        &ymd(plan.month.first_day())[..6],
        &person.name,
        if plan.kana { &person.kana } else { "" },
        &person.sex.to_string(),
        &ymd(person.birth),
        "",
        "",
        rate,
        plan.notes,
        "",
        &record_number,
    ];
    lines.record("RE", &fields);
}

/// 記号 and 番号 as the claim writes them: one width for a field, 漢字 making it full width.
fn written(text: &str, width: Width) -> String {
    if width == Width::Full || !text.is_ascii() {
        full_width(text)
    } else {
        text.to_owned()
    }
}

fn payers(lines: &mut Lines<'_>, plan: &ClaimPlan, total: u64) {
    let days = match plan.days {
        DayRecords::Nowhere => "0".to_owned(),
        DayRecords::JdAndKa | DayRecords::KaOnly => plan.visits.count_ones().to_string(),
    };
    let total = total.to_string();
    if let Some(ho) = &plan.ho {
        let number = format!("{:>8}", ho.insurer);
        let symbol = written(&ho.symbol, plan.width);
        lines.record(
            "HO",
            &[
                &number,
                &symbol,
                &written(&ho.number, plan.width),
                &days,
                &total,
            ],
        );
    }
    for ko in &plan.kos {
        lines.record("KO", &[&ko.insurer, &ko.number, "", &days, &total, "0"]);
    }
}

/// SN, JD and MF.
fn checks_and_days(lines: &mut Lines<'_>, rng: &mut Rng, plan: &ClaimPlan, total: u64) {
    if let Some(ho) = plan
        .ho
        .as_ref()
        .filter(|ho| plan.sn && !ho.branch.is_empty())
    {
        lines.record("SN", &["1", "01", "", "", "", &ho.branch]);
    }
    let payers: Vec<(String, &Insured)> = (plan.ho.iter().map(|ho| ("1".to_owned(), ho)))
        .chain(
            plan.kos
                .iter()
                .enumerate()
                .map(|(i, ko)| ((i + 2).to_string(), ko)),
        )
        .collect();
    for (who, ko) in payers.iter().filter(|(_, i)| i.kind == InsurerKind::Kohi) {
        if ko.insurer.starts_with("12") {
            lines.record("SN", &[who, "01"]);
        }
    }
    if plan.days == DayRecords::JdAndKa {
        for (who, _) in &payers {
            let mut fields = vec![who.as_str()];
            fields.extend((0..31).map(|d| if plan.visits >> d & 1 == 1 { "1" } else { "" }));
            lines.record("JD", &fields);
        }
    }
    // Without MF a claim above the amounts can be neither moved nor split (RT-06); 30,000 is the least of them.
    if total > 30_000 || rng.chance(80) {
        lines.record("MF", &["00"]);
    }
}

/// 心身の状態, each with 基準告示 and 疾病等.
const CONDITIONS: [(&str, &str, &str); 6] = [
    (
        "歩行にふらつきあり。室内は伝い歩き、入浴は一部介助。食事は自立、服薬は見守りを要する。",
        "03",
        "",
    ),
    (
        "在宅酸素療法中。労作時に息切れあり、ＳｐＯ２は安静時九十四から九十六で安定している。",
        "02",
        "049",
    ),
    (
        "留置カテーテルの管理を要する。尿量は保たれ、発熱なし。家族による介護は良好である。",
        "02",
        "046",
    ),
    (
        "疼痛の訴えあり、内服で緩和を図る。食欲は低下し臥床がち。家族の不安が強い。",
        "01",
        "001",
    ),
    (
        "仙骨部に褥瘡あり、処置と体位変換を続ける。栄養状態の改善を図っている。",
        "02",
        "058",
    ),
    (
        "両下肢に浮腫あり、体重の増減を観察する。塩分を控えた食事を指導し、血圧は安定している。",
        "03",
        "",
    ),
];

/// 傷病名コード for SY.
const DISEASES: [&str; 8] = [
    "8833421", "2500013", "4349009", "4289018", "3320002", "3310004", "7151001", "4140008",
];

/// IH, HJ, JS, SY and RJ.
fn care(lines: &mut Lines<'_>, rng: &mut Rng, plan: &ClaimPlan, team: Team, station: &Station) {
    let month = plan.month;
    let prefecture = format!("{:02}", station.prefecture);
    let clinic = rng.between(1, 40);
    let code = institution(station.prefecture, '1', &format!("9900{clinic:02}"));
    let name = format!("架空第{}病院", full_width(&clinic.to_string()));
    let report = ymd(day(months_before(month, 1), rng.between(1, 28)));
    lines.record(
        "IH",
        &[&prefecture, "1", &code, &name, "見本　医師", &report],
    );
    let from = day(months_before(month, rng.between(0, 3)), 1);
    let until = after(month.last_day(), rng.between(0, 60));
    lines.record("HJ", &[team.order(), &ymd(from), &ymd(until)]);
    if team == Team::Psychiatric {
        let judged = ymd(month.first_day());
        let text = "幻聴の訴えあり、服薬の継続を見守る。日中は作業所に通い、睡眠は保たれている。";
        lines.record("JS", &[text, "03", "", "05", &judged]);
        lines.record("SY", &["2959011"]);
    } else {
        let (text, basis, illness) = rng.pick(CONDITIONS);
        lines.record("JS", &[text, basis, illness]);
        lines.record("SY", &[rng.pick(DISEASES)]);
    }
    if rng.chance(40) {
        lines.record("SY", &["0000999", "", "見本病"]);
    }
    let began = day(months_before(month, rng.between(1, 30)), rng.between(1, 28));
    lines.record(
        "RJ",
        &[&ymd(began), rng.pick(["01", "01", "01", "01", "15"])],
    );
}

/// 負担区分 (別表22).
fn burden(plan: &ClaimPlan) -> &'static str {
    match (plan.ho.is_some(), plan.kos.len()) {
        (true, 0) => "1",
        (true, 1) => "2",
        (true, _) => "4",
        (false, 2) => "7",
        (false, _) => "5",
    }
}

fn item_line(lines: &mut Lines<'_>, plan: &ClaimPlan, item: &Item) {
    let month = match plan.days {
        DayRecords::Nowhere => months_before(plan.month, 1),
        DayRecords::JdAndKa | DayRecords::KaOnly => plan.month,
    };
    let out = &mut *lines.out;
    // Written without intermediate text: two lines in three of a file are KA.
    let (year, number) = (month.year(), month.month());
    // Writing to a vector cannot fail.
    let _ = write!(
        out,
        "KA,{year:04}{number:02}{:02},{},",
        item.day,
        burden(plan)
    );
    let _ = write!(out, "{},,{},", item.code, item.yen);
    if let Some(visit) = item.visit {
        let _ = write!(out, "{},{},{}", visit.staff, visit.count, visit.order);
    } else {
        out.extend_from_slice(b",,");
    }
    out.extend_from_slice(b"\r\n");
    lines.count += 1;
}
