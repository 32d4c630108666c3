//! To be written.

use std::fs::File;

use super::View;
use super::columnar::WriteError;

/// Writes the file.
///
/// # Errors
/// What the system reports.
pub(super) fn write(_view: &View<'_>, _out: File) -> Result<(), WriteError> {
    Ok(())
}
