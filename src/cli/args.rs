//! Arguments as typed. Help is in both languages side by side, so that it can be looked up and pasted
//! whatever the locale.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::finding::Level;
use crate::nightly::subject::Subject;
use crate::report;
use crate::report::csv::Charset;
use crate::report::diagnostic::Form;
use crate::tables;
use crate::text::date::{self, Month};

/// How files are read whose own specification was not found, for the help of every command that reads them.
macro_rules! inferred {
    () => {
        "\n\n推定 / Inferred:\n  返戻ファイル（HH…HG）と保険者向けの形（データ識別,行番号,枝番号,…）は専用の仕様を確認できず、\n  手引きの例と医科・調剤の仕様からの推定で読みます（データ識別 2 の HO を補正後の金額とします）。\n  Returned files (HH … HG) and the insurer's shape are read as inferred from the official guide's\n  examples and from 医科 and 調剤 (HO of データ識別 2 is the corrected amount)."
    };
}

/// Heading over [`Global`].
const COMMON: &str = "共通 / Common";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "houkan",
    version,
    about = "訪問看護レセプトを、資格確認結果と保険証の期限に照らして請求前に点検します\nChecks visiting-nurse claims against eligibility results before they are filed",
    after_help = "例 / Example:\n  houkan check RECEIPTH.UKE -e 資格確認結果/ -o 点検結果\n  houkan explain NEED_CERT\n  houkan 請求/    請求・資格確認結果・提示記録を探し、請求-点検結果/ に報告 / finds all inputs, reports beside\n\n終了コード / Exit status: 0 指摘なし done, 1 指摘あり findings, 2 使い方の誤り usage, 3 読めない入力あり unreadable input, 4 出力なし nothing written",
    arg_required_else_help = true,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Clone, Copy, Debug, Args)]
pub struct Global {
    /// `--lang`.
    #[arg(
        help = "メッセージと報告の言語。auto は LC_ALL/LANG に従い、報告は ja / Language; auto follows LC_ALL/LANG, reports are ja then",long, value_enum, default_value_t = LangArg::Auto, global = true, help_heading = COMMON, value_name = "ja|en|auto", hide_possible_values = true)]
    pub lang: LangArg,
    /// 表示を減らす / Say less
    #[arg(short, long, global = true, help_heading = COMMON, overrides_with = "quiet")]
    pub quiet: bool,
    /// 経過を標準エラーに出す（-vv でさらに詳しく） / Log to standard error (-vv for more)
    #[arg(short, long, global = true, help_heading = COMMON, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// レセプトを点検して報告を書く / Check claims and write the reports
    Check(CheckArgs),
    /// 記録条件仕様との違いを行と桁で示す / Show every deviation from the record specification with its place
    Validate(ValidateArgs),
    /// 請求ファイルの形の誤りのうち、機械的に直せるものだけを直す / Put right what is mechanical and certain
    Fix(FixArgs),
    /// レセプトと資格確認結果を表（Parquet など）にする / Turn claims and eligibility into typed tables
    Convert(ConvertArgs),
    /// 指摘コードの意味・対処・根拠を説明する / Explain a finding code, or list them all
    Explain(ExplainArgs),
    /// 名簿の見出しから列の対応表（--map）の下書きを作る / Draft a column map from the headers of a register
    Map(MapArgs),
    /// 組み込みのポリシー（期日の一覧）を見る / Show the built-in policies
    Policy(PolicyArgs),
    /// レセプトを読める形で見る（項目名・コードの意味・暦・金額の合計） / Show a claim as a person reads it
    Show(ShowArgs),
    /// 毎晩、増えた分だけを点検して公開する（保険者の定時実行） / Every night, judge what is new and publish the result
    Nightly(NightlyArgs),
    /// レセプトか人の判定の履歴を見る（nightly の状態から） / Show how verdicts changed, from the state of nightly
    History(HistoryArgs),
    /// 架空の1か月分（請求・資格・提示記録・正解）を作る / Make up a month with its expected verdicts
    Synth(SynthArgs),
    /// シェルの補完スクリプトを書き出す / Print a script by which a shell completes arguments
    Completions(CompletionsArgs),
    /// マニュアル（man の形）を書き出す / Print the manual pages
    Man(ManArgs),
    /// クラスタ（Apache Spark）の一工程。標準入力から標準出力へ / One step of a cluster (Apache Spark), from standard input to standard output
    #[command(hide = true)]
    Worker(WorkerArgs),
}

