//! The folder of tables: what may lie in it, and whether it may go somewhere.

use std::path::Path;

use crate::report::publish::{Contents, PublishError};

use super::manifest::MANIFEST;

/// Tables in any format. Those of an earlier run go with it, also when the format is another.
pub(super) static TABLES: Contents = Contents {
    mark: MANIFEST,
    files: &[
        "claims.parquet",
        "public_payers.parquet",
        "visits.parquet",
        "items.parquet",
        "diagnoses.parquet",
        "instructions.parquet",
        "eligibility.parquet",
        "claims.arrow",
        "public_payers.arrow",
        "visits.arrow",
        "items.arrow",
        "diagnoses.arrow",
        "instructions.arrow",
        "eligibility.arrow",
        "claims.csv",
        "public_payers.csv",
        "visits.csv",
        "items.csv",
        "diagnoses.csv",
        "instructions.csv",
        "eligibility.csv",
        MANIFEST,
    ],
};

/// Sees whether tables may go to `out`: nothing there, an empty folder, or tables of an earlier run.
///
/// # Errors
/// [`PublishError::Occupied`] for anything else, so that nobody's files are ever replaced.
pub fn check_target(out: &Path) -> Result<(), PublishError> {
    TABLES.check_target(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::schema::TableId;
    use crate::tables::write::Format;

    #[test]
    fn every_file_is_known() {
        let mut names: Vec<String> = Format::ALL
            .iter()
            .flat_map(|format| TableId::ALL.map(|id| format.file_name(id.table())))
            .collect();
        names.push(MANIFEST.to_owned());
        assert_eq!(names, TABLES.files);
    }
}
