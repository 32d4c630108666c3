//! The columns of every table.

use super::{Column, Kind, Made, Table, TableId};
use crate::eligibility::column::Column as Of;
use crate::uke::layout::{RecordKind, hj, hm, ho, js, ka, ko, mf, re, rj, sy};

use Kind::{Date, Int, Long, Month, Text, Truth};
use RecordKind::{Hj, Hm, Ho, Js, Ka, Ko, Mf, Re, Rj, Sy};

const CLAIM_INDEX: Column = Column::made(
    "claim_index",
    Long,
    Made::ClaimIndex,
    "レセプトの通し番号（1から、表を結ぶ鍵）",
    "number of the claim in the run, from 1: the key that joins the tables",
)
.always();

const LINE: Column = Column::made(
    "line",
    Int,
    Made::Line,
    "レコードの行番号（1から）",
    "line of the record in its file, from 1",
)
.always();

const ORDER: Column = Column::made(
    "order",
    Int,
    Made::Order,
    "レセプト内の順番（1から）",
    "place among these records of the claim, from 1",
)
.always();

/// All tables, in the order of [`TableId`].
pub(super) static TABLES: [Table; 7] = [
    Table {
        id: TableId::Claims,
        name: "claims",
        ja: "レセプト1件につき1行",
        en: "one row a claim (レセプト), also for a claim whose RE cannot be read",
        record: None,
        columns: CLAIMS,
    },
    Table {
        id: TableId::PublicPayers,
        name: "public_payers",
        ja: "公費（KO）1件につき1行",
        en: "one row a public payer (KO)",
        record: Some(Ko),
        columns: PUBLIC_PAYERS,
    },
    Table {
        id: TableId::Visits,
        name: "visits",
        ja: "訪問日1日につき1行",
        en: "one row a visit date of a claim",
        record: None,
        columns: VISITS,
    },
    Table {
        id: TableId::Items,
        name: "items",
        ja: "訪問看護療養費（KA）1行につき1行",
        en: "one row an item claimed (KA)",
        record: Some(Ka),
        columns: ITEMS,
    },
    Table {
        id: TableId::Diagnoses,
        name: "diagnoses",
        ja: "傷病名（SY）1件につき1行",
        en: "one row a diagnosis (SY)",
        record: Some(Sy),
        columns: DIAGNOSES,
    },
    Table {
        id: TableId::Instructions,
        name: "instructions",
        ja: "訪問看護指示（HJ）1件につき1行",
        en: "one row a period of instruction (HJ)",
        record: Some(Hj),
        columns: INSTRUCTIONS,
    },
    Table {
        id: TableId::Eligibility,
        name: "eligibility",
        ja: "資格確認結果1件につき1行",
        en: "one row an eligibility record",
        record: None,
        columns: ELIGIBILITY,
    },
];

