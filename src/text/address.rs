//! Addresses of databases (`postgres://user:password@host:port/name?option=value`), and how they are
//! shown: without whoever logs in, and without a password.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// The port where none is written.
pub const DEFAULT_PORT: u16 = 5432;

/// What is wrong with an address. None of these repeats what stands in it, but the name of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More than one `@`, or one behind the host: a sign of a user name or password is not written as `%40`.
    Unescaped,
    /// A host that is none.
    Host,
    /// A port that is none.
    Port,
    /// `%` without two hexadecimal digits behind it, or bytes that are no UTF-8.
    Escape,
    /// An option that is not known.
    Option {
        /// Its name.
        name: String,
    },
    /// A known option with a value that it cannot have.
    Value {
        /// Its name.
        name: String,
    },
}

/// The parts of an address, unescaped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Hosts and ports, tried in order; a host that begins with `/` is the folder of a socket.
    pub hosts: Vec<(String, u16)>,
    /// The name of the database.
    pub name: Option<String>,
    /// Who logs in.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
    /// The other options, in the order in which they stand.
    pub options: Vec<(String, String)>,
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

/// True when an input is named by the address of a database.
#[must_use]
pub fn is_database(text: &str) -> bool {
    rest(text).is_some()
}

/// What stands behind `postgres://`; schemes are written in any case.
fn rest(text: &str) -> Option<&str> {
    ["postgres://", "postgresql://"].iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| &text[scheme.len()..])
    })
}

/// A text without whatever may be credentials in it: what stands before the last `@` of an address, as also
/// one with a scheme that is none, and what follows `password=`. Somebody mistypes an address, or gives it in
/// the wrong place, and the message quotes it.
#[must_use]
pub fn without_credentials(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    if !text.contains('@') && !lower.contains("password=") {
        return Cow::Borrowed(text);
    }
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '「' | '」');
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(is_end) {
        out.push_str(&word_without_credentials(word));
    }
    Cow::Owned(out)
}

fn word_without_credentials(word: &str) -> Cow<'_, str> {
    const PASSWORD: &str = "password=";
    if let Some(at) = word.to_ascii_lowercase().find(PASSWORD) {
        let from = at + PASSWORD.len();
        let end = word[from..]
            .find(|c: char| c == '&' || c.is_whitespace())
            .map_or(word.len(), |end| from + end);
        let rest = word_without_credentials(&word[end..]);
        let before = word_without_credentials(&word[..at]);
        return Cow::Owned(format!("{before}{}***{rest}", &word[at..from]));
    }
    let (Some(colon), Some(at)) = (word.find(":/"), word.rfind('@')) else {
        return Cow::Borrowed(word);
    };
    let from =
        colon + 1 + word[colon + 1..].len() - word[colon + 1..].trim_start_matches('/').len();
    // With one slash it may be a path, such as `C:/data/a@b`, unless it has a second colon.
    let is_address = word[colon..].starts_with("://")
        || word.get(from..at).is_some_and(|user| user.contains(':'));
    if from < at && is_address {
        Cow::Owned(format!("{}***{}", &word[..from], &word[at..]))
    } else {
        Cow::Borrowed(word)
    }
}

/// How a path is shown to people: as it is, and without credentials where it is the address of a database.
#[must_use]
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if !is_database(&text) {
        return without_credentials(&path.display().to_string()).into_owned();
    }
    match Address::parse(&text) {
        Ok(address) => address.shown(),
        // Nobody knows which part of it is the password.
        Err(_) => "postgres://***".to_owned(),
    }
}

