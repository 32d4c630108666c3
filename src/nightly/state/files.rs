//! Files of the inboxes, and the inputs in them: a file itself, or the members of a zip.

use super::db::{Column, DbError, Into, Row, Value};
use super::totals::Totals;
use super::{State, int, optional_text, text};

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Claims,
    Eligibility,
}

impl Role {
    pub(crate) const ALL: [Self; 2] = [Self::Claims, Self::Eligibility];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Eligibility => "eligibility",
        }
    }
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FileState {
    /// Read whole.
    Read,
    /// Read, but something was left out.
    Partial,
    /// It could not be read, and is tried again when it changes.
    Quarantined,
    /// The same bytes are known from another file.
    Copy,
    /// A file of another kind.
    Skipped,
    /// It was read, and is no more in the inbox.
    Gone,
}

impl FileState {
    pub(crate) const ALL: [Self; 6] = [
        Self::Read,
        Self::Partial,
        Self::Quarantined,
        Self::Copy,
        Self::Skipped,
        Self::Gone,
    ];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Partial => "partial",
            Self::Quarantined => "quarantined",
            Self::Copy => "copy",
            Self::Skipped => "skipped",
            Self::Gone => "gone",
        }
    }

    /// True when what is in it counts.
    pub(crate) fn holds(self) -> bool {
        matches!(self, Self::Read | Self::Partial | Self::Gone)
    }
}

/// Finds a word of the state among those that this program knows.
pub(super) fn known<T: Copy>(
    all: &[T],
    id: impl Fn(T) -> &'static str,
    word: &str,
) -> Result<T, DbError> {
    let found = all.iter().copied().find(|&it| id(it) == word);
    found.ok_or_else(|| DbError::Unexpected(format!("unknown word {word:?}")))
}

/// A file of an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileRow {
    pub(crate) id: i64,
    /// As reports name it.
    pub(crate) path: String,
    pub(crate) role: Role,
    /// Bytes.
    pub(crate) size: i64,
    /// When it was changed last, and where it lies: any number that is another one when the file is.
    pub(crate) changed: i64,
    /// Of its bytes, in hexadecimal.
    pub(crate) sha256: String,
    pub(crate) state: FileState,
    /// Why it could not be read whole.
    pub(crate) reason: Option<[String; 2]>,
    /// The run that read these bytes.
    pub(crate) seen_run: i64,
    /// The as-of date of that run, as a number of days.
    pub(crate) seen_on: i64,
    /// The run that found it first.
    pub(crate) first_run: i64,
}

/// A claim file or eligibility result in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputRow {
    pub(crate) id: i64,
    pub(crate) file: i64,
    /// As reports name it.
    pub(crate) shown: String,
    /// `Form::id` of an eligibility result; empty for a claim file.
    pub(crate) form: String,
    /// `Encoding::id` of a claim file.
    pub(crate) encoding: String,
    /// `Shape::id` of a claim file.
    pub(crate) shape: String,
    /// Bytes.
    pub(crate) bytes: i64,
    pub(crate) sha256: String,
    /// Claims or records that it gave.
    pub(crate) rows: i64,
    /// 1 when rows were taken over from an earlier content, so that their line numbers are no more true.
    pub(crate) moved: i64,
}

const FILE: &str = "id, path, role, size, changed, sha256, state, reason_ja, reason_en, seen_run, seen_on, first_run";
const INPUT: &str = "id, file, shown, form, encoding, shape, bytes, sha256, rows, moved";

fn file(row: &dyn Row) -> Result<FileRow, DbError> {
    let reason = optional_text(row, 7)?.zip(optional_text(row, 8)?);
    Ok(FileRow {
        id: int(row, 0)?,
        path: text(row, 1)?,
        role: known(&Role::ALL, Role::id, &text(row, 2)?)?,
        size: int(row, 3)?,
        changed: int(row, 4)?,
        sha256: text(row, 5)?,
        state: known(&FileState::ALL, FileState::id, &text(row, 6)?)?,
        reason: reason.map(|(ja, en)| [ja, en]),
        seen_run: int(row, 9)?,
        seen_on: int(row, 10)?,
        first_run: int(row, 11)?,
    })
}

fn input(row: &dyn Row) -> Result<InputRow, DbError> {
    Ok(InputRow {
        id: int(row, 0)?,
        file: int(row, 1)?,
        shown: text(row, 2)?,
        form: text(row, 3)?,
        encoding: text(row, 4)?,
        shape: text(row, 5)?,
        bytes: int(row, 6)?,
        sha256: text(row, 7)?,
        rows: int(row, 8)?,
        moved: int(row, 9)?,
    })
}

impl State {
    /// All files, by path.
    pub(crate) fn files(&mut self) -> Result<Vec<FileRow>, DbError> {
        self.rows(&format!("SELECT {FILE} FROM file ORDER BY path"), &[], file)
    }

    /// A number for a file that is not known yet.
    pub(crate) fn next_file(&mut self) -> Result<i64, DbError> {
        Ok(self.last_id("file")? + 1)
    }

    /// Remembers a file, new or changed.
    pub(crate) fn put_file(&mut self, file: &FileRow) -> Result<(), DbError> {
        const FILES: Into = Into {
            table: "file",
            columns: &[
                "id",
                "path",
                "role",
                "size",
                "changed",
                "sha256",
                "state",
                "reason_ja",
                "reason_en",
                "seen_run",
                "seen_on",
                "first_run",
            ],
            replace: &["id"],
        };
        let number = |it: i64| Column::Ints(vec![Some(it)]);
        let word = |it: &str| Column::Texts(vec![Some(it.to_owned())]);
        let reason = |at: usize| {
            let reason = file.reason.as_ref().map(|both| both[at].clone());
            Column::Texts(vec![reason])
        };
        let row = [
            number(file.id),
            word(&file.path),
            word(file.role.id()),
            number(file.size),
            number(file.changed),
            word(&file.sha256),
            word(file.state.id()),
            reason(0),
            reason(1),
            number(file.seen_run),
            number(file.seen_on),
            number(file.first_run),
        ];
        self.db.store(&FILES, &row)
    }

