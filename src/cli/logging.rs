//! Logs for whoever looks into a run: to standard error, only when asked for, never with personal data.

use tracing_subscriber::EnvFilter;

/// The variable that names what to log, such as `houkan=debug`.
const VARIABLE: &str = "HOUKAN_LOG";

/// Starts logging: by `HOUKAN_LOG`, else by the number of `-v`.
pub(super) fn start(verbose: u8) {
    let by_flag = match verbose {
        0 => "off",
        1 => "houkan=info",
        2 => "houkan=debug",
        _ => "houkan=trace",
    };
    let filter = match std::env::var(VARIABLE) {
        Ok(asked) if !asked.is_empty() => {
            EnvFilter::try_new(asked).unwrap_or_else(|_| EnvFilter::new(by_flag))
        }
        _ => EnvFilter::new(by_flag),
    };
    let _already_started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