static CLAIMS: &[Column] = &[
    CLAIM_INDEX,
    Column::made(
        "source_file",
        Text,
        Made::SourceFile,
        "入力ファイル（ZIPの中は / で続けて示す）",
        "the input as given, for a member of a zip followed by / and its name",
    )
    .always(),
    Column::made(
        "line",
        Int,
        Made::Line,
        "レセプトが始まる行（REの行。REがなければ最初の行）",
        "line of RE in the file, from 1; of the first record when there is no RE",
    )
    .always(),
    Column::made(
        "shape",
        Text,
        Made::Shape,
        "ファイルの形（station=ステーションの請求、returned=返戻、insurer=保険者向け）",
        "`station` for a station's file, `returned` for a 返戻 file, `insurer` for the insurer's shape",
    )
    .always(),
    Column::made(
        "has_re",
        Truth,
        Made::HasRe,
        "REレコードがあるか",
        "false when the RE of the claim is lost",
    )
    .always(),
    Column::field("payer", Text, Hm, hm::REVIEW_BODY, "1 支払基金, 2 国保連"),
    Column::made(
        "station_code",
        Text,
        Made::StationCode,
        "ステーションの10桁（都道府県＋点数表＋コード）",
        "ten digits of the station",
    ),
    Column::field(
        "station_name",
        Text,
        Hm,
        hm::STATION_NAME,
        "name of the station",
    ),
    Column::field(
        "billing_month",
        Month,
        Hm,
        hm::BILLING_MONTH,
        "month of filing, `YYYY-MM`",
    ),
    Column::field(
        "service_month",
        Month,
        Re,
        re::SERVICE_MONTH,
        "month of care, `YYYY-MM`",
    ),
    Column::field(
        "claim_no",
        Text,
        Re,
        re::CLAIM_NO,
        "number of the claim in its file, as recorded",
    ),
    Column::field("claim_type", Text, Re, re::CLAIM_TYPE, "type of the claim"),
    Column::field("patient_name", Text, Re, re::NAME, "name of the patient"),
    Column::field("patient_kana", Text, Re, re::KANA, "name in katakana"),
    Column::field("sex", Text, Re, re::SEX, "sex"),
    Column::field("birth_date", Date, Re, re::BIRTH_DATE, "birth date"),
    Column::made(
        "insurer_no",
        Text,
        Made::InsurerNo,
        "保険者番号（前後の空白なし）。HOがなければ最初のKOの負担者番号",
        "number of the insurer without blanks; 負担者番号 of the first KO when there is no HO",
    ),
    Column::field("symbol", Text, Ho, ho::SYMBOL, "symbol of the insured"),
    Column::made(
        "number",
        Text,
        Made::InsuredNo,
        "被保険者証等の番号。HOがなければ最初のKOの受給者番号",
        "number of the insured; 受給者番号 of the first KO when there is no HO",
    ),
    Column::made(
        "branch",
        Text,
        Made::Branch,
        "枝番（負担者種別1のSN）",
        "branch number, from the SN with 負担者種別 1",
    ),
    Column::made(
        "insurer_kind",
        Text,
        Made::InsurerKind,
        "保険者の種類（保険者番号から判定）",
        "kind of insurer told from its number, the words of verdicts.csv",
    )
    .always(),
    Column::made(
        "confirmation",
        Text,
        Made::Confirmation,
        "確認区分（負担者種別1のSN）",
        "how eligibility was confirmed, from the SN with 負担者種別 1",
    ),
    Column::field(
        "benefit_percent",
        Int,
        Re,
        re::BENEFIT_PERCENT,
        "benefit in per cent",
    ),
    Column::field(
        "special_notes",
        Text,
        Re,
        re::SPECIAL_NOTES,
        "codes of two digits run together",
    ),
    Column::field(
        "copay_class",
        Text,
        Re,
        re::COPAY_CLASS,
        "class of copayment",
    ),
    Column::field(
        "local_id",
        Text,
        Re,
        re::LOCAL_ID,
        "free number of the station",
    ),
    Column::field(
        "search_no",
        Text,
        Re,
        re::SEARCH_NO,
        "given by the review body",
    ),
    Column::made(
        "visit_days",
        Int,
        Made::VisitDays,
        "実日数（記録のまま）。HOがなければ最初のKO",
        "days of care as recorded in HO, else the first KO; the dates themselves are in `visits`",
    ),
    Column::made(
        "total_yen",
        Long,
        Made::TotalYen,
        "合計金額。データ識別2の訂正後HOがあればその金額（推定）",
        "total; of the corrected HO (データ識別 2) where an insurer's file has one (inferred)",
    ),
    Column::made(
        "total_yen_as_filed",
        Long,
        Made::TotalYenAsFiled,
        "請求時の合計金額。HOがなければ最初のKO",
        "total as filed, from HO, else the first KO",
    ),
    Column::made(
        "is_corrected",
        Truth,
        Made::IsCorrected,
        "訂正後HOの金額を採ったか（推定）",
        "true when `total_yen` is that of a corrected HO (inferred)",
    )
    .always(),
    Column::field(
        "copay_yen",
        Long,
        Ho,
        ho::COPAY_YEN,
        "copayment, where it is stated",
    ),
    Column::field("duty_reason", Text, Ho, ho::DUTY_REASON, "on duty"),
    Column::field(
        "certificate_no",
        Text,
        Ho,
        ho::CERTIFICATE_NO,
        "certificate of a reduction",
    ),
    Column::field(
        "reduction",
        Text,
        Ho,
        ho::REDUCTION,
        "reduction of the copayment",
    ),
    Column::field(
        "reduction_percent",
        Int,
        Ho,
        ho::REDUCTION_PERCENT,
        "reduction in per cent",
    ),
    Column::field(
        "reduction_yen",
        Long,
        Ho,
        ho::REDUCTION_YEN,
        "reduction in yen",
    ),
    Column::field(
        "counter_payment",
        Text,
        Mf,
        mf::COUNTER_PAYMENT,
        "what was paid at the counter",
    ),
    Column::field(
        "disease_presence",
        Text,
        Js,
        js::DISEASE_PRESENCE,
        "codes of two digits run together",
    ),
    Column::field(
        "diseases",
        Text,
        Js,
        js::DISEASES,
        "codes of three digits run together",
    ),
    Column::field(
        "started_on",
        Date,
        Rj,
        rj::STARTED_ON,
        "first visit of this care",
    ),
    Column::field(
        "ended_on",
        Date,
        Rj,
        rj::ENDED_ON,
        "last visit of this care",
    ),
    Column::field("end_state", Text, Rj, rj::END_STATE, "how the care ended"),
    Column::field("died_on", Date, Rj, rj::DIED_ON, "day of death"),
];

