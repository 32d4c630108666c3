//! The files that the state knows, found by number, path or bytes: after some years there are a hundred thousand.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::nightly::state::{FileRow, Role};

#[derive(Debug, Default)]
pub(super) struct Known {
    files: BTreeMap<i64, FileRow>,
    paths: HashMap<String, i64>,
    /// By SHA-256.
    contents: HashMap<(Role, String), BTreeSet<i64>>,
}

impl Known {
    pub(super) fn new(files: Vec<FileRow>) -> Self {
        let mut known = Self::default();
        for file in files {
            known.put(file);
        }
        known
    }

    pub(super) fn get(&self, id: i64) -> Option<&FileRow> {
        self.files.get(&id)
    }

    /// The file of that path.
    pub(super) fn at_path(&self, path: &str) -> Option<i64> {
        self.paths.get(path).copied()
    }

    /// The files of these bytes, by number.
    pub(super) fn with_content(&self, role: Role, sha256: &str) -> impl Iterator<Item = &FileRow> {
        let ids = self.contents.get(&(role, sha256.to_owned()));
        ids.into_iter().flatten().filter_map(|id| self.get(*id))
    }

    /// The highest number, 0 for none.
    pub(super) fn last(&self) -> i64 {
        self.files.keys().next_back().copied().unwrap_or(0)
    }

    /// Adds a file, or replaces what was known of it.
    pub(super) fn put(&mut self, file: FileRow) {
        self.remove(file.id);
        self.paths.insert(file.path.clone(), file.id);
        let content = (file.role, file.sha256.clone());
        self.contents.entry(content).or_default().insert(file.id);
        self.files.insert(file.id, file);
    }

    pub(super) fn remove(&mut self, id: i64) {
        let Some(file) = self.files.remove(&id) else {
            return;
        };
        // Another file may have come under its name.
        if self.paths.get(&file.path) == Some(&id) {
            self.paths.remove(&file.path);
        }
        if let Some(ids) = self.contents.get_mut(&(file.role, file.sha256)) {
            ids.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nightly::state::FileState;

    fn file(id: i64, path: &str, sha256: &str) -> FileRow {
        FileRow {
            id,
            path: path.to_owned(),
            role: Role::Claims,
            size: 1,
            changed: 1,
            sha256: sha256.to_owned(),
            state: FileState::Read,
            reason: None,
            seen_run: 1,
            seen_on: 1,
            first_run: 1,
        }
    }

    fn with_content(known: &Known, sha256: &str) -> Vec<i64> {
        let found = known.with_content(Role::Claims, sha256);
        found.map(|file| file.id).collect()
    }

    #[test]
    fn a_file_is_found_by_what_it_is_now() {
        let mut known = Known::new(vec![file(1, "a", "x"), file(2, "b", "x")]);
        assert_eq!(known.at_path("a"), Some(1));
        assert_eq!(with_content(&known, "x"), [1, 2]);
        assert_eq!(known.with_content(Role::Eligibility, "x").count(), 0);
        // The first moves away, and a third comes under its name.
        known.put(file(1, "a@r1", "y"));
        assert_eq!(known.at_path("a"), None);
        known.put(file(3, "a", "x"));
        assert_eq!(known.at_path("a"), Some(3));
        assert_eq!(known.at_path("a@r1"), Some(1));
        assert_eq!(with_content(&known, "x"), [2, 3]);
        assert_eq!(with_content(&known, "y"), [1]);
        assert_eq!(known.last(), 3);
        known.remove(3);
        assert_eq!(known.at_path("a"), None);
        assert_eq!(known.last(), 2);
        assert!(known.get(3).is_none());
    }
}
