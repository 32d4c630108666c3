//! Why a tariff master was refused.

use std::fmt;
use std::io;
use std::path::Path;

use crate::text::lang::Lang;

/// A tariff master that was refused: every problem found, with file, line and column.
///
/// [`Display`](fmt::Display) gives the English text, [`MasterError::message`] either language; one line a
/// problem, in the order of the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterError {
    problems: Vec<Problem>,
}

/// What is wrong, in both languages, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// File or folder as given.
    pub(super) file: String,
    /// 1-based line and column of the table; `None` for the whole file, column 0 for the whole line.
    pub(super) place: Option<(u64, usize)>,
    pub(super) ja: String,
    pub(super) en: String,
}

/// More problems than this are counted, not told one by one.
const TOLD: usize = 20;

impl MasterError {
    pub(super) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// One problem of a whole file or folder.
    pub(super) fn of(path: &Path, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(vec![Problem {
            file: path.display().to_string(),
            place: None,
            ja: ja.into(),
            en: en.into(),
        }])
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::of(path, "見つかりません", "no such file or folder"),
            io::ErrorKind::PermissionDenied => Self::of(
                path,
                "読み取る許可がありません",
                "it may not be read (permission denied)",
            ),
            _ => Self::of(
                path,
                format!("読めません（{error}）"),
                format!("it cannot be read ({error})"),
            ),
        }
    }

    /// The problems, one a line: `file:line:column: what was found; what is expected`.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let mut lines: Vec<String> = self
            .problems
            .iter()
            .take(TOLD)
            .map(|problem| {
                let text = lang.pick(&problem.ja, &problem.en);
                match problem.place {
                    Some((line, 0)) => format!("{}:{line}: {text}", problem.file),
                    Some((line, column)) => format!("{}:{line}:{column}: {text}", problem.file),
                    None => format!("{}: {text}", problem.file),
                }
            })
            .collect();
        let rest = self.problems.len().saturating_sub(TOLD);
        if rest > 0 {
            lines.push(match lang {
                Lang::Ja => format!("ほかに{rest}件あります"),
                Lang::En => format!("and {rest} more"),
            });
        }
        lines.join("\n")
    }

    /// What happened, for the command line: a sentence, and the problems below it.
    #[must_use]
    pub fn what(&self, lang: Lang) -> String {
        let sentence = lang.pick(
            "訪問看護療養費マスターを読めません。",
            "the tariff master (訪問看護療養費マスター) cannot be read.",
        );
        format!("{sentence}\n{}", self.message(lang))
    }

    /// What to do next.
    #[must_use]
    pub fn hint(lang: Lang) -> &'static str {
        lang.pick(
            "支払基金が公開しているCSVをそのまま使い、--master には基本テーブル、または5つの表を置いたフォルダを指定してください。",
            "use the CSV files as 支払基金 publishes them; give --master the 基本テーブル, or a folder with the five tables.",
        )
    }
}

impl fmt::Display for MasterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for MasterError {}