    /// Forgets a file; what was in it has to be gone, or to belong to another file.
    pub(crate) fn drop_file(&mut self, id: i64) -> Result<(), DbError> {
        self.db
            .run("DELETE FROM file WHERE id = ?1", &[id.into()])?;
        Ok(())
    }

    /// Forgets which bytes files had that are no more in the inbox and were read before a day.
    pub(crate) fn forget_bytes_of_gone(&mut self, day: i64) -> Result<(), DbError> {
        self.db.run(
            "UPDATE file SET sha256 = '' WHERE state = 'gone' AND seen_on < ?1",
            &[day.into()],
        )?;
        Ok(())
    }

    /// The inputs of a file, by name.
    pub(crate) fn inputs_of(&mut self, file: i64) -> Result<Vec<InputRow>, DbError> {
        let sql = format!("SELECT {INPUT} FROM input WHERE file = ?1 ORDER BY shown");
        self.rows(&sql, &[file.into()], input)
    }

    /// Inputs by number.
    pub(crate) fn inputs(&mut self, ids: &[i64]) -> Result<Vec<InputRow>, DbError> {
        let columns: Vec<String> = INPUT.split(", ").map(|it| format!("i.{it}")).collect();
        let sql = format!(
            "SELECT {} FROM LIST(?1) w CROSS JOIN input i WHERE i.id = w.value",
            columns.join(", ")
        );
        self.rows(&sql, &[Value::List(ids)], input)
    }

    /// When inputs were read: input, and the as-of date of the run that read it.
    pub(crate) fn seen_on(&mut self, ids: &[i64]) -> Result<Vec<(i64, i64)>, DbError> {
        let sql = "SELECT i.id, f.seen_on FROM LIST(?1) w CROSS JOIN input i CROSS JOIN file f \
                   WHERE i.id = w.value AND f.id = i.file";
        self.rows(sql, &[Value::List(ids)], |row| {
            Ok((int(row, 0)?, int(row, 1)?))
        })
    }

    /// Inputs of claim files that these or later runs have read.
    pub(crate) fn fresh_inputs(&mut self, from_run: i64) -> Result<Vec<i64>, DbError> {
        let sql = "SELECT i.id FROM file f CROSS JOIN input i WHERE i.file = f.id \
                   AND f.role = ?1 AND f.seen_run >= ?2 ORDER BY i.id";
        self.ints(sql, &[Role::Claims.id().into(), from_run.into()])
    }

    /// Remembers inputs, new or changed.
    pub(crate) fn put_inputs(&mut self, inputs: &[InputRow]) -> Result<(), DbError> {
        const INPUTS: Into = Into {
            table: "input",
            columns: &[
                "id", "file", "shown", "form", "encoding", "shape", "bytes", "sha256", "rows",
                "moved",
            ],
            replace: &["id"],
        };
        let numbers =
            |of: fn(&InputRow) -> i64| Column::Ints(inputs.iter().map(|it| Some(of(it))).collect());
        let words = |of: fn(&InputRow) -> &String| {
            Column::Texts(inputs.iter().map(|it| Some(of(it).clone())).collect())
        };
        let rows = [
            numbers(|it| it.id),
            numbers(|it| it.file),
            words(|it| &it.shown),
            words(|it| &it.form),
            words(|it| &it.encoding),
            words(|it| &it.shape),
            numbers(|it| it.bytes),
            words(|it| &it.sha256),
            numbers(|it| it.rows),
            numbers(|it| it.moved),
        ];
        self.db.store(&INPUTS, &rows)
    }

    /// Forgets files that are gone since a day and of which nothing is left, with what was noted of them.
    pub(crate) fn drop_gone_files(&mut self, day: i64) -> Result<(), DbError> {
        let files = self.ints(
            "SELECT id FROM file WHERE state = 'gone' AND seen_on < ?1 \
             AND NOT EXISTS (SELECT 1 FROM input i WHERE i.file = file.id AND \
             (EXISTS (SELECT 1 FROM claim c WHERE c.input = i.id) \
             OR EXISTS (SELECT 1 FROM record r WHERE r.input = i.id)))",
            &[day.into()],
        )?;
        for file in files {
            let inputs: Vec<i64> = self.inputs_of(file)?.iter().map(|it| it.id).collect();
            let mut totals = Totals::default();
            for finding in self.file_findings(&inputs)? {
                totals.add("finding", &finding.level.to_string(), -1, 0);
            }
            self.add_totals(&totals)?;
            self.drop_findings(&[], &inputs)?;
            self.drop_issues(&inputs)?;
            self.drop_inputs(&inputs)?;
            self.drop_file(file)?;
        }
        Ok(())
    }

    /// Forgets inputs; what was in them has to be gone.
    pub(crate) fn drop_inputs(&mut self, ids: &[i64]) -> Result<(), DbError> {
        let list = [Value::List(ids)];
        self.db.run(
            "DELETE FROM input WHERE id IN (SELECT w.value FROM LIST(?1) w)",
            &list,
        )?;
        Ok(())
    }

    /// A number for an input that is not known yet.
    pub(crate) fn next_input(&mut self) -> Result<i64, DbError> {
        Ok(self.last_id("input")? + 1)
    }
}
