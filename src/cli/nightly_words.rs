//! Why there is no new result of a night, in words.

use std::io::ErrorKind;

use chrono::{DateTime, Utc};

use crate::nightly::config::STATE_FILE;
use crate::nightly::error::NightError;
use crate::nightly::lock::Owner;
use crate::nightly::publish::PublishError;
use crate::nightly::times;
use crate::report::inputs::Words;

use super::exit::ExitStatus;
use super::failure::{Failure, reason};
use super::state_words;

/// What is to be told, and what to do.
pub(super) fn failure(error: &NightError, now: DateTime<Utc>) -> Failure {
    let (what, hint) = match error {
        NightError::Held(owner) => held(owner.as_ref(), now),
        NightError::State(error) => state_words::words(error),
        NightError::Io { path, error }
            if path.ends_with(STATE_FILE) && error.kind() == ErrorKind::NotFound =>
        {
            (
                Words::new(
                    format!("状態 {} がまだありません。", path.display()),
                    format!("there is no state yet: {}.", path.display()),
                ),
                Words::new(
                    "先に houkan nightly を一度実行してください。実行したはずなら、設定の [state] folder を確かめてください。",
                    "run houkan nightly once; if that was done, see to folder of [state] in the configuration.",
                ),
            )
        }
        NightError::Publish(PublishError::NotOurs(path)) => (
            Words::new(
                format!(
                    "{} は houkan の作ったものではないため、公開先を切り替えません。",
                    path.display()
                ),
                format!(
                    "{} was not made by houkan and is left as it is.",
                    path.display()
                ),
            ),
            Words::new(
                "それを移すか、[publish] folder に別のフォルダを指定してください。",
                "move it, or name another folder in [publish].",
            ),
        ),
        NightError::Publish(PublishError::Io { path, error }) | NightError::Io { path, error } => (
            Words::new(
                format!(
                    "{} を読み書きできません（{}）。公開済みの結果はそのままです。",
                    path.display(),
                    reason(error)
                ),
                format!(
                    "{} cannot be read or written: {error}. What was published is as it was.",
                    path.display()
                ),
            ),
            Words::new(
                "空き容量と許可を確認してください。`houkan nightly --config 設定 --check` でまとめて確かめられます。次の実行が続きを済ませます。",
                "see to free space and permissions; `houkan nightly --config FILE --check` looks at all folders. The next run does what is left.",
            ),
        ),
        NightError::Report(error) => {
            let Failure { what, .. } = Failure::of_report(error);
            (
                what,
                Words::new(
                    "[publish] folder の空き容量と許可を確認してください。次の実行が続きを済ませます。",
                    "see to free space and permissions of folder in [publish]; the next run does what is left.",
                ),
            )
        }
        NightError::Damaged(what) => (
            Words::new(
                format!(
                    "状態に保存された {what} を読めません。壊れているか、ほかのプログラムが書き込みました。"
                ),
                format!(
                    "what the state holds of {what} cannot be read; it is damaged, or something else wrote to it."
                ),
            ),
            Words::new(
                "バックアップから状態を戻してください（docs/operations.md「復旧」）。公開済みの結果はそのまま使えます。",
                "restore the state from a back-up (docs/operations.md, recovery). What has been published is still good.",
            ),
        ),
        NightError::List { path, words } => (
            Words::new(
                format!(
                    "{path} を読めないため、判定を始めませんでした: {}",
                    words.ja
                ),
                format!("{path} cannot be read, so nothing was judged: {}", words.en),
            ),
            Words::new(
                "ファイルを戻すか、設定の [checks] から外してください。",
                "put the file back, or take it out of [checks] in the configuration.",
            ),
        ),
    };
    Failure {
        status: ExitStatus::NothingWritten,
        what,
        hint: Some(hint),
    }
}

fn held(owner: Option<&Owner>, now: DateTime<Utc>) -> (Words, Words) {
    let what = match owner {
        None => Words::new("別の実行が進行中です。", "another run is in progress."),
        Some(owner) => {
            let (began, minutes) = (times::minute(owner.began), owner.age(now).as_secs() / 60);
            let (pid, host) = (owner.pid, &owner.host);
            Words::new(
                format!(
                    "別の実行が進行中です（プロセス {pid}、ホスト {host}、{began} から {minutes} 分）。"
                ),
                format!(
                    "another run is in progress: process {pid} on {host}, since {began}, for {minutes} min."
                ),
            )
        }
    };
    let hint = Words::new(
        "終わるのを待ってください。ロックはプロセスが終われば外れるので、ファイルを消す必要はありません。",
        "wait for its end. The lock goes with the process: there is no file to remove.",
    );
    (what, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_the_lock_is_told_with_the_age() {
        let began = DateTime::from_timestamp(1_796_000_000, 0).expect("a moment");
        let owner = Owner {
            pid: 4711,
            host: "night".to_owned(),
            began,
        };
        let error = NightError::Held(Some(owner));
        let failure = failure(&error, began + chrono::Duration::minutes(12));
        assert_eq!(failure.status as u8, 4);
        let told = "process 4711 on night, since 2026-11-30 09:53, for 12 min";
        assert!(failure.what.en.contains(told), "{}", failure.what.en);
        assert!(failure.what.ja.contains("12 分"), "{}", failure.what.ja);
    }
}