/// `houkan check`.
#[derive(Debug, Args)]
#[command(
    after_help = concat!(
        "例 / Example:\n  houkan check RECEIPTH.UKE -e 資格確認結果/ -c 提示記録.csv -o 点検結果\n  houkan check 請求/ -e OQSmuquc02res.zip --as-of 2026-01-05 --fail-on warn",
        inferred!()
    )
)]
pub struct CheckArgs {
    /// 請求ファイル（UKE）、ZIP、フォルダ。- は標準入力 / Claim files, zips or folders; - is standard input
    #[arg(required = true, value_name = "CLAIMS")]
    pub claims: Vec<PathBuf>,
    /// 資格確認結果のファイルやフォルダ / Eligibility results: files or folders
    #[arg(short, long, value_name = "PATH", num_args = 1..)]
    pub eligibility: Vec<PathBuf>,
    /// 何を提示されたかの記録（CSV） / The log of what each patient showed (CSV)
    #[arg(short, long, value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// オンライン資格確認の導入済訪問看護ステーションのリスト（CSV か Excel） / List of the stations that have introduced online eligibility (CSV or Excel)
    #[arg(long, value_name = "FILE")]
    pub stations: Option<PathBuf>,
    /// 訪問看護療養費マスター（基本テーブルの CSV か、表のフォルダ）。加算の有効期間と金額に使う / The tariff master (the CSV of its 基本テーブル, or a folder): when add-ons can be charged, and their amounts
    #[arg(long, value_name = "PATH")]
    pub master: Option<PathBuf>,
    /// 名簿の列の対応表（TOML）。`houkan map` で作れます / Column map of registers (TOML); `houkan map` makes one
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// 前回の報告。判定と指摘に新規・継続の印を付け、解消したものを並べる / An earlier report: verdicts and findings are marked new or open, and what is solved is listed
    #[arg(long, value_name = "DIR")]
    pub baseline: Option<PathBuf>,
    /// 対応済みとした指摘の一覧（TOML）。report.html で書き出せます / Accepted findings (TOML); report.html exports it
    #[arg(long, value_name = "FILE")]
    pub ignore: Option<PathBuf>,
    /// 報告の出力先フォルダ / Folder for the reports
    #[arg(short, long, value_name = "DIR", default_value = "houkan-report")]
    pub out: PathBuf,
    /// 報告の種類: csv, html, xlsx, json, jsonl, parquet, arrow, notices（コンマ区切り） / Reports, separated by commas
    #[arg(
        long,
        value_enum,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "csv,html,xlsx,json",
        hide_possible_values = true
    )]
    pub report: Vec<FormArg>,
    /// ポリシーの名前または TOML ファイル / Name of a policy, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "current")]
    pub policy: String,
    /// 点検の基準日（既定は日本時間の今日） / Day of the check (default: today in Tokyo)
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: Option<NaiveDate>,
    /// CSV の文字コード / Encoding of the CSV files
    #[arg(long, value_enum, default_value_t = EncodingArg::Utf8, value_name = "utf8|sjis", hide_possible_values = true)]
    pub encoding: EncodingArg,
    /// この重さ以上の指摘があれば終了コード 1 / Exit with 1 from this level of findings
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "error|warn|never", hide_possible_values = true)]
    pub fail_on: FailOn,
    /// 氏名・カナ・生年月日・番号を、すべての報告で伏せる / Mask names, kana, birth dates and numbers in every report
    #[arg(long)]
    pub mask: bool,
    /// 使うスレッドの数（既定は全コア） / Threads (default: all cores)
    #[arg(long, value_name = "1-1024", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// 進み具合の表示 / Progress bars
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, value_name = "auto|always|never", hide_possible_values = true)]
    pub progress: ProgressArg,
    /// `--ascii`.
    #[arg(
        long,
        help = "画面の表示を ASCII の英語だけにする（LC_ALL・LC_CTYPE・LANG が C など UTF-8 以外なら自動。--lang ja で止める） / Plain ASCII on the terminal, in English; by itself where LC_ALL, LC_CTYPE or LANG names a charset other than UTF-8, unless --lang ja"
    )]
    pub ascii: bool,
}

