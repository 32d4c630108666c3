//! Why a command could not do its work: what, where, and what to do.

use std::path::Path;

use crate::eligibility::map::MapError;
use crate::follow::EarlierError;
use crate::policy::PolicyError;
use crate::report::ReportError;
use crate::report::inputs::Words;
use crate::report::publish::PublishError;
use crate::text::address;
use crate::text::placed::FileError;
pub(super) use crate::text::system::reason;

use super::exit::ExitStatus;

/// A message with its exit status.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: ExitStatus,
    pub(super) what: Words,
    pub(super) hint: Option<Words>,
}

impl Failure {
    /// Wrong usage.
    pub(super) fn usage(what: Words, hint: Words) -> Self {
        Self {
            status: ExitStatus::Usage,
            what,
            hint: Some(hint),
        }
    }

    /// Nothing was written.
    pub(super) fn nothing_written(what: Words, hint: Words) -> Self {
        Self {
            status: ExitStatus::NothingWritten,
            what,
            hint: Some(hint),
        }
    }

    pub(super) fn of_policy(error: &PolicyError) -> Self {
        Self::usage(
            Words::new(
                format!(
                    "ポリシーファイルに誤りがあります。\n{}",
                    error.message(true)
                ),
                format!("the policy file has errors.\n{}", error.message(false)),
            ),
            Words::new(
                "`houkan policy show current` の出力を元に直してください。",
                "start from what `houkan policy show current` prints.",
            ),
        )
    }

    pub(super) fn of_map(error: &MapError) -> Self {
        Self::usage(
            Words::new(
                format!("列の対応表に誤りがあります。\n{}", error.message(true)),
                format!("the column map has errors.\n{}", error.message(false)),
            ),
            Words::new(
                "`houkan map 名簿` の出力を元に直してください。",
                "start from what `houkan map REGISTER` prints.",
            ),
        )
    }

    pub(super) fn unreadable_map(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::usage(
            Words::new(
                format!("列の対応表 {path} を読めません（{}）。", reason(error)),
                format!("the column map {path} cannot be read: {error}."),
            ),
            Words::new(
                "UTF-8 の TOML ファイルを指定してください。`houkan map 名簿` で下書きを作れます。",
                "name a TOML file in UTF-8; `houkan map REGISTER` prints a draft.",
            ),
        )
    }

    pub(super) fn of_ignore(error: &FileError) -> Self {
        Self::usage(
            Words::new(
                format!(
                    "--ignore のファイルに誤りがあります。\n{}",
                    error.message(true)
                ),
                format!("the file of --ignore has errors.\n{}", error.message(false)),
            ),
            Words::new(
                "report.html の「対応済みを書き出す」で作れます。書き方は docs/reports.md にあります。",
                "report.html exports one; docs/reports.md has its form.",
            ),
        )
    }

    pub(super) fn unreadable_ignore(path: &Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::usage(
            Words::new(
                format!(
                    "--ignore のファイル {path} を読めません（{}）。",
                    reason(error)
                ),
                format!("the file of --ignore, {path}, cannot be read: {error}."),
            ),
            Words::new(
                "UTF-8 の TOML ファイルを指定してください。",
                "name a TOML file in UTF-8.",
            ),
        )
    }

    pub(super) fn of_baseline(error: &EarlierError) -> Self {
        let ja = match error {
            EarlierError::Missing(folder) => format!("{folder} というフォルダがありません。"),
            EarlierError::NoReport(folder) => {
                format!("{folder} は houkan の報告フォルダではありません。")
            }
            EarlierError::Masked(folder) => {
                format!("{folder} は --mask を付けて作られた報告で、レセプトを見分けられません。")
            }
            EarlierError::Io { file, error } => {
                format!("前回の報告 {file} を読めません（{}）。", reason(error))
            }
            EarlierError::Broken { file, line } => {
                format!("前回の報告 {file} の{line}行目が houkan の書いた形ではありません。")
            }
        };
        let ja = format!("--baseline: {ja}");
        Self::usage(
            Words::new(ja, format!("--baseline: {error}.")),
            Words::new(
                "--mask を付けずに --report csv で作り、手を加えていない報告フォルダを指定してください。",
                "name the folder of a report made without --mask and with --report csv, as it was written.",
            ),
        )
    }

