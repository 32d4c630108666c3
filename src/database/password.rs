//! The password file of PostgreSQL's own programs (`.pgpass`): `host:port:database:user:password` a line.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::input;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file, or no line that fits.
    Nothing,
    /// The file may be read by others and is not used.
    Open,
    /// The password.
    Password(String),
}

/// Looks for the password of a user in the file named by `PGPASSFILE`, else in `.pgpass`.
pub(super) fn find(host: &str, port: u16, database: &str, user: &str) -> Found {
    let named = env::var_os("PGPASSFILE").map(PathBuf::from);
    let Some(path) = named.or_else(|| Some(env::home_dir()?.join(".pgpass"))) else {
        return Found::Nothing;
    };
    let Ok(text) = fs::read_to_string(&path) else {
        return Found::Nothing;
    };
    if input::is_open_to_others(&path) {
        return Found::Open;
    }
    let wanted = [host, &port.to_string(), database, user];
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| fitting(line, wanted))
        .map_or(Found::Nothing, Found::Password)
}

/// The password of a line that fits.
fn fitting(line: &str, wanted: [&str; 4]) -> Option<String> {
    let fields = fields(line);
    let (password, named) = fields.split_last()?;
    let fits = named.len() == wanted.len()
        && named
            .iter()
            .zip(wanted)
            .all(|(named, wanted)| named == "*" || named == wanted);
    fits.then(|| password.clone())
}

/// The fields of a line; `\:` and `\\` stand for themselves.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        let sign = match sign {
            ':' if fields.len() < 5 => {
                fields.push(String::new());
                continue;
            }
            '\\' => signs.next().unwrap_or('\\'),
            sign => sign,
        };
        if let Some(field) = fields.last_mut() {
            field.push(sign);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let wanted = ["db", "5432", "m", "u"];
        for (line, password) in [
            ("db:5432:m:u:HIMITSU", Some("HIMITSU")),
            ("*:*:*:u:a\\:b\\\\c", Some("a:b\\c")),
            ("*:*:*:u:a:b", Some("a:b")),
            ("other:5432:m:u:x", None),
            ("db:5432:m:v:x", None),
            ("db:5432:m", None),
            ("", None),
        ] {
            assert_eq!(fitting(line, wanted).as_deref(), password, "{line}");
        }
    }
}
