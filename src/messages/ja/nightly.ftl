# What mail and status of a night share.
nightly-claims = { $claims } 件
nightly-yen = { $yen } 円
nightly-findings-new = 新しい指摘: エラー { $error } 件、警告 { $warn } 件、情報 { $info } 件
nightly-findings-solved = 解消した指摘: エラー { $error } 件、警告 { $warn } 件、情報 { $info } 件
nightly-risk = 資格確認書などの確認が必要なレセプト（全体）: { $claims } 件、{ $yen } 円。今晩の要確認者一覧: { $people } 人
nightly-quarantine = 読めない入力。ほかの入力は点検済みです。直ったものが届けば、次の晩に読みます。
nightly-quarantined = { "  " }{ $path }: { $reason }（{ $since } から）
nightly-quarantine-more = { "  " }ほか { $more } 件は run.json の quarantine を見てください。

# The mail about a night.
nightly-mail-subject-quiet = houkan { $as_of }: 新しい指摘はありません
nightly-mail-subject-found = houkan { $as_of }: 新しい指摘が { $found } 件あります
nightly-mail-subject-unreadable = houkan { $as_of }: 読めない入力が { $unreadable } 件、新しい指摘が { $found } 件あります
nightly-mail-head = 夜間点検が終わりました（{ $ended }）。今晩点検したレセプト: { $judged } 件（新しいもの { $new } 件、点検し直したもの { $again } 件）。
nightly-mail-recovered = 前回の実行は途中で止まっていました。その分も今回済ませました。
nightly-mail-turned = 前の晩から判定が変わったレセプト（新しいものを含む。問題なしを除く）
nightly-mail-turned-none = 前の晩から問題ありに変わったレセプトはありません。
nightly-mail-report = 報告: { $folder }

# `houkan nightly --status`.
nightly-status-head = houkan nightly の状態（{ $now }）
nightly-status-held = 実行中です（プロセス { $pid }、ホスト { $host }、{ $began } から { $minutes } 分）。
nightly-status-held-unknown = 実行中です。
nightly-status-left = 実行中ではありません。前の実行（{ $began } 開始、プロセス { $pid }、ホスト { $host }）は途中で止まりました。次の実行が続きを済ませます。
nightly-status-free = 実行中ではありません。
nightly-status-none = まだ公開された結果はありません。
nightly-status-latest = 最新の結果: { $folder }（実行 { $run }、{ $ended } 終了、終了コード { $status }）
nightly-status-claims = 状態にあるレセプト: { $claims } 件、資格の記録: { $records } 件、大きさ { $mebibytes } MiB
nightly-status-findings = 残っている指摘: エラー { $error } 件、警告 { $warn } 件、情報 { $info } 件

# `houkan history`.
nightly-history-claim = レセプト { $key }: { $file }:{ $line }、事業所 { $station }、{ $month }、{ $yen } 円
nightly-history-gone = レセプト { $key }: いまの請求ファイルにはありません
nightly-history-verdict = { "  " }{ $when } から判定 { $id }（{ $verdict }）: { $reason }
nightly-history-open = { "  " }{ $first } から指摘 { $code }（{ $level }）: { $title }
nightly-history-solved = { "  " }{ $first } から { $solved } まで指摘 { $code }（{ $level }）: { $title }
nightly-history-withdrawn = { "  " }{ $when } にファイルとともに取り下げ
nightly-history-none = 状態には該当するレセプトがありません。
