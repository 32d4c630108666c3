//! Problems without what the input holds, which may be personal data.

use super::Problem;

fn hidden() -> String {
    "***".to_owned()
}

impl Problem {
    /// Without the values that it repeats, for a terminal or a log.
    pub(crate) fn masked(self) -> Self {
        match &self {
            // Nothing needs no hiding.
            Self::LeftOut { found, .. } if found.is_empty() => return self,
            _ => {}
        }
        match self {
            Self::Value {
                field, expected, ..
            } => Self::Value {
                field,
                found: hidden(),
                expected,
            },
            Self::LeftOut {
                field, expected, ..
            } => Self::LeftOut {
                field,
                found: hidden(),
                expected,
            },
            Self::UnknownLabel { .. } => Self::UnknownLabel { label: hidden() },
            other => other,
        }
    }

    /// Without anything that the input holds (`--mask`): also without the headings of a table, which are its first
    /// row where a header is missing, and without the words of libraries, which quote what they could not read.
    #[must_use]
    pub fn hidden(self) -> Self {
        match self.masked() {
            Self::UnknownColumns { .. } => Self::UnknownColumns { names: hidden() },
            Self::NotCredentialLog { .. } => Self::NotCredentialLog { names: hidden() },
            Self::DuplicateKey { .. } => Self::DuplicateKey { name: hidden() },
            Self::DuplicateColumn { .. } => Self::DuplicateColumn { name: hidden() },
            Self::ColumnType { .. } => Self::ColumnType {
                name: hidden(),
                found: hidden(),
            },
            Self::MappedColumns {
                names, is_other, ..
            } => Self::MappedColumns {
                names,
                header: hidden(),
                is_other,
            },
            Self::NotStationList { wanted, .. } => Self::NotStationList {
                wanted,
                header: hidden(),
            },
            Self::SheetSkipped { .. } => Self::SheetSkipped { name: hidden() },
            Self::XmlEntity { .. } => Self::XmlEntity { name: hidden() },
            Self::EncodingUnsupported { .. } => Self::EncodingUnsupported { found: hidden() },
            Self::EncodingMismatch {
                encoding,
                is_declared,
                ..
            } => Self::EncodingMismatch {
                encoding,
                is_declared,
                identifier: hidden(),
            },
            Self::Failed { message } if !message.is_empty() => Self::Failed { message: hidden() },
            other => other.without_details(),
        }
    }

    fn without_details(self) -> Self {
        match self {
            Self::TableBroken { .. } => Self::TableBroken { detail: hidden() },
            Self::XmlBroken { line, .. } => Self::XmlBroken {
                line,
                detail: hidden(),
            },
            Self::JsonBroken { line, column, .. } => Self::JsonBroken {
                line,
                column,
                detail: hidden(),
            },
            Self::CsvBroken { .. } => Self::CsvBroken { detail: hidden() },
            Self::ZipBroken { .. } => Self::ZipBroken { detail: hidden() },
            Self::WorkbookBroken { .. } => Self::WorkbookBroken { detail: hidden() },
            other => other,
        }
    }
}
