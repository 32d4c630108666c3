//! From the address of a database to a session.

use std::env;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};
use rustls::ClientConfig;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error;
use super::password::{self, Found};
use super::tls::{self, Mode};
use crate::note::Database;
use crate::text::address::{Address, Fault};

/// How long is waited for a connection and a login, where the address does not say.
const WAIT: u64 = 10;

/// A connection that stays silent so long is asked whether it still lives.
const IDLE: Duration = Duration::from_secs(30);

/// Everything needed to log in.
pub(crate) struct Access {
    config: Config,
    tls: Option<ClientConfig>,
    /// How long to wait, in seconds.
    wait: u64,
    /// The address says how long to wait for locks.
    pub(crate) has_lock_timeout: bool,
    /// What the user should know.
    pub(crate) remarks: Vec<Database>,
}

impl Access {
    /// Reads the address, and what the environment adds to it (`PGUSER`, `PGPASSWORD`, `PGPASSFILE`).
    ///
    /// # Errors
    /// What is wrong with the address, or certificates that cannot be read.
    pub(crate) fn of(text: &str) -> Result<Self, Database> {
        let address = Address::parse(text).map_err(Database::Address)?;
        let asked = Asked::of(&address).map_err(Database::Address)?;
        let mode = tls::mode(&address, asked.mode).map_err(Database::Address)?;
        let mut remarks = Vec::new();
        let mut config = Config::new();
        for (host, port) in &address.hosts {
            config.host(host).port(*port);
        }
        let user = address.user.clone().or_else(|| variable("PGUSER"));
        let user = user.or_else(|| variable("USER").or_else(|| variable("USERNAME")));
        let name = address.name.clone().or_else(|| user.clone());
        if let Some(password) =
            find_password(&address, user.as_deref(), name.as_deref(), &mut remarks)
        {
            config.password(password);
        }
        if let Some(user) = user {
            config.user(&user);
        }
        if let Some(name) = name {
            config.dbname(&name);
        }
        if let Some(options) = asked.options {
            config.options(options);
        }
        config.application_name(asked.application.unwrap_or(env!("CARGO_PKG_NAME")));
        config.connect_timeout(Duration::from_secs(asked.wait));
        config.keepalives_idle(IDLE);
        config.keepalives_interval(IDLE / 3);
        config.keepalives_retries(3);
        config.ssl_mode(match mode {
            Mode::Verified => SslMode::Require,
            Mode::Local | Mode::Plain => SslMode::Disable,
        });
        if mode == Mode::Plain {
            remarks.push(Database::Plain);
        }
        let tls = match mode {
            Mode::Verified => Some(tls::config(asked.roots)?),
            Mode::Local | Mode::Plain => None,
        };
        Ok(Self {
            config,
            tls,
            wait: asked.wait.saturating_mul(address.hosts.len() as u64),
            has_lock_timeout: asked.options.is_some_and(|o| o.contains("lock_timeout")),
            remarks,
        })
    }

    /// Logs in.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn connect(&self) -> Result<Client, Database> {
        let (config, tls) = (self.config.clone(), self.tls.clone());
        let (sender, receiver) = mpsc::sync_channel(1);
        // A server that accepts and then keeps silent would hold us for ever: the library's own limit ends
        // with the socket. A thread that comes too late ends with nobody listening.
        let connecting = move || {
            let connected = match tls {
                Some(tls) => config.connect(MakeRustlsConnect::new(tls)),
                None => config.connect(NoTls),
            };
            drop(sender.send(connected));
        };
        let broken = |detail: String| Database::Unreachable { detail };
        thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(connecting)
            .map_err(|error| broken(error.to_string()))?;
        match receiver.recv_timeout(Duration::from_secs(self.wait)) {
            Ok(connected) => connected.map_err(|error| error::connecting(&error)),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Database::NoAnswer { seconds: self.wait }),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(broken("no connection".to_owned())),
        }
    }
}

/// The options of an address.
struct Asked<'a> {
    mode: Option<&'a str>,
    roots: Option<&'a str>,
    options: Option<&'a str>,
    application: Option<&'a str>,
    wait: u64,
}

impl<'a> Asked<'a> {
    fn of(address: &'a Address) -> Result<Self, Fault> {
        let mut asked = Self {
            mode: None,
            roots: None,
            options: None,
            application: None,
            wait: WAIT,
        };
        for (name, value) in &address.options {
            let value = value.as_str();
            match name.as_str() {
                "sslmode" => asked.mode = Some(value),
                "sslrootcert" => asked.roots = Some(value),
                "options" => asked.options = Some(value),
                "application_name" => asked.application = Some(value),
                "connect_timeout" => {
                    let wait = value.parse().ok().filter(|&wait| wait > 0);
                    asked.wait = wait.ok_or_else(|| Fault::Value { name: name.clone() })?;
                }
                _ => return Err(Fault::Option { name: name.clone() }),
            }
        }
        Ok(asked)
    }
}

/// The password: of the address, of the environment, of the password file.
fn find_password(
    address: &Address,
    user: Option<&str>,
    name: Option<&str>,
    remarks: &mut Vec<Database>,
) -> Option<String> {
    if let Some(password) = address.password.clone().or_else(|| variable("PGPASSWORD")) {
        return Some(password);
    }
    let (host, port) = address.hosts.first()?;
    match password::find(host, *port, name?, user?) {
        Found::Password(password) => Some(password),
        Found::Open => {
            remarks.push(Database::PasswordFileOpen);
            None
        }
        Found::Nothing => None,
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