static PUBLIC_PAYERS: &[Column] = &[
    CLAIM_INDEX,
    LINE,
    Column::made(
        "order",
        Int,
        Made::Order,
        "第何公費か（レセプト内のKOの順）",
        "1 for 第1公費 and so on: the order of the KO in the claim",
    )
    .always(),
    Column::field(
        "payer_no",
        Text,
        Ko,
        ko::PAYER_NO,
        "number of the public payer",
    ),
    Column::field(
        "recipient_no",
        Text,
        Ko,
        ko::RECIPIENT_NO,
        "number of the recipient",
    ),
    Column::field(
        "optional_benefit",
        Text,
        Ko,
        ko::OPTIONAL_BENEFIT,
        "optional benefit",
    ),
    Column::field("visit_days", Int, Ko, ko::VISIT_DAYS, "days of care"),
    Column::field("total_yen", Long, Ko, ko::TOTAL_YEN, "total, as filed"),
    Column::field("copay_yen", Long, Ko, ko::COPAY_YEN, "copayment"),
    Column::field(
        "covered_copay_yen",
        Long,
        Ko,
        ko::COVERED_COPAY_YEN,
        "part of the insurance copayment that it covers",
    ),
];

static VISITS: &[Column] = &[
    CLAIM_INDEX,
    Column::made(
        "date",
        Date,
        Made::VisitDate,
        "訪問日（JDの1・2の日と、同日訪問回数のあるKAの日。どちらもなければKAの日）",
        "visit date: days coded 1 or 2 in JD and days of a KA with 同日訪問回数; all days of KA when \
         there is neither. Days outside 指定訪問看護年月 are left out",
    )
    .always(),
    Column::made(
        "jd_code",
        Text,
        Made::JdCode,
        "JDのその日の受診等区分（負担者種別1、なければ最初のJD）",
        "code of the day in the JD with 負担者種別 1, else in the first JD",
    ),
    Column::made(
        "in_jd",
        Truth,
        Made::InJd,
        "JDで1または2の日か",
        "whether that JD codes the day 1 or 2",
    )
    .always(),
    Column::made(
        "in_ka",
        Truth,
        Made::InKa,
        "KAのある日か",
        "whether a KA is of that day",
    )
    .always(),
    Column::made(
        "visit_count",
        Text,
        Made::VisitCount,
        "同日訪問回数（その日のKAで最大のコード）",
        "greatest code of 同日訪問回数 among the KA of the day",
    ),
    Column::made(
        "yen",
        Long,
        Made::YenOfDay,
        "その日のKAの金額の合計",
        "sum of the KA of the day",
    )
    .always(),
];