    pub(super) fn of_report(error: &ReportError) -> Self {
        match error {
            ReportError::Publish(error) => Self::of_publish(error),
            ReportError::Proof(_) => Self::nothing_written(
                Words::new(
                    format!(
                        "読んだ請求と書いた判定が一致しないため、報告を取り消しました（{error}）。"
                    ),
                    format!("the report was withdrawn because it does not add up: {error}."),
                ),
                Words::new(
                    "プログラムの誤りです。このメッセージを添えて報告してください。",
                    "this is an error of the program; please report it with this message.",
                ),
            ),
            ReportError::Write { .. } | ReportError::Table { .. } => Self::nothing_written(
                Words::new(
                    format!("報告を書けません（{error}）。"),
                    format!("the report cannot be written: {error}."),
                ),
                Words::new(
                    "空き容量と書き込みの許可を確認するか、-o で別の場所を指定してください。",
                    "see to free space and permissions, or name another place with -o.",
                ),
            ),
        }
    }

    pub(super) fn of_publish(error: &PublishError) -> Self {
        match error {
            PublishError::Occupied(path) if !path.is_dir() => Self::nothing_written(
                Words::new(
                    format!("出力先 {} はフォルダではありません。", path.display()),
                    format!("{} is not a folder.", path.display()),
                ),
                Words::new(
                    "-o には、報告を入れるフォルダの名前を指定してください。",
                    "name a folder for the report with -o.",
                ),
            ),
            PublishError::Occupied(path) => Self::nothing_written(
                Words::new(
                    format!(
                        "出力先 {} には houkan の報告ではないものがあるため、書きません。",
                        path.display()
                    ),
                    format!(
                        "{} holds something that is not a report of houkan; it is left alone.",
                        path.display()
                    ),
                ),
                Words::new(
                    "-o で別のフォルダを指定するか、中身を移してください。",
                    "name another folder with -o, or move what is there.",
                ),
            ),
            PublishError::Io { path, error } => Self::nothing_written(
                Words::new(
                    format!(
                        "出力先 {} に書けません（{}）。",
                        path.display(),
                        reason(error)
                    ),
                    format!("{} cannot be written: {error}.", path.display()),
                ),
                Words::new(
                    "書き込みの許可を確認するか、-o で別の場所を指定してください。",
                    "see to its permissions, or name another place with -o.",
                ),
            ),
        }
    }

    /// A name that Windows keeps for a device: what is written there is gone.
    pub(super) fn device(path: &Path) -> Self {
        let path = path.display();
        Self::usage(
            Words::new(
                format!("{path} は Windows が装置の名前として使うため、出力先にできません。"),
                format!("{path} is the name of a device on Windows and no place for a report."),
            ),
            Words::new(
                "-o で別の名前のフォルダを指定してください。",
                "name another folder with -o.",
            ),
        )
    }

    pub(super) fn unreadable_policy(name: &str, error: &std::io::Error, known: &str) -> Self {
        let is_missing = error.kind() == std::io::ErrorKind::NotFound;
        let what = if is_missing {
            Words::new(
                format!("ポリシー {name} は組み込みになく、ファイルとしても見つかりません。"),
                format!("policy {name} is neither built in nor a file."),
            )
        } else {
            Words::new(
                format!("ポリシーファイル {name} を読めません（{error}）。"),
                format!("the policy file {name} cannot be read: {error}."),
            )
        };
        Self::usage(
            what,
            Words::new(
                format!("組み込みのポリシー: {known}"),
                format!("built in: {known}"),
            ),
        )
    }

    pub(super) fn no_claims(paths: &[impl AsRef<Path>], exist: bool) -> Self {
        let names: Vec<String> = paths
            .iter()
            .map(|path| address::shown(path.as_ref()))
            .collect();
        let names = names.join(", ");
        let what = if exist {
            Words::new(
                format!("請求ファイルが見つかりません（{names}）。"),
                format!("no claim file was found in {names}."),
            )
        } else {
            Words::new(
                format!("請求ファイルの場所が存在しません（{names}）。"),
                format!("no such claim file or folder: {names}."),
            )
        };
        Self::usage(
            what,
            Words::new(
                "RECEIPTH.UKE またはそれを含むフォルダを指定してください。",
                "name a RECEIPTH.UKE, or a folder that holds one.",
            ),
        )
    }
}
