//! The plain tables: all but 別表4, 20 and 22, which follow a pattern.
//!
//! 記録条件仕様（訪問看護用）令和6年6月版 別表1–28. Enumerators that the document prints before a
//! meaning (`１ 軽快`) are left out; shading was checked on the printed page.

use super::{CodeEntry, CodeTable};

/// Writes tables as rows `"code" "内容" "English";`, with remarks on a code or on the table.
macro_rules! tables {
    ($(
        $name:ident = $number:literal $ja:literal $en:literal $(.$on_table:ident($($t:expr)?))* {
            $($code:literal $code_ja:literal $code_en:literal $(.$on_code:ident($($c:expr)?))*;)+
        }
    )+) => {$(
        #[doc = concat!("別表", $number, " ", $ja, ": ", $en, ".")]
        pub static $name: CodeTable = CodeTable::new($number, $ja, $en, &[
            $(CodeEntry::new($code, $code_ja, $code_en)$(.$on_code($($c)?))*,)+
        ])$(.$on_table($($t)?))*;
    )+};
}

tables! {
    REVIEW_BODY = 1 "審査支払機関コード" "review and payment organisation" {
        "1" "社会保険診療報酬支払基金" "Health Insurance Claims Review & Reimbursement Services";
        "2" "国民健康保険団体連合会" "National Health Insurance Organizations";
    }

    PREFECTURE = 2 "都道府県コード" "prefecture" {
        "01" "北海道" "Hokkaido"; "02" "青森" "Aomori"; "03" "岩手" "Iwate"; "04" "宮城" "Miyagi";
        "05" "秋田" "Akita"; "06" "山形" "Yamagata"; "07" "福島" "Fukushima"; "08" "茨城" "Ibaraki";
        "09" "栃木" "Tochigi"; "10" "群馬" "Gunma"; "11" "埼玉" "Saitama"; "12" "千葉" "Chiba";
        "13" "東京" "Tokyo"; "14" "神奈川" "Kanagawa"; "15" "新潟" "Niigata"; "16" "富山" "Toyama";
        "17" "石川" "Ishikawa"; "18" "福井" "Fukui"; "19" "山梨" "Yamanashi"; "20" "長野" "Nagano";
        "21" "岐阜" "Gifu"; "22" "静岡" "Shizuoka"; "23" "愛知" "Aichi"; "24" "三重" "Mie";
        "25" "滋賀" "Shiga"; "26" "京都" "Kyoto"; "27" "大阪" "Osaka"; "28" "兵庫" "Hyogo";
        "29" "奈良" "Nara"; "30" "和歌山" "Wakayama"; "31" "鳥取" "Tottori"; "32" "島根" "Shimane";
        "33" "岡山" "Okayama"; "34" "広島" "Hiroshima"; "35" "山口" "Yamaguchi";
        "36" "徳島" "Tokushima"; "37" "香川" "Kagawa"; "38" "愛媛" "Ehime"; "39" "高知" "Kochi";
        "40" "福岡" "Fukuoka"; "41" "佐賀" "Saga"; "42" "長崎" "Nagasaki"; "43" "熊本" "Kumamoto";
        "44" "大分" "Oita"; "45" "宮崎" "Miyazaki"; "46" "鹿児島" "Kagoshima"; "47" "沖縄" "Okinawa";
    }

    POINT_TABLE = 3 "点数表コード" "fee schedule" {
        "1" "医科" "medical";
        "3" "歯科" "dental";
        "5" "介護老人保健施設" "geriatric health facility" .note("only in IH");
        "6" "訪問看護" "visiting nursing";
        "B" "介護医療院" "integrated care facility" .note("only in IH");
    }

    SEX = 5 "男女区分コード" "sex" {
        "1" "男" "male";
        "2" "女" "female";
    }

    SPECIAL_NOTE = 6 "レセプト特記コード" "special note on the claim (特記)"
        .remark("meaning: 診療報酬請求書等の記載要領等について（昭和51年8月7日保険発第82号）; 31–35, 43 and 44 of \
                 medical claims are not in this table") {
        "01" "公" "public (公)";
        "02" "長" "long-term (長)";
        "04" "後保" "elderly insurance (後保)";
        "10" "第三" "third party (第三)";
        "16" "長２" "long-term 2 (長２)";
        "21" "高半" "halved limit (高半)";
        "26" "区ア" "class ア";
        "27" "区イ" "class イ";
        "28" "区ウ" "class ウ";
        "29" "区エ" "class エ";
        "30" "区オ" "class オ";
        "41" "区カ" "class カ";
        "42" "区キ" "class キ";
        "96" "災１" "disaster 1" .note("事務連絡 平成23年4月1日 3(3)①");
        "97" "災２" "disaster 2" .note("事務連絡 平成23年4月1日 3(3)①");
    }

    COPAY_CLASS = 7 "一部負担金区分コード" "copayment class, age 70 and over"
        .remark("only when 高額療養費 was paid in kind") {
        "1" "低所得者の世帯（適用区分Ⅱ）" "low income II";
        "3" "低所得者の世帯（適用区分Ⅰ）" "low income I";
    }

    DUTY_REASON = 8 "職務上の事由コード" "occupational cause" {
        "1" "職上（職務上）" "on duty" .note("only accidents up to 2009-12-31");
        "2" "下３（下船後３月以内）" "within three months after leaving ship";
        "3" "通災（通勤災害）" "commuting accident" .note("only accidents up to 2009-12-31");
    }

    REDUCTION = 9 "減免区分コード" "reduction of the copayment" {
        "1" "減額" "reduced";
        "2" "免除" "exempt";
        "3" "支払猶予" "payment deferred";
    }

    DISASTER = 10 "被災レセプト区分コード" "disaster claim" {
        "01" "災１" "disaster 1";
        "02" "災２" "disaster 2";
    }

    UNCONFIRMED = 11 "未確認区分コード" "what could not be confirmed" {
        "01" "保険者番号が未確認" "insurer number";
        "02" "被保険者証記号番号が未確認" "symbol and number";
    }

    INSTRUCTION = 12 "指示区分コード" "kind of doctor's order" {
        "01" "訪問看護指示" "visiting nursing";
        "02" "特別訪問看護指示" "special visiting nursing";
        "03" "精神科訪問看護指示" "psychiatric";
        "04" "精神科特別訪問看護指示" "special psychiatric";
        "05" "医療観察精神科訪問看護指示" "forensic psychiatric";
        "06" "医療観察精神科特別訪問看護指示" "special forensic psychiatric";
    }

    DISEASE_PRESENCE = 13 "基準告示第２の１に規定する疾病等の有無コード" "listed diseases or states present" {
        "01" "別表７" "a disease of 別表7";
        "02" "別表８" "a state of 別表8";
        "03" "無" "none" .note("stands alone");
    }

    DISEASE = 14 "疾病等コード" "listed disease or state"
        .remark("001–020 = 別表7, 041–059 = 別表8 of the 基準告示 (not of this document), 091 and 092 = others") {
        "001" "末期の悪性腫瘍" "terminal malignant tumour";
        "002" "多発性硬化症" "multiple sclerosis";
        "003" "重症筋無力症" "myasthenia gravis";
        "004" "スモン" "SMON";
        "005" "筋萎縮性側索硬化症" "amyotrophic lateral sclerosis";
        "006" "脊髄小脳変性症" "spinocerebellar degeneration";
        "007" "ハンチントン病" "Huntington's disease";
        "008" "進行性筋ジストロフィー症" "progressive muscular dystrophy";
        "009" "パーキンソン病関連疾患（進行性核上性麻痺、大脳皮質基底核変性症及びパーキンソン病（ホーエン・ヤールの重症度分類がステージ３以上であって生活機能障害度が２度又は３度のものに限る。））"
            "Parkinson's disease and related";
        "010" "多系統萎縮症（線条体黒質変性症、オリーブ橋小脳萎縮症及びシャイ・ドレーガー症候群）" "multiple system atrophy";
        "011" "プリオン病" "prion disease";
        "012" "亜急性硬化性全脳炎" "subacute sclerosing panencephalitis";
        "013" "ライソゾーム病" "lysosomal disease";
        "014" "副腎白質ジストロフィー" "adrenoleukodystrophy";
        "015" "脊髄性筋萎縮症" "spinal muscular atrophy";
        "016" "球脊髄性筋萎縮症" "spinal and bulbar muscular atrophy";
        "017" "慢性炎症性脱髄性多発神経炎" "chronic inflammatory demyelinating polyneuropathy";
        "018" "後天性免疫不全症候群" "AIDS";
        "019" "頸髄損傷" "cervical cord injury";
        "020" "人工呼吸器を使用している状態の者" "on a ventilator";
        "041" "在宅麻薬等注射指導管理を受けている状態にある者" "home opioid injection";
        "042" "在宅腫瘍化学療法注射指導管理を受けている状態にある者" "home chemotherapy injection";
        "043" "在宅強心剤持続投与指導管理を受けている状態にある者" "home continuous inotrope";
        "044" "在宅気管切開患者指導管理を受けている状態にある者" "home tracheostomy";
        "045" "気管カニューレを使用している状態にある者" "tracheal cannula";
        "046" "留置カテーテルを使用している状態にある者" "indwelling catheter";
        "047" "在宅自己腹膜灌流指導管理を受けている状態にある者" "home peritoneal dialysis";
        "048" "在宅血液透析指導管理を受けている状態にある者" "home haemodialysis";
        "049" "在宅酸素療法指導管理を受けている状態にある者" "home oxygen";
        "050" "在宅中心静脈栄養法指導管理を受けている状態にある者" "home central venous nutrition";
        "051" "在宅成分栄養経管栄養法指導管理を受けている状態にある者" "home tube feeding";
        "052" "在宅自己導尿指導管理を受けている状態にある者" "home self-catheterisation";
        "053" "在宅人工呼吸指導管理を受けている状態にある者" "home ventilation";
        "054" "在宅持続陽圧呼吸療法指導管理を受けている状態にある者" "home CPAP";
        "055" "在宅自己疼痛管理指導管理を受けている状態にある者" "home pain self-management";
        "056" "在宅肺高血圧症患者指導管理を受けている状態にある者" "home pulmonary hypertension care";
        "057" "人工肛門又は人工膀胱を設置している状態にある者" "stoma";
        "058" "真皮を越える褥瘡の状態にある者" "pressure ulcer beyond the dermis";
        "059" "在宅患者訪問点滴注射管理指導料を算定している者" "home drip infusion";
        "091" "超重症児" "extremely severe child";
        "092" "準超重症児" "nearly extremely severe child";
    }

    VISIT_END = 15 "訪問終了の状況コード" "how the visits ended" {
        "01" "軽快" "improved";
        "02" "施設" "moved to a facility";
        "03" "医療機関" "moved to a medical institution";
        "04" "死亡" "died";
        "99" "その他" "other";
    }

    PLACE = 16 "場所コード" "place of the visit" {
        "01" "自宅" "home";
        "11" "施設（社会福祉施設及び身体障害者施設）" "social welfare or disability facility";
        "12" "施設（小規模多機能型居宅介護）" "small multifunctional home care";
        "13" "施設（複合型サービス）" "combined service";
        "14" "施設（認知症対応型グループホーム）" "dementia group home";
        "15" "施設（特定施設）" "specified facility";
        "16" "施設（地域密着型介護老人福祉施設及び介護老人福祉施設）" "nursing home for the elderly";
        "31" "病院" "hospital" .note("only as place of death in RJ");
        "32" "診療所" "clinic" .note("only as place of death in RJ");
        "99" "その他" "other";
    }

    PATIENT_INFO = 17 "利用者情報コード" "information on the patient" {
        "01" "他の一つの指定訪問看護ステーションから現に訪問看護を受けている場合" "one other station visits";
        "02" "他の二つの指定訪問看護ステーションから現に訪問看護を受けている場合" "two other stations visit";
        "11" "要介護被保険者等で、訪問看護を医療保険で算定している場合" "care-insured, billed to medical insurance";
        "12" "在宅療養支援診療所又は在宅療養支援病院が24時間往診及び訪問看護により対応できる体制を確保し、往診担当医や訪問看護担当者氏名、担当日等を文書により提供している利用者の場合"
            "24-hour arrangement of a supporting clinic or hospital";
    }

    INFO_RECIPIENT = 18 "情報提供先コード" "recipient of information"
        .remark("10 for the first 情報提供療養費2 of a school year, 11–13 for any other") {
        "01" "市（区）町村等（市（区）町村等）" "municipality";
        "02" "市（区）町村等（指定特定相談支援事業者等）" "consultation support office";
        "10" "学校等（年度内で１回目の算定）" "school, first in the school year";
        "11" "学校等（入園・入学）" "school, entry";
        "12" "学校等（転園・転学）" "school, transfer";
        "13" "学校等（医療的ケアの変更）" "school, change of medical care";
        "21" "保険医療機関等（保険医療機関）" "medical institution";
        "22" "保険医療機関等（介護老人保健施設）" "geriatric health facility";
        "23" "保険医療機関等（介護医療院）" "integrated care facility";
    }

    VISIT_COUNT = 19 "訪問看護回数コード" "visits on the day" {
        "01" "１日に１回" "once";
        "02" "１日に２回" "twice";
        "03" "１日に３回以上" "three times or more";
    }

    REMARK = 21 "特記事項コード" "remark" {
        "01" "他（１）" "other (1)";
        "02" "他（２）" "other (2)";
        "03" "従" "secondary office";
        "04" "特地" "special area";
        "05" "介" "care insurance";
        "06" "支援" "support";
        "07" "同一緊急" "urgent visit of the same day";
        "08" "退支" "discharge support";
        "09" "連" "cooperation";
        "10" "緊急訪問看護の理由" "reason of an urgent visit";
        "11" "障害" "disability";
    }

    PAYER_KIND = 23 "負担者種別コード" "payer" {
        "1" "医療保険、国民健康保険又は後期高齢者医療" "insurance";
        "2" "第１公費負担医療" "first public payer";
        "3" "第２公費負担医療" "second public payer";
        "4" "第３公費負担医療" "third public payer";
        "5" "第４公費負担医療" "fourth public payer";
    }

    CONFIRMATION = 24 "確認区分コード" "confirmation of eligibility"
        .remark("a first claim has 01 only") {
        "01" "訪問時等" "at the visit";
        "02" "審査支払機関に請求後：変更なし" "after filing: unchanged" .payer_only();
        "03" "審査支払機関に請求後：確認不能" "after filing: could not be confirmed" .payer_only();
        "04" "審査支払機関に請求後：振替" "after filing: moved to another insurer" .payer_only();
        "05" "審査支払機関に請求後：分割" "after filing: split" .payer_only();
        "06" "審査支払機関に請求後：レセプト記載の保険者等に請求" "after filing: billed to the insurer on the claim" .payer_only();
        "07" "審査支払機関に請求後：資格喪失（証回収後）" "after filing: coverage lost, card collected" .payer_only();
        "08" "審査支払機関に請求後：予備" "after filing: reserved" .payer_only()
            .note("資格喪失（死亡） in the insurer-side medical table of 令和6年8月; inferred for 訪問看護");
        "09" "審査支払機関に請求後：枝番特定" "after filing: branch number found" .payer_only();
    }

    CONFIRMATION_INSURER_SIDE = 24 "確認区分コード（保険者に請求後）" "confirmation of eligibility, insurer side only"
        .inferred_sample().remark("from the medical insurer-side table; not part of the station's file") {
        "11" "保険者に請求後：振替" "after billing the insurer: moved" .payer_only();
        "12" "保険者に請求後：分割" "after billing the insurer: split" .payer_only();
        "13" "保険者に請求後：変更不能" "after billing the insurer: cannot be changed" .payer_only();
        "14" "保険者に請求後：枝番特定" "after billing the insurer: branch number found" .payer_only();
    }

    VISIT_DAY = 25 "受診等区分コード" "kind of visit day" {
        "1" "実日数に計上する訪問看護" "counted in 実日数";
        "2" "実日数に計上しない訪問看護" "not counted in 実日数";
        "9" "訪問看護療養費レコードの算定年月日と不一致" "differs from the days of KA" .payer_only();
    }

    COUNTER_PAYMENT = 26 "窓口負担額区分コード" "payment at the counter" {
        "00" "一部負担金額：高額療養費の現物給付なし" "no 高額療養費 in kind";
        "01" "一部負担金額：高額療養費現物給付あり（多数回該当を除く）" "高額療養費 in kind, not 多数回該当";
        "02" "一部負担金額：高額療養費現物給付あり（多数回該当）" "高額療養費 in kind, 多数回該当";
        "03" "食事療養費及び生活療養費の標準負担額" "standard payment for meals and living" .not_used();
        "04" "特別の費用の額" "special costs" .not_used();
    }

    TRAINING = 27 "専門の研修コード" "special training" {
        "01" "基本療養費１・２（緩和ケア）" "basic fee: palliative care";
        "02" "基本療養費１・２（褥瘡ケア）" "basic fee: pressure ulcer care";
        "03" "基本療養費１・２（人工肛門・人工膀胱ケア）" "basic fee: stoma care";
        "04" "基本療養費１・２（特定行為（創傷管理関連））" "basic fee: specified act, wound management";
        "11" "専門管理加算（緩和ケア）" "special management: palliative care";
        "12" "専門管理加算（褥瘡ケア）" "special management: pressure ulcer care";
        "13" "専門管理加算（人工肛門・人工膀胱ケア）" "special management: stoma care";
        "21" "専門管理加算（特定行為（気管カニューレの交換））" "specified act: tracheal cannula";
        "22" "専門管理加算（特定行為（胃ろうカテーテル若しくは腸ろうカテーテル又は胃ろうボタンの交換））"
            "specified act: gastrostomy or enterostomy";
        "23" "専門管理加算（特定行為（膀胱ろうカテーテルの交換））" "specified act: cystostomy";
        "24" "専門管理加算（特定行為（褥瘡又は慢性創傷の治療における血流のない壊死組織の除去））" "specified act: debridement";
        "25" "専門管理加算（特定行為（創傷に対する陰圧閉鎖療法））" "specified act: negative pressure wound therapy";
        "26" "専門管理加算（特定行為（持続点滴中の高カロリー輸液の投与量の調整））" "specified act: parenteral nutrition dose";
        "27" "専門管理加算（特定行為（脱水症状に対する輸液による補正））" "specified act: rehydration";
    }

    GAF = 28 "ＧＡＦ尺度により判定した値コード" "GAF scale" {
        "01" "ＧＡＦ尺度１００－９１" "100-91";
        "02" "ＧＡＦ尺度９０－８１" "90-81";
        "03" "ＧＡＦ尺度８０－７１" "80-71";
        "04" "ＧＡＦ尺度７０－６１" "70-61";
        "05" "ＧＡＦ尺度６０－５１" "60-51";
        "06" "ＧＡＦ尺度５０－４１" "50-41";
        "07" "ＧＡＦ尺度４０－３１" "40-31";
        "08" "ＧＡＦ尺度３０－２１" "30-21";
        "09" "ＧＡＦ尺度２０－１１" "20-11";
        "10" "ＧＡＦ尺度１０－１" "10-1";
        "11" "ＧＡＦ尺度０" "0";
        "20" "家族への訪問看護でありＧＡＦ尺度による判定が行えなかった（当該月に利用者本人への訪問看護を行わなかった）"
            "family visited only, not judged";
    }
}
