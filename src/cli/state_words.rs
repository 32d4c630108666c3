//! Why the state of the nights cannot be used, in words.

use crate::nightly::state::db::DbError;
use crate::report::inputs::Words;

/// What is to be told, and what to do.
pub(super) fn words(error: &DbError) -> (Words, Words) {
    let (what, hint) = match error {
        DbError::Server(problem) => (
            Words::new(problem.ja(), format!("{}.", problem.en())),
            Words::new(
                "直したら、設定の [state] database を --check で確かめてください。次の実行が続きを済ませます。",
                "put it right and verify [state] database with --check; the next run does what is left.",
            ),
        ),
        DbError::Newer { found, known } => version(*found, *known),
        DbError::Foreign(detail) => (
            Words::new(
                format!(
                    "状態の場所にあるものは houkan の状態ではないため、触りません（{detail}）。"
                ),
                format!(
                    "what is in the place of the state is none of this program, and is left as it is ({detail})."
                ),
            ),
            Words::new(
                "設定の [state] を確かめてください。状態が上書きされたのなら、バックアップから戻してください（docs/operations.md「復旧」）。",
                "see to [state] in the configuration; if the state was overwritten, restore it from a back-up (docs/operations.md, recovery).",
            ),
        ),
        DbError::Damaged(detail) => (
            Words::new(
                format!("状態が壊れています（{detail}）。"),
                format!("the state is damaged ({detail})."),
            ),
            Words::new(
                "バックアップから状態を戻してください（docs/operations.md「復旧」）。",
                "restore the state from a back-up (docs/operations.md, recovery).",
            ),
        ),
        DbError::Busy(detail) => (
            Words::new(
                format!("ほかのプログラムが状態を使っているため、書き込めません（{detail}）。"),
                format!("another program is using the state, which cannot be written ({detail})."),
            ),
            Words::new(
                "バックアップや状態を開いているプログラムが終わってから、もう一度実行してください。",
                "run again when the back-up, or whatever has the state open, is done.",
            ),
        ),
        DbError::Full(detail) => (
            Words::new(
                format!("状態を書く空き容量がありません（{detail}）。"),
                format!("no space is left for the state ({detail})."),
            ),
            Words::new(
                "[state] folder（または database）の空き容量を増やしてください。古いレセプトを消す晩には、状態の大きさの2倍ほどが要ります。次の実行が続きを済ませます。",
                "make room for folder (or database) of [state]; a night that deletes old claims needs about twice the size of the state. The next run does what is left.",
            ),
        ),
        DbError::ReadOnly(detail) => (
            Words::new(
                format!("状態に書き込めません（{detail}）。"),
                format!("the state cannot be written to ({detail})."),
            ),
            Words::new(
                "[state] folder（または database）の所有者と許可を確かめ、houkan を動かす利用者が書けるようにしてください。",
                "see to owner and permissions of folder (or database) in [state]: the account that houkan runs as has to write there.",
            ),
        ),
        DbError::Lost(detail) => (
            Words::new(
                format!("状態のデータベースとの接続が切れました（{detail}）。"),
                format!("the connection to the database of the state broke off ({detail})."),
            ),
            Words::new(
                "サーバーを確かめて、もう一度実行してください。途中からは次の実行が済ませます。",
                "see to the server and run again; the next run does what is left.",
            ),
        ),
        DbError::Told(_) | DbError::Unexpected(_) => (
            Words::new(
                format!("状態を読み書きできません（{error}）。"),
                format!("the state cannot be read or written: {error}."),
            ),
            Words::new(
                "[state] の folder（または database）の空き容量と許可を確認してください。次の実行が続きを済ませます。",
                "see to free space and permissions of folder (or database) in [state]; the next run does what is left.",
            ),
        ),
    };
    let what = Words::new(
        format!("{}公開済みの結果はそのままです。", what.ja),
        format!("{} What was published is as it was.", what.en),
    );
    (what, hint)
}

/// A state of another version of the program, which is looked at or to be written.
fn version(found: i64, known: i64) -> (Words, Words) {
    if found < known {
        return (
            Words::new(
                format!(
                    "状態がまだないか、古い版の houkan のものです（スキーマ {found}、この版は {known}）。"
                ),
                format!(
                    "there is no state yet, or it is of an earlier houkan (schema {found}, here {known})."
                ),
            ),
            Words::new(
                "先に houkan nightly を一度実行してください。状態は自動で今の形になります。",
                "run houkan nightly once, which brings it to the form of today.",
            ),
        );
    }
    (
        Words::new(
            format!(
                "状態は新しい版の houkan のものです（スキーマ {found}、この版は {known} まで）。"
            ),
            format!(
                "the state is of a later houkan (schema {found}; this one knows up to {known})."
            ),
        ),
        Words::new(
            "その版以降の houkan を使うか、版を上げる前のバックアップから状態を戻してください（docs/operations.md「更新」）。",
            "use that houkan or a later one, or restore the state from before the upgrade (docs/operations.md, upgrade).",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note;

    #[test]
    fn each_is_told_in_the_readers_language() {
        let login = note::Database::Login {
            state: "28P01".to_owned(),
        };
        for (error, ja, en) in [
            (
                DbError::Server(login),
                "ログインできません",
                "does not let us in",
            ),
            (
                DbError::Newer { found: 9, known: 1 },
                "新しい版",
                "later houkan",
            ),
            (
                DbError::Newer { found: 0, known: 1 },
                "まだない",
                "no state yet",
            ),
            (
                DbError::Full("SQLite 13".to_owned()),
                "空き容量がありません",
                "no space",
            ),
        ] {
            let (what, hint) = words(&error);
            assert!(
                what.ja.contains(ja) && !what.ja.contains("check"),
                "{}",
                what.ja
            );
            assert!(what.en.contains(en) && hint.en.is_ascii(), "{}", what.en);
        }
    }
}
