//! `houkan nightly`.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use chrono::{DateTime, Utc};

use crate::eligibility::Map;
use crate::nightly::config::{Config, TEMPLATE};
use crate::nightly::error::NightError;
use crate::nightly::files::{self, Readers};
use crate::nightly::night::{Night, Status};
use crate::nightly::{self, Asked, Lists, log, mail, metrics, status};
use crate::report::inputs::Words;
use crate::text::address;
use crate::text::lang::Lang;

use super::args::{LogArg, NightlyArgs};
use super::exit::ExitStatus;
use super::failure::{Failure, reason};
use super::printer::{self, Printer};
use super::{nightly_check, nightly_words, settings, threads};

/// True for a night itself, which may be a service that nobody watches.
pub(super) fn is_run(args: &NightlyArgs) -> bool {
    !(args.init || args.check || args.status)
}

/// True when the log is one JSON object a line.
pub(super) fn is_json(args: &NightlyArgs) -> bool {
    match args.log {
        Some(form) => form == LogArg::Json,
        None => !io::stderr().is_terminal(),
    }
}

/// Does what is asked.
pub(super) fn run(args: &NightlyArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    if args.init {
        return init(&args.config, printer);
    }
    if args.check {
        let config = config(&args.config)?;
        return nightly_check::run(&args.config, &config, printer);
    }
    if args.status {
        let config = config(&args.config)?;
        return standing(&config, printer);
    }
    let outcome = night(args, printer);
    match outcome {
        // Whoever reads the log as JSON gets nothing else on standard error.
        Err(failure) if is_json(args) => {
            let what = address::without_credentials(&failure.what.en);
            let hint = failure.hint.as_ref().map(|hint| hint.en.as_str());
            tracing::error!(
                status = failure.status as u8,
                what = &*what,
                hint,
                "nothing was published"
            );
            Ok(failure.status)
        }
        outcome => outcome,
    }
}

/// The configuration at that path.
pub(super) fn config(path: &Path) -> Result<Config, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::usage(
            Words::new(
                format!("設定ファイル {shown} を読めません（{}）。", reason(&error)),
                format!("the configuration {shown} cannot be read: {error}."),
            ),
            Words::new(
                format!(
                    "`houkan nightly --config {shown} --init` で説明付きの設定ファイルを作れます。"
                ),
                format!("`houkan nightly --config {shown} --init` writes a commented one."),
            ),
        )
    })?;
    Config::parse(&text, path).map_err(|error| {
        Failure::usage(
            Words::new(
                format!("設定ファイルに誤りがあります。\n{}", error.message(true)),
                format!("the configuration has errors.\n{}", error.message(false)),
            ),
            Words::new(
                "キーの説明は `houkan nightly --init` が作るファイルにあります。直したら --check で確かめてください。",
                "the file that `houkan nightly --init` writes explains all keys; verify yours with --check.",
            ),
        )
    })
}

/// Writes a commented configuration.
fn init(path: &Path, printer: &Printer) -> Result<ExitStatus, Failure> {
    let shown = path.display();
    let written = files::create(path, Readers::Owner).and_then(|mut file| {
        file.write_all(TEMPLATE.as_bytes())?;
        file.sync_all()
    });
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Failure::nothing_written(
                Words::new(
                    format!("{shown} はすでにあるため、書きません。"),
                    format!("{shown} is there already and is left as it is."),
                ),
                Words::new(
                    "--config で別の名前を指定するか、今のファイルを移してください。",
                    "name another file with --config, or move the one that is there.",
                ),
            ));
        }
        Err(error) => {
            return Err(Failure::nothing_written(
                Words::new(
                    format!("{shown} に書けません（{}）。", reason(&error)),
                    format!("{shown} cannot be written: {error}."),
                ),
                Words::new(
                    "フォルダがあるか、書き込みの許可があるかを確認してください。",
                    "see to it that its folder is there and can be written.",
                ),
            ));
        }
    }
    if !printer.quiet {
        printer::told(&match printer.lang {
            Lang::Ja => format!(
                "{shown} を書きました。\n次にすること:\n  1. {shown} を開き、受信・状態・公開のフォルダを書き換える\n  2. houkan nightly --config {shown} --check で確かめる\n  3. houkan nightly --config {shown} を cron や systemd のタイマーに登録する（docs/operations.md）\n"
            ),
            Lang::En => format!(
                "{shown} was written.\nNext:\n  1. open {shown} and name the folders of inbox, state and publication\n  2. verify it with houkan nightly --config {shown} --check\n  3. have cron or a systemd timer run houkan nightly --config {shown} (docs/operations.md)\n"
            ),
        });
    }
    Ok(ExitStatus::Done)
}