/// `houkan validate`.
#[derive(Debug, Args)]
#[command(
    after_help = concat!("例 / Example:\n  houkan validate RECEIPTH.UKE --master マスター/\n  houkan validate 請求/ --format csv --encoding sjis > 指摘.csv\n  houkan validate 請求/ --format sarif --mask --fail-on warn > houkan.sarif", inferred!())
)]
pub struct ValidateArgs {
    /// 請求ファイル（UKE）、ZIP、フォルダ。- は標準入力 / Claim files, zips or folders; - is standard input
    #[arg(required = true, value_name = "CLAIMS")]
    pub claims: Vec<PathBuf>,
    /// 訪問看護療養費マスター（基本テーブルの CSV か、5つのテーブルのフォルダ）で算定も点検する / Check the items against the tariff master: the CSV of its 基本テーブル, or a folder with its five tables
    #[arg(long, value_name = "PATH")]
    pub master: Option<PathBuf>,
    /// 結果の形。csv は findings.csv と同じ列 / Form of the results; csv has the columns of findings.csv
    #[arg(long, value_enum, default_value_t = FormatArg::Text, value_name = "text|json|jsonl|csv|sarif", hide_possible_values = true)]
    pub format: FormatArg,
    /// CSV の文字コード / Encoding of CSV
    #[arg(long, value_enum, default_value_t = EncodingArg::Utf8, value_name = "utf8|sjis", hide_possible_values = true)]
    pub encoding: EncodingArg,
    /// この重さ以上の指摘があれば終了コード 1 / Exit with 1 from this level of findings
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "error|warn|never", hide_possible_values = true)]
    pub fail_on: FailOn,
    /// 氏名・生年月日・番号などを伏せる / Mask names, birth dates and numbers
    #[arg(long)]
    pub mask: bool,
    /// 使うスレッドの数（既定は全コア） / Threads (default: all cores)
    #[arg(long, value_name = "1-1024", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// 進み具合の表示 / Progress bars
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, value_name = "auto|always|never", hide_possible_values = true)]
    pub progress: ProgressArg,
}

/// `houkan convert`.
#[derive(Debug, Args)]
#[command(
    after_help = concat!("例 / Example:\n  houkan convert 請求/ -e 資格確認結果/ -o 表\n  houkan convert RECEIPTH.UKE -o 表 --format csv\n\n列の意味は docs/tables.md / Columns: docs/tables.md\n", inferred!())
)]
pub struct ConvertArgs {
    /// 請求ファイル（UKE）、ZIP、フォルダ。資格確認結果も可。- は標準入力 / Claim files, zips or folders, also eligibility results; - is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// 資格確認結果のファイルやフォルダ / Eligibility results: files or folders
    #[arg(short, long, value_name = "PATH", num_args = 1..)]
    pub eligibility: Vec<PathBuf>,
    /// 名簿の列の対応表（TOML）。`houkan map` で作れます / Column map of registers (TOML); `houkan map` makes one
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// 表の出力先フォルダ / Folder for the tables
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// 表の形式 / Format of the tables
    #[arg(long, value_enum, default_value_t = TableFormatArg::Parquet, value_name = "parquet|arrow|csv", hide_possible_values = true)]
    pub format: TableFormatArg,
    /// 使うスレッドの数（既定は全コア） / Threads (default: all cores)
    #[arg(long, value_name = "1-1024", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// 進み具合の表示 / Progress bars
    #[arg(long, value_enum, default_value_t = ProgressArg::Auto, value_name = "auto|always|never", hide_possible_values = true)]
    pub progress: ProgressArg,
}

