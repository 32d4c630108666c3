//! Forms of eligibility results that are not read yet (contract 3.2). They are told from other files
//! all the same: a result that is passed over in silence ends in a wrong verdict.

use super::source::Form;
use crate::note::Problem;
use crate::text::delimited;

/// Labels of マイナ資格確認アプリ (eligibility-format 4) that a memo about a patient need not have; the
/// first stands in every result.
const LABELS: [&str; 9] = [
    "保険者番号",
    "保険者名",
    "記号",
    "番号",
    "枝番",
    "証区分",
    "資格取得年月日",
    "被保険者氏名",
    "本人・家族の別",
];

/// As many different labels make such a text.
const LABELS_MIN: usize = 3;

/// The form of an input that begins with `head`, when it is one that is not read yet.
pub(super) fn recognise(head: &[u8]) -> Option<(Form, Problem)> {
    let text = delimited::decode_head(head);
    if is_app_text(&text) {
        Some((Form::AppText, Problem::AppTextNotRead))
    } else {
        None
    }
}

fn is_app_text(text: &str) -> bool {
    let mut has = [false; LABELS.len()];
    for line in text.lines() {
        let Some((label, _)) = line.split_once(['\t', ':', '：']) else {
            continue;
        };
        if let Some(at) = LABELS.iter().position(|known| *known == label.trim()) {
            has[at] = true;
        }
    }
    has[0] && has.into_iter().filter(|&has| has).count() >= LABELS_MIN
}