impl Address {
    /// Takes an address apart.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let rest = rest(text).ok_or(Fault::Host)?;
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, name) = before.split_once('/').unwrap_or((before, ""));
        if name.contains('@') || query.contains('@') || authority.matches('@').count() > 1 {
            return Err(Fault::Unescaped);
        }
        let mut address = Self::default();
        let hosts = match authority.split_once('@') {
            Some((who, hosts)) => {
                let (user, password) = who.split_once(':').unwrap_or((who, ""));
                address.user = some(user)?;
                address.password = some(password)?;
                hosts
            }
            None => authority,
        };
        address.name = some(name)?;
        for host in hosts.split(',').filter(|host| !host.is_empty()) {
            address.hosts.push(host_and_port(host)?);
        }
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            address.option(unescaped(name)?, unescaped(value)?)?;
        }
        if address.hosts.is_empty() {
            address.hosts.push(("localhost".to_owned(), DEFAULT_PORT));
        }
        Ok(address)
    }

    fn option(&mut self, name: String, value: String) -> Result<(), Fault> {
        let port = |value: &str| value.parse().map_err(|_| Fault::Port);
        match name.as_str() {
            "user" => self.user = Some(value),
            "password" => self.password = Some(value),
            "dbname" => self.name = Some(value),
            "host" => {
                let of_old = self.hosts.first().map_or(DEFAULT_PORT, |host| host.1);
                self.hosts = value
                    .split(',')
                    .map(|host| (host.to_owned(), of_old))
                    .collect();
                if !self.hosts.iter().all(|(host, _)| is_host(host)) {
                    return Err(Fault::Host);
                }
            }
            "port" => {
                if self.hosts.is_empty() {
                    self.hosts.push(("localhost".to_owned(), DEFAULT_PORT));
                }
                let port = port(&value)?;
                self.hosts.iter_mut().for_each(|host| host.1 = port);
            }
            _ => self.options.push((name, value)),
        }
        Ok(())
    }

    /// `postgres://host:port/name`: what may be shown and kept.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut text = "postgres://".to_owned();
        for (at, (host, port)) in self.hosts.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let host = host.replace('/', "%2F");
            // Writing to a text does not fail.
            let _ = if host.contains(':') {
                write!(text, "{comma}[{host}]:{port}")
            } else {
                write!(text, "{comma}{host}:{port}")
            };
        }
        if let Some(name) = &self.name {
            text.push('/');
            text.extend(name.chars().filter(|c| !c.is_control()));
        }
        text
    }
}

fn some(text: &str) -> Result<Option<String>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    unescaped(text).map(Some)
}

fn host_and_port(text: &str) -> Result<(String, u16), Fault> {
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let (host, port) = rest.split_once(']').ok_or(Fault::Host)?;
        let port = port.strip_prefix(':').or(port.is_empty().then_some(""));
        (host, port.ok_or(Fault::Host)?)
    } else {
        text.split_once(':').unwrap_or((text, ""))
    };
    let host = unescaped(host)?;
    if !is_host(&host) {
        return Err(Fault::Host);
    }
    let port = if port.is_empty() {
        DEFAULT_PORT
    } else {
        port.parse().map_err(|_| Fault::Port)?
    };
    Ok((host, port))
}

/// A name, an address, or the folder of a socket.
fn is_host(host: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '%');
    let is_folder = host.starts_with('/') && !host.chars().any(char::is_control);
    is_folder || (!host.is_empty() && host.chars().all(is_name))
}