static ITEMS: &[Column] = &[
    CLAIM_INDEX,
    LINE,
    Column::field("date", Date, Ka, ka::DATE, "date of the item"),
    Column::field("payer_set", Text, Ka, ka::PAYER_SET, "who bears it"),
    Column::field("item_code", Text, Ka, ka::ITEM_CODE, "code of the tariff"),
    Column::field(
        "quantity",
        Int,
        Ka,
        ka::QUANTITY,
        "quantity, for codes with a unit",
    ),
    Column::field(
        "yen",
        Long,
        Ka,
        ka::YEN,
        "amount; 0 for a percentage add-on, whose amount is in the line it raises",
    ),
    Column::field(
        "occupations",
        Text,
        Ka,
        ka::OCCUPATIONS,
        "codes of two digits run together",
    ),
    Column::field(
        "visit_count",
        Text,
        Ka,
        ka::VISIT_COUNT,
        "which visit of the day",
    ),
    Column::field(
        "instruction",
        Text,
        Ka,
        ka::INSTRUCTION,
        "kind of instruction",
    ),
];

static DIAGNOSES: &[Column] = &[
    CLAIM_INDEX,
    LINE,
    ORDER,
    Column::field(
        "disease_code",
        Text,
        Sy,
        sy::DISEASE_CODE,
        "code of the disease; 0000999 not coded",
    ),
    Column::field(
        "modifiers",
        Text,
        Sy,
        sy::MODIFIERS,
        "codes of four digits run together",
    ),
    Column::field(
        "disease_name",
        Text,
        Sy,
        sy::DISEASE_NAME,
        "name of a disease that is not coded",
    ),
    Column::field("comment", Text, Sy, sy::COMMENT, "comment"),
];

static INSTRUCTIONS: &[Column] = &[
    CLAIM_INDEX,
    LINE,
    ORDER,
    Column::field(
        "instruction",
        Text,
        Hj,
        hj::INSTRUCTION,
        "kind of instruction",
    ),
    Column::field("valid_from", Date, Hj, hj::FROM, "first day"),
    Column::field("valid_to", Date, Hj, hj::TO, "last day"),
];

