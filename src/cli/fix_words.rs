//! What `houkan fix` says.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use crate::fix::{Change, ChangeKind, Changes, Fixed, Left, LeftKind, Refused};
use crate::report::inputs::Words;
use crate::rules;
use crate::text::lang::Lang;
use crate::uke::layout::{RecordKind, field};
use crate::uke::read;

use super::args::FixArgs;
use super::exit::ExitStatus;
use super::failure::{Failure, reason};
use super::printer::Printer;
use super::words::grouped;

/// Changes of a kind that are told one by one; of more, the first lines are named.
const ONE_BY_ONE: usize = 5;

/// The whole text.
pub(super) fn told(args: &FixArgs, fixed: &Fixed, printer: &Printer) -> String {
    let lang = printer.lang;
    let (input, out) = (args.input.display(), args.out.display());
    let mut text = String::new();
    if fixed.changes.is_empty() {
        let copied = match lang {
            Lang::Ja => {
                format!("{input}: 機械的に直すところはありません。同じ内容を {out} に書きました。")
            }
            Lang::En => format!("{input}: nothing to put right; {out} is the same byte for byte."),
        };
        return copied + "\n";
    }
    let count: u64 = fixed.changes.iter().map(|all| u64::from(all.count)).sum();
    let head = match lang {
        Lang::Ja => format!(
            "{input}: {} か所を直し、{out} に書きました。",
            grouped(count)
        ),
        Lang::En if count == 1 => format!("{input}: 1 change, written to {out}."),
        Lang::En => format!("{input}: {} changes, written to {out}.", grouped(count)),
    };
    line(&mut text, &head);
    for all in &fixed.changes {
        changes(&mut text, all, lang);
    }
    if fixed
        .changes
        .iter()
        .any(|all| all.kind == ChangeKind::ClaimNo)
    {
        line(
            &mut text,
            lang.pick(
                "確認: レセプト番号を振り直しました。レセプトの件数が請求ソフトの件数と合うか確かめてください。",
                "Check: claims were renumbered; see that there are as many as in your software.",
            ),
        );
    }
    if !fixed.left.is_empty() {
        let head = lang.pick(
            "直せなかったもの（手で確かめてください）:",
            "Left to be put right by hand:",
        );
        line(&mut text, head);
        line(&mut text, by_hand(fixed, lang).trim_end());
    }
    let next = match lang {
        Lang::Ja => format!("次に: houkan validate {out}"),
        Lang::En => format!("Next: houkan validate {out}"),
    };
    if args.out.as_os_str() != "-" {
        line(&mut text, &next);
    }
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn changes(text: &mut String, all: &Changes, lang: Lang) {
    let what = what(all, lang);
    let has_values = all.first.iter().any(|change| !change.after.is_empty());
    if has_values && all.count as usize <= ONE_BY_ONE {
        for change in &all.first {
            line(text, &one(&what, change, lang));
        }
        return;
    }
    if matches!(
        all.kind,
        ChangeKind::Bom | ChangeKind::LastLineEnd | ChangeKind::EofMark
    ) {
        return line(text, &format!("  {what}"));
    }
    let lines = all.first.iter().map(|change| change.line);
    let places = places(lines, all.count, lang);
    line(text, &format!("  {what}: {places}"));
}

/// The lines of places, the first of them named.
fn places(lines: impl Iterator<Item = u32>, count: u32, lang: Lang) -> String {
    let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
    let (named, count) = (lines.join(", "), grouped(count.into()));
    let more = if lines.len().to_string() == count {
        ""
    } else {
        lang.pick(" …", ", …")
    };
    match lang {
        Lang::Ja => format!("{count} 行（{named}{more} 行目）"),
        Lang::En if count == "1" => format!("line {named}"),
        Lang::En => format!("{count} lines ({named}{more})"),
    }
}

fn one(what: &str, change: &Change, lang: Lang) -> String {
    let (number, before, after) = (change.line, &change.before, &change.after);
    match lang {
        Lang::Ja => format!("  {number} 行目 {what}: 「{before}」→「{after}」"),
        Lang::En => format!("  line {number}, {what}: \"{before}\" -> \"{after}\""),
    }
}

/// What a kind of change does, and where.
fn what(all: &Changes, lang: Lang) -> String {
    let record = all.record.map_or("", RecordKind::name);
    let text = match all.kind {
        ChangeKind::Bom => lang.pick("先頭のBOMを除く", "byte order mark removed"),
        ChangeKind::Encoding => lang.pick("UTF-8をShift_JISにする", "UTF-8 to Shift_JIS"),
        ChangeKind::LineEnd => lang.pick("改行をCR LFにする", "line ends to CR LF"),
        ChangeKind::LastLineEnd => lang.pick(
            "最後のレコードに改行を付ける",
            "line end added to the last record",
        ),
        ChangeKind::BlankLine => lang.pick("空行を除く", "blank lines removed"),
        ChangeKind::EofMark => lang.pick(
            "終わりの印（0x1A）を最後に1つだけ置く",
            "one end mark (0x1A), as the very last byte",
        ),
        ChangeKind::FieldsAdded => lang.pick(
            "末尾の空の項目を補う（項目の数）",
            "empty fields added at the end (number of fields)",
        ),
        ChangeKind::FieldsRemoved => lang.pick(
            "末尾の余分な空の項目を除く（項目の数）",
            "surplus empty fields removed at the end (number of fields)",
        ),
        ChangeKind::InsurerNo => lang.pick("保険者番号の空白", "blanks of the insurer's number"),
        ChangeKind::Branch => lang.pick("枝番を2桁にする", "branch number to two digits"),
        ChangeKind::ClaimNo => lang.pick("レセプト番号を順に振る", "claims numbered in order"),
    };
    if record.is_empty() {
        text.to_owned()
    } else {
        format!("{record} {text}")
    }
}

/// What was left, a line each.
fn by_hand(fixed: &Fixed, lang: Lang) -> String {
    let mut text = String::new();
    for Left {
        kind,
        record,
        count,
        lines,
    } in &fixed.left
    {
        let why = match kind {
            LeftKind::FieldCount => lang.pick(
                "項目の数が違い、途中の項目のずれかもしれない",
                "wrong number of fields, perhaps shifted in the middle",
            ),
            LeftKind::InsurerNo => lang.pick(
                "保険者番号が6桁でも8桁でもない",
                "the insurer's number has neither 6 nor 8 digits",
            ),
        };
        let places = places(lines.iter().copied(), *count, lang);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {} {why}: {places}", record.name());
    }
    text
}

/// Nothing could be put right although something is wrong.
pub(super) fn nothing_certain(input: &Path, fixed: &Fixed) -> Failure {
    let input = input.display();
    let (ja, en) = (by_hand(fixed, Lang::Ja), by_hand(fixed, Lang::En));
    Failure::nothing_written(
        Words::new(
            format!(
                "{input}: 機械的に確実に直せるところがないため、何も書いていません。\n{}",
                ja.trim_end()
            ),
            format!(
                "{input}: nothing can be put right for certain; nothing was written.\n{}",
                en.trim_end()
            ),
        ),
        Words::new(
            "該当の行を請求ソフトで確かめて訂正し、出力し直してください。",
            "see to these lines in your software, and export the file again.",
        ),
    )
}

/// Why the file is left alone, and what to do.
pub(super) fn refused(input: &Path, refused: &Refused) -> Failure {
    let input = input.display();
    let why = |lang| format!("{input}: {}", why(refused, lang));
    Failure {
        status: ExitStatus::NothingWritten,
        what: Words::new(why(Lang::Ja), why(Lang::En)),
        hint: remedy(refused),
    }
}

fn why(refused: &Refused, lang: Lang) -> String {
    let texts = match refused {
        Refused::NotClaims(refusal) => {
            return rules::failure_words(&read::Failure::Refused(refusal.clone()), lang);
        }
        Refused::Unmappable {
            line,
            record,
            position,
            character,
        } => {
            return unmappable(*line, record, *position, *character, lang);
        }
        Refused::Returned => (
            "返戻ファイル（HH…HG）です。".to_owned(),
            "this is a file of returned claims (HH … HG).".to_owned(),
        ),
        Refused::OfInsurer => (
            "保険者向けのファイルです。請求するファイルではないので直しません。".to_owned(),
            "this is an insurer's file, which nobody files.".to_owned(),
        ),
        Refused::NoGo(lines) => (
            format!(
                "請求書レコード（GO）がありません（{lines} 行）。途中で切れているおそれがあるため直しません。"
            ),
            format!("there is no GO record in its {lines} lines; the file may be cut off."),
        ),
        Refused::Joined(line) => (
            format!(
                "{line} 行目: GOより後ろのレコードか、2つ目のHMです。複数のファイルがつながっているおそれがあります。"
            ),
            format!(
                "line {line}: a record behind GO, or a second HM; several files may have been joined."
            ),
        ),
        Refused::Mixed(line) => (
            format!("{line} 行目: 文字コードがUTF-8とそれ以外で混ざっています。"),
            format!("line {line}: UTF-8 and another encoding are mixed."),
        ),
        Refused::History(line) => (
            format!(
                "{line} 行目: 返戻・再請求の履歴の行までUTF-8になっており、元のバイト列に戻せるとは限りません。"
            ),
            format!(
                "line {line}: the history lines are UTF-8, too; the bytes the payer wrote cannot be told for certain."
            ),
        ),
    };
    match lang {
        Lang::Ja => texts.0,
        Lang::En => texts.1,
    }
}

/// Place and code of a character, not the character: it may be part of a name.
fn unmappable(line: u32, record: &str, position: usize, character: char, lang: Lang) -> String {
    let code = u32::from(character);
    let known = RecordKind::from_tag(record.as_bytes()).and_then(|kind| field(kind, position));
    match (lang, known) {
        (Lang::Ja, Some(field)) => {
            let name = field.name_ja;
            format!("{line} 行目: {record} {name}にShift_JISにない文字（U+{code:04X}）があります。")
        }
        (Lang::Ja, None) => format!("{line} 行目: Shift_JISにない文字（U+{code:04X}）があります。"),
        (Lang::En, Some(field)) => {
            let name = field.name_en.replace('_', " ");
            format!(
                "line {line}: {record} {name} has a character that Shift_JIS lacks (U+{code:04X})."
            )
        }
        (Lang::En, None) => {
            format!("line {line}: a character that Shift_JIS lacks (U+{code:04X}).")
        }
    }
}

/// The next step; `None` where the reason names it.
fn remedy(refused: &Refused) -> Option<Words> {
    let (ja, en) = match refused {
        Refused::NotClaims(_) => return None,
        Refused::Returned => (
            "請求ソフトに取り込んで訂正し、再請求のファイルとして出力してください。",
            "load it into your software, correct it, and export the file for claiming again.",
        ),
        Refused::OfInsurer => (
            "ステーションの請求ファイル（RECEIPTH.UKE）を指定してください。",
            "name a station's claim file (RECEIPTH.UKE).",
        ),
        Refused::NoGo(_) => (
            "請求ソフトから出力し直し、レセプトの件数が合うか確かめてください。",
            "export it from your software again, and compare the number of claims.",
        ),
        Refused::Joined(_) => (
            "1つのファイルはHM 1つ、レセプト、GO 1つです。請求ソフトから別々に出力し直してください。",
            "a file is one HM, claims, one GO: export them from your software one by one.",
        ),
        Refused::Mixed(_) | Refused::History(_) => (
            "請求ソフトから出力し直してください。",
            "export the file from your software again.",
        ),
        Refused::Unmappable { .. } => (
            "請求ソフトで別の字か全角の？に直し、出力し直してください。",
            "replace it in your software, by ？ if need be, and export the file again.",
        ),
    };
    Some(Words::new(ja, en))
}

pub(super) fn is_input(out: &Path) -> Failure {
    let out = out.display();
    Failure::usage(
        Words::new(
            format!("{out} は元のファイルです。元のファイルには書きません。"),
            format!("{out} is the input, which is never overwritten."),
        ),
        Words::new(
            "-o で別の名前を指定してください。",
            "name another file with -o.",
        ),
    )
}

pub(super) fn is_folder(out: &Path) -> Failure {
    let out = out.display();
    Failure::usage(
        Words::new(
            format!("{out} はフォルダです。"),
            format!("{out} is a folder."),
        ),
        Words::new(
            format!("ファイルの名前まで指定してください（-o {out}/RECEIPTH.UKE など）。"),
            format!("name a file, such as -o {out}/RECEIPTH.UKE."),
        ),
    )
}

pub(super) fn no_file(out: &Path) -> Failure {
    let out = out.display();
    Failure::usage(
        Words::new(
            format!("{out} はファイルではありません（装置やパイプなど）。"),
            format!("{out} is no file but a device or a pipe."),
        ),
        Words::new(
            "ファイルの名前を指定してください。標準出力へは -o - です。",
            "name a file; -o - is standard output.",
        ),
    )
}

pub(super) fn occupied(out: &Path) -> Failure {
    let out = out.display();
    Failure::nothing_written(
        Words::new(
            format!("{out} はすでにあります。"),
            format!("{out} is there already."),
        ),
        Words::new(
            "-o で別の名前を指定するか、置き換えてよければ --force を付けてください。",
            "name another file with -o, or give --force to replace it.",
        ),
    )
}

pub(super) fn not_one_file(input: &Path) -> Failure {
    let input = input.display();
    Failure::usage(
        Words::new(
            format!("{input} はフォルダかzipです。直すのは1つの請求ファイルだけです。"),
            format!("{input} is a folder or a zip; one claim file is put right at a time."),
        ),
        Words::new(
            "zipは展開し、RECEIPTH.UKEを1つずつ指定してください。",
            "unpack a zip, and name each RECEIPTH.UKE by itself.",
        ),
    )
}

pub(super) fn unreadable(input: &Path, error: &io::Error) -> Failure {
    let is_missing = error.kind() == io::ErrorKind::NotFound;
    let shown = input.display();
    if is_missing {
        return Failure::no_claims(&[input], false);
    }
    Failure::nothing_written(
        Words::new(
            format!("{shown} を読めません（{error}）。"),
            format!("{shown} cannot be read: {error}."),
        ),
        Words::new(
            "アクセス権と、ほかのソフトで開いていないかを確かめてください。",
            "see who may read it and whether another program holds it.",
        ),
    )
}

pub(super) fn unwritable(out: &Path, error: &io::Error) -> Failure {
    let out = out.display();
    Failure::nothing_written(
        Words::new(
            format!("{out} に書けません（{}）。", reason(error)),
            format!("{out} cannot be written: {error}."),
        ),
        Words::new(
            "フォルダがあるか、書き込みの許可と空き容量を確かめるか、-o で別の場所を指定してください。",
            "see that the folder is there, to permissions and free space, or name another place with -o.",
        ),
    )
}