/// `houkan fix`.
#[derive(Debug, Args)]
#[command(
    after_help = "直すもの / What is put right:\n  改行（CR LF）、空行、終わりの印（0x1A）、BOM、UTF-8（Shift_JISへ）、レコード末尾の空の項目の過不足、\n  保険者番号の空白、枝番の桁、レセプト番号の順。金額・日付・コード・氏名などには触れません。\n  履歴の行はそのまま残します。\n  Line ends, blank lines, the end mark, a BOM, UTF-8 (to Shift_JIS), empty fields at the end of\n  records, blanks around 保険者番号, digits of 枝番, レセプト番号; never money, dates, codes or names.\n  History lines are left as they are.\n  手で確かめる行が残れば終了コード 1 / Status 1 when lines are left to be put right by hand.\n\n例 / Example:\n  houkan fix RECEIPTH.UKE -o 訂正/RECEIPTH.UKE\n  houkan fix - -o - < RECEIPTH.UKE > 訂正.UKE"
)]
pub struct FixArgs {
    /// 請求ファイル（UKE）1つ。- は標準入力 / One claim file; - is standard input
    #[arg(value_name = "FILE")]
    pub input: PathBuf,
    /// 直したファイルの書き先。- は標準出力 / Where to write it; - is standard output
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
    /// すでにあるファイルを置き換える（元のファイルは除く） / Replace a file that is there (never the input)
    #[arg(long)]
    pub force: bool,
}

