# notices.html: a sheet for each patient, a list for each station. In the patients' texts ｜語《よみ》 is furigana.
notices-title = 資格確認のお知らせ（利用者に渡す紙）
notices-toolbar = { $sheets }枚（A4）です。ブラウザの印刷で、そのまま紙やPDFにできます。ステーションごとに、一覧（職員用）のあとに利用者へのお知らせが続きます。
notices-print-hint = 印刷のときは、用紙をA4、倍率を100%にしてください。
notices-nobody-heading = お渡しするお知らせはありません
notices-nobody = この月は、資格確認書やマイナ保険証を改めてお願いする利用者も、期限の近い利用者もいませんでした。

# A patient's sheet: whom, and what it is about.
notices-before-name = { "" }
notices-after-name = 様
notices-heading-need = 次の訪問で、｜医療保険《いりょうほけん》の｜確認《かくにん》をさせてください
notices-heading-expiring = ｜医療保険《いりょうほけん》の確認に使うものの、｜期限《きげん》が近づいています
notices-dates = ｜確認《かくにん》が必要な｜訪問看護《ほうもんかんご》の日
notices-dates-more = { $first }から{ $last }までのうち{ $count }日
notices-dates-of-year = { $year }年{ $days }
notices-dates-and = { $before }、{ $next }

# Why.
notices-why-legacy = お見せいただいた｜健康保険証《けんこうほけんしょう》が使えたのは、{ $date }まででした。下の日の訪問について、今使えるものでもう一度確認させてください。
notices-why-unrecorded = これまでの｜健康保険証《けんこうほけんしょう》は、{ $date }を最後に使えなくなりました。下の日の訪問では、今使えるものを確認した記録がありませんでした。
notices-why-notice = 訪問のときに確認できたのは「｜資格情報《しかくじょうほう》のお知らせ」だけでした。名前は似ていますが資格確認書とは別の紙で、これだけでは確認になりません。
notices-why-myna-on = マイナンバーカードの｜電子証明書《でんししょうめいしょ》の期限が、{ $date }に切れました。そのため下の日の訪問では、マイナ保険証で確認できませんでした。更新したカードか、資格確認書をお見せください。
notices-why-myna = マイナンバーカードの｜電子証明書《でんししょうめいしょ》の期限が切れていたため、下の日の訪問では、マイナ保険証で確認できませんでした。更新したカードか、資格確認書をお見せください。
notices-why-smartphone-on = スマートフォンのマイナ保険証の期限が、{ $date }に切れました。下の日の訪問は、マイナンバーカードか資格確認書で確認させてください。
notices-why-smartphone = 下の日の訪問では、スマートフォンのマイナ保険証で確認できませんでした。マイナンバーカードか資格確認書で確認させてください。
notices-why-certificate-on = お見せいただいた｜資格確認書《しかくかくにんしょ》の｜有効期限《ゆうこうきげん》は、{ $date }まででした。下の日の訪問では期限を過ぎていました。
notices-why-certificate = お見せいただいた｜資格確認書《しかくかくにんしょ》は、下の日の訪問では｜有効期限《ゆうこうきげん》を過ぎていました。
notices-why-before = 下の日の訪問について、｜医療保険《いりょうほけん》の確認がまだできていません。そのころは｜資格確認書《しかくかくにんしょ》がなかったため、その日に使えた健康保険証か、マイナンバーカードの読み取りで確認します。
notices-why-other = 下の日の訪問について、｜医療保険《いりょうほけん》の確認がまだできていません。今使えるもので確認させてください。
notices-around = このうち{ $date }より前の日は、その日に使えた健康保険証か、カードの読み取りで確認します。
notices-expiring-certificate = お使いの｜資格確認書《しかくかくにんしょ》の｜有効期限《ゆうこうきげん》は、{ $date }です。新しいものが届いたら、訪問のときにお見せください。
notices-expiring-myna = マイナンバーカードの｜電子証明書《でんししょうめいしょ》の期限は、{ $date }です。早めに更新してください。
notices-expiring-smartphone = スマートフォンのマイナ保険証の期限は、{ $date }です。そのあとは、マイナンバーカードか資格確認書をお見せください。
notices-expiring-other = ｜医療保険《いりょうほけん》の確認に使っているもの（資格確認書または電子証明書）の期限は、{ $date }です。

