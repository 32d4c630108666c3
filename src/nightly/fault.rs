//! Marked steps at which tests break a run off, or have the system refuse something. Programs built for use
//! (`--release`) know none of it.

use std::io;

/// The variable that names a step, `kill:STEP`, `fail:STEP` or `pause:STEP` (until standard input ends), and after a
/// further colon the how manieth passing of it is meant (from 1).
pub const VARIABLE: &str = "HOUKAN_FAULT";

/// The variable that names a file to which the names of passed steps are added, one a line.
pub const LOG: &str = "HOUKAN_FAULT_LOG";

/// Passes a step at which the process may be killed.
pub fn step(name: &str) {
    let _refused = pass(name);
}

/// Passes a step at which the system may refuse.
///
/// # Errors
/// When a test asks for it.
pub fn pass(name: &str) -> io::Result<()> {
    #[cfg(debug_assertions)]
    {
        asked::pass(name)
    }
    #[cfg(not(debug_assertions))]
    {
        let _ = name;
        Ok(())
    }
}

#[cfg(debug_assertions)]
mod asked {
    use std::fs::OpenOptions;
    use std::io::{self, Write as _};
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    struct Asked {
        what: String,
        step: String,
        passing: u64,
        passed: AtomicU64,
    }

    static ASKED: LazyLock<Option<Asked>> = LazyLock::new(|| {
        let asked = std::env::var(super::VARIABLE).ok()?;
        let mut parts = asked.split(':');
        Some(Asked {
            what: parts.next()?.to_owned(),
            step: parts.next()?.to_owned(),
            passing: parts.next().and_then(|it| it.parse().ok()).unwrap_or(1),
            passed: AtomicU64::new(0),
        })
    });

    /// Notes a passing where a test counts them.
    fn log(name: &str) -> io::Result<()> {
        let Some(path) = std::env::var_os(super::LOG) else {
            return Ok(());
        };
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(format!("{name}\n").as_bytes())
    }

    pub(super) fn pass(name: &str) -> io::Result<()> {
        log(name)?;
        let Some(asked) = ASKED.as_ref().filter(|asked| asked.step == name) else {
            return Ok(());
        };
        if asked.passed.fetch_add(1, Ordering::SeqCst) + 1 != asked.passing {
            return Ok(());
        }
        match asked.what.as_str() {
            // As a signal 9 does: nothing is flushed, nothing is cleared away.
            "kill" => std::process::abort(),
            "pause" => io::copy(&mut io::stdin(), &mut io::sink()).map(|_| ()),
            _ => Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "refused by a test",
            )),
        }
    }
}