/// `houkan explain`.
#[derive(Debug, Args)]
#[command(after_help = "例 / Example:\n  houkan explain\n  houkan explain NEED_CERT --lang en")]
pub struct ExplainArgs {
    /// 指摘コードか、F3 のような区分。省くと一覧 / Finding code, or a band such as F3; without it, the list
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `houkan completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan completions bash > ~/.local/share/bash-completion/completions/houkan\n  houkan completions powershell >> $PROFILE"
)]
pub struct CompletionsArgs {
    /// シェルの名前 / Name of the shell
    #[arg(
        value_enum,
        value_name = "bash|elvish|fish|powershell|zsh",
        hide_possible_values = true
    )]
    pub shell: Shell,
}

/// `houkan man`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan man > houkan.1 && man ./houkan.1\n  houkan man -o ~/.local/share/man/man1"
)]
pub struct ManArgs {
    /// 1コマンド1ファイルで書く先のフォルダ（省くと全部を標準出力へ） / Folder for a file a command; without it, all goes to standard output
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `houkan map`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan map 名簿.csv > 名簿.toml\n  houkan check RECEIPTH.UKE -e 名簿.csv --map 名簿.toml\n\n推定なので、使う前に一行ずつ確かめてください。書き方は docs/inputs.md\nA guess: look through it before it is used. Its form: docs/inputs.md"
)]
pub struct MapArgs {
    /// 名簿（CSV、Parquet、Arrow） / A register (CSV, Parquet or Arrow)
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
}

/// `houkan policy`.
#[derive(Debug, Args)]
#[command(after_help = "例 / Example:\n  houkan policy\n  houkan policy show current > 自社.toml")]
pub struct PolicyArgs {
    /// What to do; without it, the list.
    #[command(subcommand)]
    pub command: Option<PolicyCommand>,
}

/// What `houkan policy` does.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// ポリシーを TOML で書き出す（--policy で読み戻せる） / Print a policy as TOML that --policy reads back
    #[command(after_help = "例 / Example:\n  houkan policy show leaflet-2024-09")]
    Show {
        /// ポリシーの名前またはファイル / Name of a policy, or a file
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// `houkan show`.
#[derive(Debug, Args)]
#[command(
    group = clap::ArgGroup::new("selector"),
    after_help = "例 / Example:\n  houkan show RECEIPTH.UKE\n  houkan show RECEIPTH.UKE --claim 12\n  houkan show 請求/ --patient みほん --mask\n\n返戻・保険者側のファイルのデータ識別とその記録の意味は、医科の仕様からの推定です。\nWhat データ識別 and its records mean in files of insurers and in returned claims is inferred from the medical format."
)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "switches of the command line, each by itself"
)]
pub struct ShowArgs {
    /// 請求ファイル（UKE）、ZIP、フォルダ。- は標準入力 / Claim file, zip or folder; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// このレセプト番号のレセプトを見る / The claim with this レセプト番号
    #[arg(long, value_name = "N", group = "selector")]
    pub claim: Option<u64>,
    /// 氏名かカナの一部で探す（全角・半角、ひらがな・カタカナ、空白は問わない） / By a part of the name or kana
    #[arg(long, value_name = "TEXT", group = "selector")]
    pub patient: Option<String>,
    /// この行を含むレセプトを見る / The claim that holds this line
    #[arg(long, value_name = "N", group = "selector", value_parser = clap::value_parser!(u32).range(1..))]
    pub line: Option<u32>,
    /// 行番号を付けて元の行のまま出す（--claim・--patient・--line とともに） / The lines as they are, numbered (with --claim, --patient or --line)
    #[arg(long, conflicts_with = "json")]
    pub raw: bool,
    /// JSON で出す / As JSON
    #[arg(long)]
    pub json: bool,
    /// 氏名・生年月日・記号番号・自由記載などを伏せる / Hide names, birth dates, numbers and free text
    #[arg(long)]
    pub mask: bool,
    /// ページャーを使わない / Do not use a pager
    #[arg(long)]
    pub no_pager: bool,
}

/// `houkan nightly`.
#[derive(Debug, Args)]
#[command(
    group = clap::ArgGroup::new("instead"),
    after_help = "例 / Example:\n  houkan nightly --config /etc/houkan/houkan.toml --init\n  houkan nightly --config /etc/houkan/houkan.toml --check\n  houkan nightly --config /etc/houkan/houkan.toml\n  houkan nightly --config /etc/houkan/houkan.toml --status\n\n途中で止まっても、次の実行が続きを済ませます。公開済みの結果は、新しい結果がそろうまでそのままです。\nA run that is broken off is made good by the next one; what is published stays until the new result is whole."
)]
pub struct NightlyArgs {
    /// 設定ファイル（TOML） / The configuration (TOML)
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// 説明付きの設定ファイルを作る（あるファイルは変えない） / Write a commented configuration (never over a file)
    #[arg(long, group = "instead")]
    pub init: bool,
    /// 設定とフォルダを確かめる（何も変えない） / Verify configuration and folders; nothing is changed
    #[arg(long, group = "instead")]
    pub check: bool,
    /// 実行中かどうかと、最新の結果を見る / Show whether a run is in progress, and the latest result
    #[arg(long, group = "instead")]
    pub status: bool,
    /// 点検の基準日（既定は日本時間の今日） / Day of the check (default: today in Tokyo)
    #[arg(long, value_name = "DATE", value_parser = parse_date, conflicts_with = "instead")]
    pub as_of: Option<NaiveDate>,
    /// 標準エラーへの記録の形（既定は、端末なら text、それ以外は json） / Form of the log on standard error (default: text on a terminal, else json)
    #[arg(
        long,
        value_enum,
        value_name = "json|text",
        hide_possible_values = true
    )]
    pub log: Option<LogArg>,
}

/// `houkan history`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan history 5d41402abc4b2a76 --config /etc/houkan/houkan.toml\n  houkan history 06132013/12/3456/01 --config /etc/houkan/houkan.toml"
)]
pub struct HistoryArgs {
    /// レセプトキー（16桁の16進数）、または 保険者番号/記号/番号（枝番は4つ目） / Key of a claim (16 hexadecimal digits), or INSURER/SYMBOL/NUMBER, and the branch as a fourth part
    #[arg(value_name = "CLAIM|PERSON", value_parser = parse_subject)]
    pub subject: Subject,
    /// nightly の設定ファイル（TOML） / The configuration of nightly (TOML)
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

/// `houkan worker`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan worker parse < ファイル.arrows > レセプト.arrows\n  houkan worker judge --as-of 2026-02-05 < グループ.arrows > 判定.arrows\n\n標準入力・標準出力とも Arrow IPC ストリームです。列と版は docs/worker.md。\n読みながら書くので、呼ぶ側は書き込みと読み取りを並行して行います。終了コードが 0 でなければ、出力は捨てます。\nBoth are Arrow IPC streams; columns and versions: docs/worker.md. It writes while it reads, so the caller has to do both at a time. Unless the exit status is 0, what was written is to be thrown away."
)]
pub struct WorkerArgs {
    /// The step.
    #[command(subcommand)]
    pub command: WorkerCommand,
}

/// What `houkan worker` does.
#[derive(Debug, Subcommand)]
pub enum WorkerCommand {
    /// 請求ファイル（path, content）をレセプトの行にする / Claim files (path, content) to claim rows
    Parse(WorkerParseArgs),
    /// 資格確認結果（path, content）を資格情報の行にする / Eligibility results (path, content) to record rows
    Records(WorkerRecordsArgs),
    /// 突き合わせたレセプトと資格情報（group, claims, records）を判定する / Joined claims and records (group, claims, records) to verdicts and findings
    Judge(WorkerJudgeArgs),
}

/// `houkan worker parse`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan worker parse --threads 1 < ファイル.arrows > レセプト.arrows"
)]
pub struct WorkerParseArgs {
    /// 使うスレッドの数（既定は全コア） / Threads (default: all cores)
    #[arg(long, value_name = "1-1024", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `houkan worker records`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan worker records --map 名簿.toml < 名簿.arrows > 資格情報.arrows"
)]
pub struct WorkerRecordsArgs {
    /// 名簿の列の対応表（TOML）。`houkan map` で作れます / Column map of registers (TOML); `houkan map` makes one
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// 使うスレッドの数（既定は全コア） / Threads (default: all cores)
    #[arg(long, value_name = "1-1024", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `houkan worker judge`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan worker judge --as-of 2026-02-05 --lang ja --threads 1 < グループ.arrows > 判定.arrows"
)]
pub struct WorkerJudgeArgs {
    /// 点検の基準日（どの工程でも同じ日にします） / Day of the check, the same in every process
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub as_of: NaiveDate,
    /// ポリシーの名前または TOML ファイル / Name of a policy, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "current")]
    pub policy: String,
    /// 何を提示されたかの記録（CSV） / The log of what each patient showed (CSV)
    #[arg(short, long, value_name = "FILE")]
    pub credentials: Option<PathBuf>,
    /// オンライン資格確認の導入済訪問看護ステーションのリスト（CSV か Excel） / List of the stations that have introduced online eligibility (CSV or Excel)
    #[arg(long, value_name = "FILE")]
    pub stations: Option<PathBuf>,
    /// 訪問看護療養費マスター（基本テーブルの CSV か、表のフォルダ） / The tariff master: the CSV of its 基本テーブル, or a folder
    #[arg(long, value_name = "PATH")]
    pub master: Option<PathBuf>,
    /// 列の対応表（TOML）。--stations のリストを読むのに使う / Column map (TOML), by which the list of --stations is read
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// 資格確認結果なしで判定する（records は見ない。check に -e を付けないときと同じ） / Judge without eligibility results, as check without -e; no record counts
    #[arg(long)]
    pub no_eligibility: bool,
    /// 氏名・カナ・生年月日・番号を伏せる / Mask names, kana, birth dates and numbers
    #[arg(long)]
    pub mask: bool,
    /// 使うスレッドの数（既定は全コア） / Threads (default: all cores)
    #[arg(long, value_name = "1-1024", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `houkan synth`.
#[derive(Debug, Args)]
#[command(
    after_help = "例 / Example:\n  houkan synth --claims 1000 --seed 1 -o 見本\n  houkan check 見本/claims -e 見本/eligibility -c 見本/credentials.csv"
)]
pub struct SynthArgs {
    /// レセプトの件数 / How many claims
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub claims: u64,
    /// 種。同じ種なら同じバイト列 / Seed; the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// 出力先フォルダ（空であること） / Folder for the month, which has to be empty
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// 指定訪問看護年月（既定は 2026-01） / Month of service (default: 2026-01)
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    pub month: Option<Month>,
    /// ステーションの数（既定は 400 件に 1 か所ほど） / Stations (default: about one for 400 claims)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub stations: Option<u32>,
    /// 請求を 1 つの UKE ファイルにまとめる / One claim file instead of one for each station
    #[arg(long)]
    pub single_file: bool,
}

/// `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// 日本語.
    Ja,
    /// English.
    En,
    /// By the environment.
    Auto,
}

