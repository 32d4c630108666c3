//! A PostgreSQL server of our own: made in a temporary folder, started on a free port of this machine,
//! stopped and removed when the last test is done with it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The password of the server's only user, to be looked for in everything that the program writes.
pub(crate) const PASSWORD: &str = "HIMITSU-4649";

/// The user.
pub(crate) const USER: &str = "mihon";

/// Longer than any machine needs to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that runs.
pub(crate) struct Cluster {
    pub(crate) port: u16,
    programs: PathBuf,
    server: Child,
    dir: TempDir,
}

/// The server, shared by the tests that run at the same time; `None`, with a word on standard error, where
/// PostgreSQL is not installed. With `HOUKAN_REQUIRE_POSTGRES` it has to be.
pub(crate) fn cluster() -> Option<Arc<Cluster>> {
    static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

    let Some(programs) = programs() else {
        assert!(
            std::env::var_os("HOUKAN_REQUIRE_POSTGRES").is_none(),
            "PostgreSQL is missing (looked for initdb in PATH and /usr/lib/postgresql/*/bin)"
        );
        eprintln!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
        return None;
    };
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cluster) = running.upgrade() {
        return Some(cluster);
    }
    let cluster = Arc::new(Cluster::start(programs));
    *running = Arc::downgrade(&cluster);
    Some(cluster)
}

/// Where the server's programs are.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions
            .filter_map(|version| Some(version.ok()?.path().join("bin")))
            .collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    // A link in PATH leads to the folder in which all of them lie.
    let needed = ["initdb", "postgres", "pg_ctl", "pg_isready", "psql"];
    folders
        .iter()
        .filter_map(|folder| folder.join("postgres").canonicalize().ok())
        .filter_map(|server| server.parent().map(Path::to_owned))
        .find(|folder| needed.iter().all(|name| folder.join(name).is_file()))
}

/// The server refuses to run as root; then everything of it runs as the user whom Debian makes for it.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout.trim_ascii() == b"0"
}

fn as_server(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    command.arg(program);
    command
}

fn succeed(command: &mut Command) {
    let run = command.output().expect("started");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{command:?}: {said}");
}

impl Cluster {
    fn start(programs: PathBuf) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let secret = dir.path().join("password");
        fs::write(&secret, PASSWORD).expect("written");
        certificates(dir.path());
        if is_root() {
            succeed(
                Command::new("chown")
                    .args(["-R", "postgres:"])
                    .arg(dir.path()),
            );
        }
        let data = dir.path().join("data");
        succeed(
            as_server(&programs.join("initdb"))
                .current_dir(dir.path())
                .args([
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ])
                .args(["-U", USER, "--pwfile"])
                .arg(&secret)
                .arg("-D")
                .arg(&data),
        );
        let port = free_port();
        let mut server = as_server(&programs.join("postgres"));
        server.current_dir(dir.path()).arg("-D").arg(&data);
        server.args([
            "-p",
            &port.to_string(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
        ]);
        server.arg(format!("unix_socket_directories={}", dir.path().display()));
        server.args(["-c", "fsync=off", "-c", "max_connections=50"]);
        if dir.path().join("server.key").is_file() {
            let setting =
                |name: &str, file: &str| format!("{name}={}", dir.path().join(file).display());
            server.args([
                "-c",
                "ssl=on",
                "-c",
                &setting("ssl_cert_file", "server.crt"),
            ]);
            server.args(["-c", &setting("ssl_key_file", "server.key")]);
        }
        let log = fs::File::create(dir.path().join("log")).expect("a log");
        let server = server
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("started");
        let mut cluster = Self {
            port,
            programs,
            server,
            dir,
        };
        cluster.wait();
        cluster
    }

    fn wait(&mut self) {
        let began = Instant::now();
        loop {
            let ready = Command::new(self.programs.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()
                .expect("started");
            if ready.success() {
                return;
            }
            let ended = self.server.try_wait().expect("a child");
            if ended.is_some() || began.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
                panic!("the server did not start: {log}");
            }
            sleep(Duration::from_millis(50));
        }
    }

    /// Runs statements, or commands of psql.
    pub(crate) fn sql(&self, text: &str) {
        use std::io::Write as _;

        let mut psql = Command::new(self.programs.join("psql"))
            .env("PGPASSWORD", PASSWORD)
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"])
            .args(["-p", &self.port.to_string(), "-U", USER, "-d", "postgres"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut input = psql.stdin.take().expect("piped");
        input.write_all(text.as_bytes()).expect("written");
        drop(input);
        let run = psql.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{text}: {said}");
    }

    /// The server's address with user and password, and options such as `?sslmode=require`.
    pub(crate) fn url(&self, options: &str) -> PathBuf {
        let port = self.port;
        format!("postgres://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres{options}").into()
    }

    /// The same as it may be shown.
    pub(crate) fn shown(&self) -> PathBuf {
        format!("postgres://127.0.0.1:{}/postgres", self.port).into()
    }

    /// The certificate of the authority that signed the server's; `None` where there is no openssl.
    pub(crate) fn authority(&self) -> Option<PathBuf> {
        let path = self.dir.path().join("ca.crt");
        if !path.is_file() {
            assert!(
                std::env::var_os("HOUKAN_REQUIRE_POSTGRES").is_none(),
                "openssl is missing, or could not make certificates"
            );
            eprintln!("skipped: openssl is not installed");
            return None;
        }
        Some(path)
    }

    /// The folder of the server's socket.
    pub(crate) fn socket(&self) -> &Path {
        self.dir.path()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stopped = as_server(&self.programs.join("pg_ctl"))
            .current_dir("/")
            .args(["stop", "--mode=immediate", "--silent", "-D"])
            .arg(self.dir.path().join("data"))
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            // It never started, or has stopped already.
            drop(self.server.kill());
        }
        drop(self.server.wait());
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("bound").port()
}

/// An authority, and a certificate of it for this machine; nothing where there is no openssl.
fn certificates(dir: &Path) {
    let openssl = |arguments: &[&str]| {
        Command::new("openssl")
            .current_dir(dir)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    fs::write(
        dir.join("server.ext"),
        "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n",
    )
    .expect("written");
    let new_key = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ];
    let made = openssl(
        &[
            &["req", "-x509", "-days", "30", "-subj", "/CN=Mihon CA"][..],
            &new_key,
            &["-keyout", "ca.key", "-out", "ca.crt"],
        ]
        .concat(),
    ) && openssl(
        &[
            &["req", "-new", "-subj", "/CN=127.0.0.1"][..],
            &new_key,
            &["-keyout", "server.key", "-out", "server.csr"],
        ]
        .concat(),
    ) && openssl(&[
        "x509",
        "-req",
        "-in",
        "server.csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "30",
        "-extfile",
        "server.ext",
        "-out",
        "server.crt",
    ]);
    if !made {
        drop(fs::remove_file(dir.join("server.key")));
    }
}
