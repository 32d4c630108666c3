# The mail about a night.
nightly-mail-subject-quiet = houkan { $as_of }: 新しい指摘はありません
nightly-mail-subject-found = houkan { $as_of }: 新しい指摘が { $found } 件あります
nightly-mail-subject-unreadable = houkan { $as_of }: 読めない入力が { $unreadable } 件、新しい指摘が { $found } 件あります
nightly-mail-head = 夜間点検が終わりました（{ $ended }）。今晩点検したレセプト: { $judged } 件（新しいもの { $new } 件、点検し直したもの { $again } 件）。
nightly-mail-recovered = 前回の実行は途中で止まっていました。その分も今回済ませました。
nightly-mail-turned = 前の晩から判定が変わったレセプト（新しいものを含む。問題なしを除く）
nightly-mail-turned-none = 前の晩から問題ありに変わったレセプトはありません。
nightly-mail-claims = { $claims } 件
nightly-mail-yen = { $yen } 円
nightly-mail-findings-new = 新しい指摘: エラー { $error } 件、警告 { $warn } 件、情報 { $info } 件
nightly-mail-findings-solved = 解消した指摘: エラー { $error } 件、警告 { $warn } 件、情報 { $info } 件
nightly-mail-risk = 資格確認書などの確認が必要（全体）: { $people } 人、{ $claims } 件、{ $yen } 円
nightly-mail-quarantine = 読めない入力。ほかの入力は点検済みです。直ったものが届けば、次の晩に読みます。
nightly-mail-quarantined = { "  " }{ $path }: { $reason }（{ $day } から）
nightly-mail-quarantine-more = { "  " }ほか { $more } 件は run.json の quarantine を見てください。
nightly-mail-report = 報告: { $folder }