static ELIGIBILITY: &[Column] = &[
    Column::made(
        "record_index",
        Long,
        Made::RecordIndex,
        "資格確認結果の通し番号（1から）",
        "number of the record in the run, from 1",
    )
    .always(),
    Column::made(
        "source_file",
        Text,
        Made::SourceFile,
        "入力ファイル（ZIPの中は / で続けて示す）",
        "the input as given, for a member of a zip followed by / and its name",
    )
    .always(),
    Column::made(
        "form",
        Text,
        Made::Form,
        "入力の形式",
        "form of the input, such as `xml-bulk`, `csv`",
    )
    .always(),
    Column::made(
        "row",
        Int,
        Made::Line,
        "XMLの何件目か、表の何行目か（1から）",
        "number of the unit in XML, line in a table, from 1",
    )
    .always(),
    Column::eligibility(
        "insurer_no",
        Text,
        Of::InsurerNo,
        "保険者番号（医療扶助は公費負担者番号）",
        "number of the insurer, as recorded",
    ),
    Column::eligibility(
        "symbol",
        Text,
        Of::Symbol,
        "被保険者証記号",
        "symbol, as recorded",
    ),
    Column::eligibility(
        "number",
        Text,
        Of::Number,
        "被保険者証番号（医療扶助は受給者番号）",
        "number, as recorded",
    ),
    Column::eligibility("branch", Text, Of::Branch, "枝番", "branch, as recorded"),
    Column::eligibility("birth_date", Date, Of::BirthDate, "生年月日", "birth date"),
    Column::eligibility(
        "sex",
        Text,
        Of::Sex,
        "性別（1 男、2 女）",
        "1 male, 2 female",
    ),
    Column::eligibility("name", Text, Of::Name, "氏名", "name"),
    Column::eligibility("kana", Text, Of::Kana, "氏名カナ", "name in kana"),
    Column::eligibility(
        "as_of",
        Date,
        Of::AsOf,
        "資格確認日",
        "day as of which eligibility was asked",
    ),
    Column::eligibility(
        "reference",
        Text,
        Of::Reference,
        "照会区分（1 マイナンバーカード、2 被保険者証情報）",
        "1 card, 2 number",
    ),
    Column::eligibility(
        "status",
        Text,
        Of::Status,
        "処理結果状況（1 正常終了、2 エラー）",
        "1 ok, 2 error",
    ),
    Column::eligibility("validity", Text, Of::Validity, "資格有効性（1–6）", "1–6"),
    Column::eligibility(
        "card_class",
        Text,
        Of::CardClass,
        "被保険者証区分",
        "class of the card",
    ),
    Column::eligibility(
        "relation",
        Text,
        Of::Relation,
        "本人・家族の別（1 本人、2 家族）",
        "1 self, 2 family",
    ),
    Column::eligibility(
        "qualified_on",
        Date,
        Of::QualifiedOn,
        "資格取得年月日",
        "first day of coverage",
    ),
    Column::eligibility(
        "lost_on",
        Date,
        Of::LostOn,
        "資格喪失年月日",
        "first day without coverage",
    ),
    Column::eligibility(
        "loss_reason",
        Text,
        Of::LossReason,
        "資格喪失事由",
        "reason of loss",
    ),
    Column::eligibility(
        "card_issued_on",
        Date,
        Of::CardIssuedOn,
        "被保険者証交付年月日",
        "day of issue",
    ),
    Column::eligibility(
        "card_valid_from",
        Date,
        Of::CardValidFrom,
        "被保険者証有効開始年月日",
        "first day of the card",
    ),
    Column::eligibility(
        "card_valid_to",
        Date,
        Of::CardValidTo,
        "被保険者証有効終了年月日",
        "last day of the card",
    ),
    Column::eligibility(
        "copay_percent",
        Int,
        Of::CopayPercent,
        "一部負担金割合",
        "copayment",
    ),
    Column::eligibility(
        "preschool",
        Truth,
        Of::Preschool,
        "未就学区分",
        "below school age",
    ),
    Column::eligibility(
        "elderly_copay_percent",
        Int,
        Of::ElderlyCopayPercent,
        "高齢受給者証の一部負担金割合",
        "copayment of the elderly",
    ),
    Column::eligibility(
        "limit_class",
        Text,
        Of::LimitClass,
        "限度額適用区分",
        "class of the copayment limit",
    ),
    Column::eligibility(
        "limit_consent",
        Truth,
        Of::LimitConsent,
        "限度額適用認定証提供同意フラグ",
        "consent to tell the limit",
    ),
    Column::eligibility(
        "certificate_valid_to",
        Date,
        Of::CertificateValidTo,
        "資格確認書の有効期限",
        "last day of the 資格確認書",
    ),
    Column::eligibility(
        "myna_registered",
        Truth,
        Of::MynaRegistered,
        "マイナ保険証の利用登録",
        "registered for マイナ保険証",
    ),
    Column::eligibility(
        "insurer_name",
        Text,
        Of::InsurerName,
        "保険者名称",
        "name of the insurer",
    ),
    Column::eligibility(
        "limit_valid_from",
        Date,
        Of::LimitValidFrom,
        "限度額適用区分の有効開始年月日",
        "first day of the class",
    ),
    Column::eligibility(
        "limit_valid_to",
        Date,
        Of::LimitValidTo,
        "限度額適用区分の有効終了年月日",
        "last day of the class",
    ),
    Column::eligibility(
        "query_no",
        Text,
        Of::QueryNo,
        "照会番号",
        "what the asking institution calls the person",
    ),
    Column::made(
        "visits_file",
        Truth,
        Made::VisitsFile,
        "訪問診療等のファイルから読んだか",
        "from a file of 訪問診療等 (`OQSmuhvq`, `OQSmuonq` in its name)",
    )
    .always(),
];
