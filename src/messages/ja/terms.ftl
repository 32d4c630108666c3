# How much a finding weighs (Level).
level-error = エラー
level-warn = 警告
level-info = 参考

# How sure we are of a rule (Certainty), and what that means.
certainty-confirmed = 確認済み
certainty-known = 一般知識
certainty-inferred = 推定
certainty-meaning-confirmed = 規則は、内容を確かめた資料に書かれています。推定の部分があれば、意味の欄に書いています。
certainty-meaning-known = 規則は現場で広く知られていますが、書かれた資料は確かめられていません。
certainty-meaning-inferred = 規則は、資料に書かれたことから導いたもので、そのとおりに書いた資料は見つかっていません。

# Verdicts and outcomes of a date (Outcome).
verdict-OK = 問題なし
verdict-TRANSITIONAL = 暫定対応で請求可（次回は資格確認書が必要）
verdict-CANNOT_JUDGE = 判定できない
verdict-NEED_CERT = 要確認（資格確認書・マイナ保険証）
verdict-SPECIAL_CARE = 特別療養費（10割）
verdict-NOT_COVERED = 資格なし
verdict-INVALID = レセプト不備

# Reasons (Reason).
reason-UNKNOWN_NUMBER = 番号が不詳の請求
reason-MULTI_MATCH = 複数の人が該当
reason-OTHER_INSURER = 別の保険者に加入
reason-OTHER_NUMBER = 別の記号・番号で加入
reason-AFTER_LOSS = 資格喪失後の訪問
reason-BEFORE_QUALIFIED = 資格取得前の訪問
reason-TICKET = 医療券の登録を確認
reason-TICKET_UNCONFIRMED = 医療券を確認できない
reason-PUBLIC = 公費の資格を確認
reason-PUBLIC_UNCONFIRMED = 公費の資格を確認できない
reason-SPECIAL_CARE = 特別療養費の対象
reason-MYNA = マイナ保険証で確認
reason-SMARTPHONE = スマホ保険証で確認
reason-CERTIFICATE = 資格確認書で確認
reason-NOTICE_WITH_CARD = お知らせとマイナンバーカードで確認
reason-DECLARATION = 資格申立書による受付
reason-UNKNOWN_RULE = 取扱いが公表資料で確認できない
reason-NO_RECORD = 資格確認結果も提示の記録もない
reason-LEGACY_CARD = 有効期限内の健康保険証
reason-EXPIRED_CARD_CONFIRMED = 期限切れの保険証等、加入はオンラインで確認
reason-MYNA_EXPIRED = 電子証明書の期限切れ
reason-SMARTPHONE_INVALID = スマホ保険証が使えない日
reason-CERT_EXPIRED = 資格確認書の期限切れ
reason-NOTICE_ONLY = 資格情報のお知らせのみ
reason-LEGACY_EXPIRED = 健康保険証の期限切れ（加入は確認済み）
reason-LEGACY_UNVERIFIED = 健康保険証の期限切れ（加入も未確認）
reason-NO_DATE = 訪問日がない
reason-UNREADABLE = レセプトを読み取れない

# How a claim found its eligibility records (MatchedBy).
matched-key = 記号・番号と本人が一致
matched-key_zero = 先頭のゼロを除いて一致
matched-key_person = 記号・番号は一致、本人の1項目が相違
matched-person = 保険者と本人は一致、記号・番号が相違
matched-other_insurer = 本人は一致、別の保険者
matched-multi = 複数の人が該当
matched-none = 該当なし

# What the patient showed (Credential).
credential-myna = マイナ保険証
credential-smartphone = スマホ保険証
credential-certificate = 資格確認書
credential-certificate_special = 資格確認書（特別療養費）
credential-legacy_card = 健康保険証
credential-notice = 資格情報のお知らせ
credential-notice_with_card = 資格情報のお知らせとマイナンバーカード
credential-declaration = 資格申立書
credential-medical_ticket = 医療券
credential-legacy_card_presumed = 健康保険証（記録がないためそうみなす）

# What to have the patient bring (worklist, notices), by the gravest reason.
ask-before-certificates = 訪問日に有効だった健康保険証、またはマイナンバーカードの読み取り
ask-EXPIRED_CARD_CONFIRMED = 次回訪問時に資格確認書（資格情報のお知らせとは別）かマイナ保険証
ask-MYNA_EXPIRED = 資格確認書、または電子証明書を更新したマイナンバーカード
ask-SMARTPHONE_INVALID = マイナンバーカード本体、または資格確認書
ask-CERT_EXPIRED = 有効期限内の新しい資格確認書、またはマイナ保険証
ask-NOTICE_ONLY = 資格確認書、またはお知らせと一緒にマイナンバーカード
ask-other = 資格確認書（資格情報のお知らせとは別）、またはマイナ保険証

# Kinds of insurers (InsurerKind).
insurer-kind-kyokai = 協会けんぽ
insurer-kind-senin = 船員保険
insurer-kind-hiyatoi = 日雇特例
insurer-kind-kumiai = 健康保険組合
insurer-kind-jieikan = 自衛官等
insurer-kind-kyosai = 共済組合
insurer-kind-koki = 後期高齢者医療
insurer-kind-kokuho = 市町村国保
insurer-kind-kokuho_kumiai = 国保組合
insurer-kind-taishoku = 退職国保
insurer-kind-kohi = 公費単独
insurer-kind-unknown = 不明

# 審査支払機関 (payer).
payer-1 = 支払基金
payer-2 = 国保連

# 男女区分 (sex).
sex-1 = 男
sex-2 = 女

# What an input is for (Role), and what became of it (State).
role-claims = 請求
role-eligibility = 資格
role-credentials = 提示記録
role-stations = 導入済リスト
role-master = マスター
state-read = 読み取り済み
state-partial = 一部のみ
state-skipped = 対象外
state-unreadable = 読み取れない

# How a finding or verdict stands to an earlier report (Mark), and what is solved (Solved).
mark-new = 新規
mark-open = 継続
kind-verdict = 判定
kind-finding = 指摘
