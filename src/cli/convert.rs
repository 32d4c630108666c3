//! `houkan convert`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr;

use crate::report::inputs::{InputLine, State, Words};
use crate::report::publish::PublishError;
use crate::tables::schema::TableId;
use crate::tables::{self, ConvertError, Converted, MANIFEST, Request};
use crate::text::lang::Lang;

use super::args::ConvertArgs;
use super::exit::ExitStatus;
use super::failure::Failure;
use super::printer::{self, Printer};
use super::{progress, settings, threads};

use super::words::{self, grouped, padded};

/// Remarks shown on standard error; all of them are in the manifest.
const NOTES_SHOWN: usize = 10;

/// Inputs named where none could be read.
const NAMED: usize = 5;

/// Converts and says what came of it.
pub(super) fn run(args: &ConvertArgs, printer: &Printer) -> Result<ExitStatus, Failure> {
    check_inputs(args)?;
    // Nobody should wait for tables that then have no place to go.
    tables::check_target(&args.out).map_err(|error| of_publish(&error))?;
    let request = Request {
        inputs: args.inputs.clone(),
        eligibility: args.eligibility.clone(),
        map: settings::map(args.map.as_deref())?,
        out: args.out.clone(),
        format: args.format.into(),
    };
    let watcher = progress::watcher(args.progress, printer);
    let converted = threads::run(args.threads.map(usize::from), || {
        tables::run(&request, watcher.as_ref()).map_err(|error| failed(&error, args))
    });
    drop(watcher);
    let converted = converted?;
    warn(&converted, printer);
    printer::told(&told(&converted, &args.out, printer));
    let is_unreadable = converted
        .inputs
        .iter()
        .any(|input| input.status == State::Unreadable);
    Ok(ExitStatus::of_run(is_unreadable, false))
}

fn check_inputs(args: &ConvertArgs) -> Result<(), Failure> {
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    if args.inputs.iter().any(is_stdin) && args.eligibility.iter().any(is_stdin) {
        return Err(Failure::usage(
            Words::new(
                "標準入力（-）は一か所にしか使えません。",
                "standard input (-) can only be used once.",
            ),
            Words::new(
                "請求ファイルと資格確認結果の一方はファイルで指定してください。",
                "name a file for either the claims or the eligibility results.",
            ),
        ));
    }
    let mut inputs = args.inputs.iter();
    if inputs.any(|path| is_stdin(path) || path.exists()) {
        Ok(())
    } else {
        Err(Failure::no_claims(&args.inputs, false))
    }
}

/// What was left out, in counts: what the inputs hold has no place in a log.
fn warn(converted: &Converted, printer: &Printer) {
    for note in converted.masked_notes.iter().take(NOTES_SHOWN) {
        printer.note(&format!("{}: {}", note.path, note.words.pick(printer.lang)));
    }
    if let Some(more @ 1..) = converted.notes.len().checked_sub(NOTES_SHOWN) {
        printer.note(&match printer.lang {
            Lang::Ja => format!("ほか {more} 件は {MANIFEST} の notes を見てください。"),
            Lang::En => format!("{more} more are in the notes of {MANIFEST}."),
        });
    }
    for table in &converted.tables {
        for (column, &count) in &table.unread {
            let (name, count) = (table.name, grouped(count));
            printer.warning(&match printer.lang {
                Lang::Ja => format!(
                    "{name}.{column}: 日付または数値として読めない値 {count} 件を空にしました。元の値は請求ファイルの該当行を見てください。"
                ),
                Lang::En => format!(
                    "{name}.{column}: left empty because it is no date or number: {count}; the line in the claim file has the value."
                ),
            });
        }
        for (column, &count) in &table.damaged {
            let (name, count) = (table.name, grouped(count));
            printer.warning(&match printer.lang {
                Lang::Ja => format!(
                    "{name}.{column}: {count} 件に文字として読めないバイトがあり、その部分を U+FFFD にしました。"
                ),
                Lang::En => format!(
                    "{name}.{column}: values with bytes that are no character, which became U+FFFD: {count}."
                ),
            });
        }
    }
    if let Some(kept) = &converted.kept {
        let kept = kept.display();
        printer.warning(&match printer.lang {
            Lang::Ja => format!(
                "前の出力フォルダにあったファイルの一部を新しいフォルダへ移せないため、前のフォルダを {kept} に残しました。必要なものを取り出してから消してください。"
            ),
            Lang::En => format!(
                "some files beside the earlier tables could not be carried over; their folder is kept as {kept}: take what you need and delete it."
            ),
        });
    }
}

fn told(converted: &Converted, out: &Path, printer: &Printer) -> String {
    let lang = printer.lang;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut line = |words: String| {
        let _ = writeln!(text, "{words}");
    };
    let heads = [
        lang.pick("表", "table"),
        lang.pick("行", "rows"),
        lang.pick("内容", "one row for"),
    ];
    let widest = converted
        .tables
        .iter()
        .map(|table| table.file.width())
        .max()
        .unwrap_or(0);
    let rows_head = format!("{}{}", " ".repeat(12 - heads[1].width()), heads[1]);
    let head = format!("  {}  {rows_head}  {}", padded(heads[0], widest), heads[2]);
    line(printer.out.bold(&head));
    for (id, table) in TableId::ALL.into_iter().zip(&converted.tables) {
        let (file, rows) = (padded(&table.file, widest), grouped(table.rows));
        line(format!(
            "  {file}  {rows:>12}  {}",
            lang.pick(id.table().ja, id.table().en)
        ));
    }
    line(String::new());
    proof(converted, lang).into_iter().for_each(&mut line);
    if converted.corrected > 0 {
        let count = grouped(converted.corrected);
        line(match lang {
            Lang::Ja => format!(
                "訂正後の HO（データ識別 2）の金額を採ったレセプト: {count} 件（医科の仕様からの推定。元の金額は total_yen_as_filed）"
            ),
            Lang::En => format!(
                "total of the corrected HO (データ識別 2) taken for {count} claims: inferred from 医科; the original is in total_yen_as_filed"
            ),
        });
    }
    let unreadable = unreadable(&converted.inputs, lang);
    if !unreadable.is_empty() {
        line(format!(
            "\n{}",
            printer.out.red(&match lang {
                Lang::Ja => format!("読めなかった入力: {} 件", unreadable.len()),
                Lang::En => format!("Inputs that could not be read: {}", unreadable.len()),
            })
        ));
        unreadable.into_iter().for_each(&mut line);
    }
    if !printer.quiet {
        let label = printer.out.bold(lang.pick("出力先", "Tables"));
        line(format!("\n{label}: {} ({MANIFEST})", out.display()));
    }
    text
}