/// `--encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EncodingArg {
    /// UTF-8 with a byte order mark.
    Utf8,
    /// CP932.
    Sjis,
}

impl From<EncodingArg> for Charset {
    fn from(arg: EncodingArg) -> Self {
        match arg {
            EncodingArg::Utf8 => Self::Utf8,
            EncodingArg::Sjis => Self::Sjis,
        }
    }
}

/// One of `--report`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormArg {
    /// verdicts.csv, worklist.csv, findings.csv
    Csv,
    /// summary.json（常に書く / always written）
    Json,
    /// verdicts.jsonl, findings.jsonl
    Jsonl,
    /// verdicts.parquet, worklist.parquet, findings.parquet
    Parquet,
    /// verdicts.arrow, worklist.arrow, findings.arrow
    Arrow,
    /// report.xlsx
    Xlsx,
    /// report.html
    Html,
    /// notices.html
    Notices,
}

impl From<FormArg> for report::Form {
    fn from(arg: FormArg) -> Self {
        match arg {
            FormArg::Csv => Self::Csv,
            FormArg::Json => Self::Json,
            FormArg::Jsonl => Self::Jsonl,
            FormArg::Parquet => Self::Parquet,
            FormArg::Arrow => Self::Arrow,
            FormArg::Xlsx => Self::Xlsx,
            FormArg::Html => Self::Html,
            FormArg::Notices => Self::Notices,
        }
    }
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// For people.
    Text,
    /// One JSON document.
    Json,
    /// One JSON object a finding and line.
    Jsonl,
    /// The columns of findings.csv.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
}

