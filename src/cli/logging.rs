//! Logs for whoever looks into a run: to standard error, only when asked for, never with personal data.

use tracing_subscriber::EnvFilter;

/// The variable that names what to log, such as `houkan=debug`.
const VARIABLE: &str = "HOUKAN_LOG";

/// How much is logged when `HOUKAN_LOG` does not say so, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Logging {
    /// Of what [`LEVELS`] says.
    level: usize,
    /// One JSON object a line.
    pub(super) is_json: bool,
}

/// From nothing to everything.
const LEVELS: [&str; 5] = [
    "off",
    "houkan=warn",
    "houkan=info",
    "houkan=debug",
    "houkan=trace",
];
const OFF: usize = 0;
const WARN: usize = 1;
const INFO: usize = 2;

impl Logging {
    /// Of a command that somebody waits for: nothing unless asked for by `-v`.
    pub(super) fn of_command(verbose: u8) -> Self {
        let level = match verbose {
            0 => OFF,
            more => WARN + usize::from(more),
        };
        Self {
            level,
            is_json: false,
        }
    }

    /// Of a run that nobody watches: what it does, or with `-q` what is wrong.
    pub(super) fn of_service(verbose: u8, quiet: bool, is_json: bool) -> Self {
        let level = if quiet {
            WARN
        } else {
            INFO + usize::from(verbose)
        };
        Self { level, is_json }
    }

    fn words(self) -> &'static str {
        LEVELS[self.level.min(LEVELS.len() - 1)]
    }
}

/// Starts logging: by `HOUKAN_LOG`, else as the command and its `-v` say.
pub(super) fn start(logging: Logging) {
    let filter = match std::env::var(VARIABLE) {
        Ok(asked) if !asked.is_empty() => {
            EnvFilter::try_new(asked).unwrap_or_else(|_| EnvFilter::new(logging.words()))
        }
        _ => EnvFilter::new(logging.words()),
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    let _already_started = if logging.is_json {
        log.json().flatten_event(true).try_init()
    } else {
        log.try_init()
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_is_logged() {
        let of_command = [0, 1, 2, 3, 200].map(|verbose| Logging::of_command(verbose).words());
        assert_eq!(
            of_command,
            [
                "off",
                "houkan=info",
                "houkan=debug",
                "houkan=trace",
                "houkan=trace"
            ]
        );
        let of_service = [(0, true), (0, false), (1, false), (9, false)]
            .map(|(verbose, quiet)| Logging::of_service(verbose, quiet, true).words());
        assert_eq!(
            of_service,
            ["houkan=warn", "houkan=info", "houkan=debug", "houkan=trace"]
        );
    }
}