/// What was read beside what was written.
fn proof(converted: &Converted, lang: Lang) -> Vec<String> {
    let proof = &converted.proof;
    let counted = [
        (proof.claims_in, proof.claims_out),
        (proof.claim_yen_in, proof.claim_yen_out),
        (proof.items_in, proof.items_out),
        (proof.item_yen_in, proof.item_yen_out),
        (proof.records_in, proof.records_out),
    ];
    let [claims, claim_yen, items, item_yen, records] =
        counted.map(|(read, written)| (grouped(read), grouped(written)));
    match lang {
        Lang::Ja => vec![
            format!(
                "レセプト: 読込 {} 件 {} 円 ＝ 出力 {} 件 {} 円",
                claims.0, claim_yen.0, claims.1, claim_yen.1
            ),
            format!(
                "療養費（KA）: 読込 {} 行 {} 円 ＝ 出力 {} 行 {} 円",
                items.0, item_yen.0, items.1, item_yen.1
            ),
            format!(
                "資格確認結果: 読込 {} 件 ＝ 出力 {} 件",
                records.0, records.1
            ),
        ],
        Lang::En => vec![
            format!(
                "claims: {} ({} yen) read = {} ({} yen) written",
                claims.0, claim_yen.0, claims.1, claim_yen.1
            ),
            format!(
                "items (KA): {} ({} yen) read = {} ({} yen) written",
                items.0, item_yen.0, items.1, item_yen.1
            ),
            format!(
                "eligibility records: {} read = {} written",
                records.0, records.1
            ),
        ],
    }
}

fn unreadable(inputs: &[InputLine], lang: Lang) -> Vec<String> {
    let lines = inputs
        .iter()
        .filter(|input| input.status == State::Unreadable);
    lines
        .map(|input| {
            let reason = input.reason.as_ref().map_or("", |reason| reason.pick(lang));
            format!(
                "  [{}] {}: {reason}",
                words::role(input.role, lang),
                input.path
            )
        })
        .collect()
}

fn failed(error: &ConvertError, args: &ConvertArgs) -> Failure {
    match error {
        ConvertError::Publish(error) => of_publish(error),
        ConvertError::Nothing => Failure::no_claims(&args.inputs, true),
        ConvertError::Unreadable(paths) => {
            let named: Vec<&str> = paths.iter().map(String::as_str).take(NAMED).collect();
            let named = named.join(", ");
            Failure::nothing_written(
                Words::new(
                    format!("どの入力も読めないため、表を書きませんでした（{named}）。"),
                    format!("no tables were written, since no input could be read: {named}."),
                ),
                Words::new(
                    "理由は `houkan validate` で確かめられます。",
                    "`houkan validate` says why.",
                ),
            )
        }
        ConvertError::Write { .. } => Failure::nothing_written(
            Words::new(
                format!("表を書けません（{error}）。"),
                format!("the tables cannot be written: {error}."),
            ),
            Words::new(
                "空き容量と書き込みの許可を確認するか、-o で別の場所を指定してください。",
                "see to free space and permissions, or name another place with -o.",
            ),
        ),
        ConvertError::BrokeOff(note) => Failure::nothing_written(
            Words::new(
                format!(
                    "請求ファイル {} を最後まで読めないため、表を取り消しました（{}）。",
                    note.path, note.words.ja
                ),
                format!(
                    "the tables were withdrawn because {} could not be read to its end ({}).",
                    note.path, note.words.en
                ),
            ),
            Words::new(
                "そのファイルを直すか、除いてからやり直してください。",
                "mend the file, or leave it out, and try again.",
            ),
        ),
        ConvertError::Proof(_) => Failure::nothing_written(
            Words::new(
                format!("読んだものと書いたものが一致しないため、表を取り消しました（{error}）。"),
                format!("the tables were withdrawn because they do not add up: {error}."),
            ),
            Words::new(
                "プログラムの誤りです。このメッセージを添えて報告してください。",
                "this is an error of the program; please report it with this message.",
            ),
        ),
    }
}

fn of_publish(error: &PublishError) -> Failure {
    match error {
        PublishError::Occupied(path) => Failure::nothing_written(
            Words::new(
                format!(
                    "出力先 {} には houkan の表ではないものがあるため、書きません。",
                    path.display()
                ),
                format!(
                    "{} holds something that is not tables of houkan; it is left alone.",
                    path.display()
                ),
            ),
            Words::new(
                "-o で別のフォルダを指定するか、中身を移してください。",
                "name another folder with -o, or move what is there.",
            ),
        ),
        PublishError::Io { .. } => Failure::of_publish(error),
    }
}