/// `%40` becomes `@`.
fn unescaped(text: &str) -> Result<String, Fault> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, behind) = rest.split_at_checked(2).ok_or(Fault::Escape)?;
        let digit = |at: usize| char::from(digits[at]).to_digit(16).ok_or(Fault::Escape);
        bytes.push(u8::try_from(digit(0)? * 16 + digit(1)?).map_err(|_| Fault::Escape)?);
        rest = behind;
    }
    String::from_utf8(bytes).map_err(|_| Fault::Escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Address {
        Address::parse(text).expect(text)
    }

    #[test]
    fn parts() {
        let address = parsed("postgresql://mihon:p%40ss@db.example:6543/members?sslmode=require");
        assert_eq!(address.hosts, [("db.example".to_owned(), 6543)]);
        assert_eq!(address.name.as_deref(), Some("members"));
        assert_eq!(address.user.as_deref(), Some("mihon"));
        assert_eq!(address.password.as_deref(), Some("p@ss"));
        assert_eq!(
            address.options,
            [("sslmode".to_owned(), "require".to_owned())]
        );
        let many = parsed("postgres://a,b:2,[::1]:3/x");
        let hosts: Vec<_> = many.hosts.iter().map(|(h, p)| (h.as_str(), *p)).collect();
        assert_eq!(hosts, [("a", 5432), ("b", 2), ("::1", 3)]);
        assert_eq!(parsed("postgres://").hosts[0].0, "localhost");
        let socket = parsed("postgres:///m?host=/var/run/postgresql&port=7&user=u&password=p");
        assert_eq!(socket.hosts, [("/var/run/postgresql".to_owned(), 7)]);
        assert_eq!(socket.password.as_deref(), Some("p"));
    }

    #[test]
    fn nothing_secret_is_shown() {
        for (address, expected) in [
            (
                "postgres://u:HIMITSU@db:6/members?sslmode=disable",
                "postgres://db:6/members",
            ),
            (
                "POSTGRES://u:HIMITSU@db/members",
                "postgres://db:5432/members",
            ),
            (
                "postgres://db/m?password=HIMITSU&user=HIMITSU",
                "postgres://db:5432/m",
            ),
            (
                "postgres:///m?host=/run/pg",
                "postgres://%2Frun%2Fpg:5432/m",
            ),
            ("postgres://[::1]/m", "postgres://[::1]:5432/m"),
            ("results/見本.csv", "results/見本.csv"),
        ] {
            assert_eq!(shown(Path::new(address)), expected);
        }
        // Passwords that are not escaped leave nobody sure which part is which.
        for address in [
            "postgres://u:HIMITSU@HIMITSU@db/m",
            "postgres://u:1/HIMITSU@db/m",
            "postgres://u:1?HIMITSU@db/m",
            "postgres://u:HIMITSU/HIMITSU@db/m",
            "postgres://u:HIMITSU",
            "postgres://u:%ZZHIMITSU@db/m",
            "postgres://u@HIMITSU host/m",
        ] {
            assert_eq!(shown(Path::new(address)), "postgres://***");
        }
        let debug = format!("{:?}", parsed("postgres://u:HIMITSU@db/m"));
        assert!(!debug.contains("HIMITSU"), "{debug}");
    }

    #[test]
    fn faults() {
        for (address, fault) in [
            ("postgres://u:a@b@c/m", Fault::Unescaped),
            ("postgres://h:port/m", Fault::Port),
            ("postgres://h:70000/m", Fault::Port),
            ("postgres://h o/m", Fault::Host),
            ("postgres://[::1/m", Fault::Host),
            ("postgres://h/%4", Fault::Escape),
            ("postgres://h/%ff", Fault::Escape),
        ] {
            assert_eq!(Address::parse(address), Err(fault), "{address}");
        }
    }

    #[test]
    fn mistyped_addresses_keep_their_secrets() {
        for (text, told) in [
            (
                "postgre://u:pw@h/d cannot be read",
                "postgre://***@h/d cannot be read",
            ),
            ("postgres:/u:pw@h/d", "postgres:/***@h/d"),
            (
                "jdbc:postgresql://h/d?user=u&password=pw&x=1",
                "jdbc:postgresql://h/d?user=u&password=***&x=1",
            ),
            ("mysql://u:p@w@h", "mysql://***@h"),
            (
                "host=h Password=pw dbname=d",
                "host=h Password=*** dbname=d",
            ),
            (
                "'postgres://u:pw@h' is no file",
                "'postgres://***@h' is no file",
            ),
            ("C:/data/a@b.csv", "C:/data/a@b.csv"),
            ("mail@example.jp", "mail@example.jp"),
            ("「x://u:pw@h」", "「x://***@h」"),
        ] {
            assert_eq!(without_credentials(text), told);
        }
    }
}