# What to bring.
notices-bring = お見せいただきたいもの（どちらか１つ）
notices-or = または
notices-myna = マイナ｜保険証《ほけんしょう》
notices-myna-is = 登録したマイナンバーカード
notices-certificate = ｜資格確認書《しかくかくにんしょ》
notices-certificate-is = 保険者から届く、期限内のもの
notices-old-card = ｜健康保険証《けんこうほけんしょう》
notices-old-card-is = 訪問の日に使えたもの
notices-reading = マイナンバーカード
notices-reading-is = 訪問の職員が読み取ります
notices-notice = ｜資格情報《しかくじょうほう》のお知らせ
notices-notice-is = これだけでは確認できません

# Without either.
notices-neither = マイナ保険証をお持ちでない方には
notices-neither-all = 申し込まなくても、加入している保険の｜保険者《ほけんじゃ》から｜資格確認書《しかくかくにんしょ》が届きます。届いていないときは、保険者にお問い合わせください。
notices-neither-koki = ｜後期高齢者医療《こうきこうれいしゃいりょう》の資格確認書は、マイナ保険証のない方に、申し込まなくても届きます。年齢などにより、マイナ保険証のある方にも届きます。届かないときは、保険者にお問い合わせください。
notices-insurer = 保険者：{ $kind }（保険者番号 { $number }）
notices-insurer-number = 保険者番号 { $number }

# How to register.
notices-register = マイナンバーカードを健康保険証として使う登録（まだの方）
notices-register-1 = マイナンバーカードと、４けたの｜暗証番号《あんしょうばんごう》を用意する
notices-register-2 = スマートフォンのアプリ「マイナポータル」で、カードを読み取る
notices-register-3 = 健康保険証としての｜利用登録《りようとうろく》を選び、画面の案内どおりに進む
notices-register-else = 病院・薬局のカード読み取り機や、セブン銀行のATMでも登録できます。

# The certificate on the card.
notices-expiry = ｜電子証明書《でんししょうめいしょ》の期限
notices-expiry-is = は、カードに書かれています。なければ、発行から５回目の誕生日までです。マイナポータルでも確かめられます。

# Whom to ask.
notices-phone = マイナンバーフリーダイヤル
notices-phone-menu = つながったら５番
notices-hours-week = 平日 9時30分〜20時
notices-hours-weekend = 土日祝 9時30分〜17時30分
notices-hours-closed = 年末年始を除きます。
notices-phone-source = 2024年9月の国の案内によります。
notices-contact = ステーションの連絡先
notices-contact-is = お気軽におたずねください

# A station's list.
notices-list-title = 資格確認の対応リスト
notices-list-staff = 職員用（利用者には渡さないでください）
notices-list-people = { $people }人
notices-list-page = { $page } / { $pages } ページ
notices-list-as-of = 点検日 { $date }
notices-list-done = 済
notices-list-name = 氏名・生年月日
notices-list-insurer = 保険者番号・記号・番号
notices-list-what = 確認する日・依頼する内容
notices-list-yen = 金額
notices-list-yen-of = { $yen }円
notices-list-checked-on = 確認日
notices-list-checked = 確認したもの
notices-list-by = 担当
notices-list-expires = { $date }に期限
notices-list-expiring-certificate = 新しい資格確認書が届くかを確認
notices-list-expiring-myna = 電子証明書を更新するかを確認
notices-list-expiring-smartphone = マイナンバーカード本体か資格確認書を用意できるかを確認
notices-list-expiring-other = 新しい資格確認書が届くか、電子証明書を更新するかを確認
notices-list-elsewhere = お知らせは{ $station }の分にあります
notices-no-station = コードなし
