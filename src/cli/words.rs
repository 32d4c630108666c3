//! Words of the terminal.

use crate::report::inputs::Role;
use crate::text::lang::Lang;

pub(super) use crate::report::terminal::{LEVEL_WIDTH, padded, right};
pub(super) use crate::text::grouped;

/// What an input is for.
pub(super) fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Claims => lang.pick("請求", "claims"),
        Role::Eligibility => lang.pick("資格", "eligibility"),
        Role::Credentials => lang.pick("提示記録", "credentials"),
        Role::Stations => lang.pick("導入済リスト", "stations"),
        Role::Master => lang.pick("マスター", "master"),
    }
}
