# What `houkan check` says at the end, on the terminal.
summary-head = houkan 点検結果  基準日 { $as_of }  ポリシー { $policy }
summary-verdict = 判定
summary-claims = 件数
summary-yen = 金額（円）
summary-total = 合計
summary-certificates = 資格確認書などの確認が必要: { $people } 人、{ $claims } 件、{ $yen } 円

# The first persons of the work list.
summary-urgent = 急ぐ人（{ $people } 人のうち { $shown } 人）
summary-urgent-nameless = 急ぐ人（{ $people } 人のうち { $shown } 人。氏名は { $file } にあります）
summary-claim = レセプト { $number }
summary-days = { $first }〜{ $last }
summary-amount = { $yen } 円

# Findings.
summary-findings = 指摘
summary-findings-more = 主な指摘（ほか { $more } 種類は { $file }）

# An earlier report, and what a user has accepted.
summary-compared = 前回の報告との比較（{ $folder }）
summary-compared-verdicts = 判定: 新規 { $new } 件、継続 { $open } 件、解消 { $solved } 件
summary-compared-findings = 指摘: 新規 { $new } 件、継続 { $open } 件、解消 { $solved } 件
summary-compared-not-looked-at = 今回読んでいない請求ファイルについての前回の行が { $count } 件あり、比べていません。
summary-ignored = { $path } により、指摘 { $findings } 件を除き、レセプト { $claims } 件を対応リストから外しました。
summary-ignored-expired = 期限の過ぎた行が { $count } 件あり、もう効いていません。期限を改めるか、行を消してください。
summary-ignored-unused = 当てはまる指摘のなかった行が { $count } 件あります。解消していれば、行を消してください。
summary-masked = 氏名・生年月日・番号などは伏せてあります。

# Inputs.
summary-unreadable = 読めなかった入力: { $count } 件
summary-partial = 一部を使わなかった入力: { $count } 件
summary-registers = 名簿の { $rows } 行のうち、この請求にかかわるのは { $kept } 行です。
summary-seen-later = 基準日より後に確認された資格確認結果 { $count } 件は使っていません。
summary-no-records = 使える資格確認結果が1件もないため、照合していません。

# The report, and what to do next.
summary-report = 報告
summary-replaced = Shift_JIS にない文字 { $count } 字を 〓 にしました。
summary-next = 次にすること
summary-next-records = 利用者に連絡する前に、資格確認結果（-e）を取り直して、もう一度点検してください。
summary-next-html = { $file } をブラウザで開き、対応リストの上から順に、資格確認書またはマイナ保険証を確認してください。
summary-next-xlsx = { $file } を Excel で開き、対応リストの上から順に、資格確認書またはマイナ保険証を確認してください。
summary-next-csv = { $file } の上から順に、資格確認書またはマイナ保険証を確認してください。
summary-next-notices = { $file } を印刷して、利用者に渡せます。
summary-next-findings = { $file } の error と warn の指摘を確認してください。
summary-next-findings-page = { $file } のエラーと警告の指摘を確認してください。
summary-next-form = --report csv を付けると、指摘の一覧が書かれます。
summary-next-verdicts = { $file } で OK 以外のレセプトを確認してください。
summary-next-nothing = 直すべき指摘はありません。
summary-explain = 指摘の意味

# Beside the summary, on standard error.
summary-notes-more = ほか { $more } 件は summary.json の notes を見てください。
summary-kept = 前の報告フォルダにあったファイルの一部を新しい報告へ移せないため、前のフォルダを { $folder } に残しました。必要なものを取り出してから消してください。
summary-lacks-records = 資格確認結果（-e）から使える記録が1件も読めませんでした。この報告は照合なしの判定です。

# What was dropped on the program.
summary-dropped-folder = -点検結果
summary-dropped-logs = 提示記録が { $count } 個余分にあります。{ $file } だけを使います。
summary-dropped-close = Enter キーで閉じます。