/// Prints how things stand.
fn standing(config: &Config, printer: &Printer) -> Result<ExitStatus, Failure> {
    let now = Utc::now();
    let standing = status::look(config).map_err(|error| nightly_words::failure(&error, now))?;
    printer::result(&standing.render(now, printer.lang))?;
    Ok(ExitStatus::Done)
}

/// The files that the configuration names.
pub(super) fn lists(config: &Config) -> Result<Lists, Failure> {
    Ok(Lists {
        policy: settings::policy(&config.checks.policy)?,
        map: map(config)?,
        master: settings::master(config.checks.master.as_deref())?,
        accepted: settings::accepted(config.checks.ignore.as_deref())?,
    })
}

/// The column map that the configuration names.
pub(super) fn map(config: &Config) -> Result<Option<Map>, Failure> {
    settings::map(config.inbox.map.as_deref())
}

/// Runs a night.
fn night(args: &NightlyArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    let began = Utc::now();
    let config = config(&args.config)?;
    let outcome = lists(&config)
        .map_err(Stopped::Early)
        .and_then(|lists| judged(&config, lists, args, began));
    match outcome {
        Ok(night) => Ok(told(&night, &config, args, printer)),
        Err(Stopped::Night(NightError::Held(owner))) => {
            // The run in progress writes the figures at its end.
            Err(nightly_words::failure(&NightError::Held(owner), Utc::now()))
        }
        Err(stopped) => {
            if let Some(textfile) = &config.metrics.textfile {
                let written = metrics::write_failed(textfile, began, Utc::now());
                warn_of_textfile(written, textfile, args, printer);
            }
            Err(match stopped {
                Stopped::Early(failure) => failure,
                Stopped::Night(error) => nightly_words::failure(&error, Utc::now()),
            })
        }
    }
}

/// Why a night came to nothing.
enum Stopped {
    /// A file that the configuration names is not in order.
    Early(Failure),
    /// The night itself.
    Night(NightError),
}

fn judged(
    config: &Config,
    lists: Lists,
    args: &NightlyArgs,
    now: DateTime<Utc>,
) -> Result<Night, Stopped> {
    let asked = Asked {
        as_of: args.as_of,
        now,
        lists,
    };
    threads::run(config.limits.threads, || Ok(nightly::run(config, &asked)))
        .map_err(Stopped::Early)?
        .map_err(Stopped::Night)
}

/// Tells of a night that was published, and to the monitoring.
fn told(night: &Night, config: &Config, args: &NightlyArgs, printer: &Printer) -> ExitStatus {
    log::published(night);
    if let Some(textfile) = &config.metrics.textfile {
        warn_of_textfile(metrics::write(textfile, night), textfile, args, printer);
    }
    if !is_json(args) && !printer.quiet {
        printer::told(&mail::render(night, &config.publish.folder, printer.lang));
    }
    match night.status {
        Status::Done => ExitStatus::Done,
        Status::Found => ExitStatus::Found,
        Status::Unreadable => ExitStatus::Unreadable,
        Status::NothingWritten => ExitStatus::NothingWritten,
    }
}

/// Figures that cannot be written take nothing from the night, but somebody has to know.
fn warn_of_textfile(
    written: io::Result<()>,
    textfile: &Path,
    args: &NightlyArgs,
    printer: &Printer,
) {
    let Err(error) = written else { return };
    let shown = textfile.display();
    if is_json(args) {
        tracing::warn!(path = %shown, %error, "the figures for monitoring cannot be written");
        return;
    }
    printer.warning(&match printer.lang {
        Lang::Ja => format!(
            "監視用の数値 {shown} を書けません（{}）。[metrics] textfile のフォルダと許可を確認してください。",
            reason(&error)
        ),
        Lang::En => format!(
            "the figures for monitoring, {shown}, cannot be written: {error}; see to folder and permissions of [metrics] textfile."
        ),
    });
}
