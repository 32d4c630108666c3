//! What every key of a policy file means and where the built-in value comes from.

/// What a key means and where its value comes from.
pub(super) struct KeyDoc {
    pub(super) key: &'static str,
    pub(super) ja: &'static str,
    pub(super) en: &'static str,
    /// Numbers of the rules (policy-rules 1, 2.2, 5) and the document they rest on.
    pub(super) source: &'static str,
}

/// The single dates and numbers, in the order in which they are written.
pub(super) const SCALARS: [KeyDoc; 12] = [
    KeyDoc {
        key: "card_last",
        ja: "健康保険証（被保険者証）が有効でありうる最後の日",
        en: "the last day on which any legacy card can be valid",
        source: "TL-04; 令和5年法律第48号 経過措置; 厚生労働省 事務連絡 2024-09-18",
    },
    KeyDoc {
        key: "municipal_card_common_last",
        ja: "国保・後期の保険証の多くの有効期限。これより前に期限が切れた保険証は暫定対応に入るか不明なので判定しない",
        en: "when most 国保 and 後期 cards ended; whether the window covers cards that ended earlier is not known, so those are not judged",
        source: "TL-05, TL-06, CR-08; 厚生労働省 事務連絡 2025-06-27, 2025-08-04",
    },
    KeyDoc {
        key: "jieikan_unknown_from",
        ja: "自衛官診療証の経過措置の終わりが不明なため、この日から判定しない",
        en: "from this day 自衛官診療証 are not judged: the end of their transition is not known",
        source: "CR-09; 令和6年防衛省令第9号 附則（期限は未確認）",
    },
    KeyDoc {
        key: "certificate_from",
        ja: "保険証の新規発行が終わり、資格確認書が始まり、訪問看護のオンライン資格確認が義務となった日",
        en: "no legacy cards are issued, 資格確認書 exist and stations must verify online from this day",
        source: "TL-02, TL-03, TL-16; 請求命令 第1条; 厚生労働省 事務連絡 2024-09-18",
    },
    KeyDoc {
        key: "certificate_notice_days",
        ja: "資格確認書・電子証明書の期限を何日前から知らせるか（CERT_EXPIRING）",
        en: "days before its end from which a certificate is announced (CERT_EXPIRING)",
        source: "制度上の定めではなく、本プログラムの設定 / a setting of the program, not a rule of the system",
    },
    KeyDoc {
        key: "smartphone_from",
        ja: "スマホ保険証の開始日。\"never\" = 使えない",
        en: "first day of the スマホ保険証, or \"never\"",
        source: "TL-12; 医療機関等向け総合ポータルサイト（スマホ保険証）",
    },
    KeyDoc {
        key: "myna_grace_months",
        ja: "電子証明書の有効期限の月の翌月から数えて何か月目の末日までマイナ保険証が使えるか（資料により起算が異なり、長い方）",
        en: "an expired 電子証明書 serves to the end of the nth month after the month of expiry (sources differ; the longer reading)",
        source: "TL-13; 医療機関等向け総合ポータルサイト",
    },
    KeyDoc {
        key: "ticket_quiet_day",
        ja: "月のこの日までは医療券の未登録を指摘しない（0 = 指摘しない期間なし）",
        en: "up to this day of the month an unregistered 医療券 is no finding (0 = no such days)",
        source: "CR-11; 長崎市の例 / one city's practice; 定めがなければ 0 / 0 where nothing is laid down",
    },
    KeyDoc {
        key: "dx_from",
        ja: "訪問看護医療DX情報活用加算の開始日",
        en: "first day of the 訪問看護医療DX情報活用加算",
        source: "DX-01; 令和6年度診療報酬改定",
    },
    KeyDoc {
        key: "dx_known_to",
        ja: "訪問看護医療DX情報活用加算の金額（50円）が分かっている最後の日。この後は --master のときだけ金額を確かめる",
        en: "last day for which the amount of the 訪問看護医療DX情報活用加算 (50 yen) is known; later amounts are only checked with --master",
        source: "DX-09; 令和8年度診療報酬改定（2026-06-01）での扱いを確認できていない / its fate in the revision of 2026-06-01 was not found",
    },
    KeyDoc {
        key: "registration_lag_days",
        ja: "初回訪問から何日以内の「該当資格なし」を登録の遅れとみて再照会を勧めるか（LAG_SUSPECTED）",
        en: "days after the first visit within which a 該当資格なし may be a late registration (LAG_SUSPECTED)",
        source: "TL-21, VR-10; 遅れがあることは確認済み、日数は本プログラムの設定 / that it lags is known, the number of days is a setting of the program",
    },
    KeyDoc {
        key: "claim_years",
        ja: "請求できる年数。訪問した月がこれより前なら知らせる（CLAIM_AGE）",
        en: "years within which a month of visits can be claimed; an older one is told (CLAIM_AGE)",
        source: "RT-18（一般知識 / general knowledge）",
    },
];

pub(super) const PAYMENT_RECORD_ABOVE: KeyDoc = KeyDoc {
    key: "payment_record_above",
    ja: "窓口負担額（MF）の記録がないとき、合計金額がこの額（円）を超えるレセプトは振替・分割されない。ordinary = 本人・家族、preschool = 未就学者、elderly = 高齢受給者、koki = 後期高齢者",
    en: "without an MF a claim whose total is above this amount (yen) is neither moved nor split; ordinary = the insured and family, preschool = 未就学者, elderly = 高齢受給者, koki = 後期高齢者",
    source: "RT-06; 記録条件仕様（訪問看護用）令和6年6月版",
};

pub(super) const CAP: KeyDoc = KeyDoc {
    key: "cap",
    ja: "保険者の種類ごとの保険証の最終日。券面の期限が早ければそれによる。others = 書かれていない種類すべて",
    en: "the last day of a legacy card by kind of insurer, or the printed date if earlier; others = every kind not named",
    source: "TL-04, TL-05, CR-01…CR-07",
};

pub(super) const WINDOW: KeyDoc = KeyDoc {
    key: "window",
    ja: "期限の切れた保険証や資格情報のお知らせだけでも、オンラインで資格が確認できれば受診できる期間（暫定対応）。\"none\" = なし",
    en: "the days on which an expired card or a 資格情報のお知らせ alone will do with online evidence (暫定対応), or \"none\"",
    source: "TL-07, TL-08, TL-09; 厚生労働省 事務連絡 2025-06-27, 2025-08-04, 2025-11-12; 最終日の延長は厚生労働大臣会見（報道による / as reported）。国保組合: CR-06（一般知識 / no source names it apart）",
};

pub(super) const INSURER: KeyDoc = KeyDoc {
    key: "insurer",
    ja: "保険者ごとの例外。number は保険者番号またはその先頭の桁で、長く一致するものが優先。都道府県番号と法別番号が同じ2桁（01、06、39 など）は法別番号と読む。国保の都道府県は 0006 のように 00 を付ける",
    en: "exceptions for single insurers; number = the insurer number or its first digits, the longest match wins; two digits that are both 法別番号 and prefecture (01, 06, 39) are the 法別番号: write 0006 for the 国保 of prefecture 06",
    source: "TL-06, CR-03",
};