impl From<FormatArg> for Form {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Text => Self::Text,
            FormatArg::Json => Self::Json,
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Csv => Self::Csv,
            FormatArg::Sarif => Self::Sarif,
        }
    }
}

/// `--format` of `convert`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormatArg {
    /// Parquet.
    Parquet,
    /// Arrow IPC.
    Arrow,
    /// CSV.
    Csv,
}

impl From<TableFormatArg> for tables::Format {
    fn from(arg: TableFormatArg) -> Self {
        match arg {
            TableFormatArg::Parquet => Self::Parquet,
            TableFormatArg::Arrow => Self::Arrow,
            TableFormatArg::Csv => Self::Csv,
        }
    }
}

/// `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    Warn,
    /// Nothing.
    Never,
}

impl FailOn {
    /// The level from which a run fails.
    #[must_use]
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warn => Some(Level::Warn),
            Self::Never => None,
        }
    }
}

/// `--progress`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressArg {
    /// On a terminal.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// `--log`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogArg {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

fn parse_subject(text: &str) -> Result<Subject, String> {
    text.parse().map_err(str::to_owned)
}

fn parse_date(text: &str) -> Result<NaiveDate, String> {
    date::parse_any(text).ok_or_else(|| "YYYY-MM-DD, YYYYMMDD, R8.1.5".to_owned())
}

fn parse_month(text: &str) -> Result<Month, String> {
    let digits: String = text.chars().filter(|&c| c != '-').collect();
    Month::parse(digits.as_bytes()).ok_or_else(|| "YYYY-MM, YYYYMM".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_help_has_an_example() {
        fn look(command: &clap::Command) {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                help.contains("Example:\n  houkan "),
                "{}",
                command.get_name()
            );
            command.get_subcommands().for_each(look);
        }
        look(&Cli::command());
    }
}
