//! Words of the terminal.

use crate::messages;
use crate::report::inputs::Role;
use crate::text::lang::Lang;

pub(super) use crate::report::terminal::{LEVEL_WIDTH, padded, right};
pub(super) use crate::text::grouped;

/// What an input is for.
pub(super) fn role(role: Role, lang: Lang) -> &'static str {
    messages::of("role", role.id(), lang)
}
