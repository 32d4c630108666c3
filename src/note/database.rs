//! What can be wrong with a database as an input, in words. None of them repeats a user or a password.

use crate::text::address::Fault;

/// One thing that is wrong with a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// This program was built without databases.
    NotBuilt,
    /// The address cannot be understood.
    Address(Fault),
    /// Nothing says what to ask the database for.
    NoQuery,
    /// No connection comes about.
    Unreachable {
        /// The words of the system.
        detail: String,
    },
    /// The server did not answer in time.
    NoAnswer {
        /// How long was waited.
        seconds: u64,
    },
    /// The server lets the user not in, or there is no such database.
    Login {
        /// The SQLSTATE; empty when the server never saw a password because none was given.
        state: String,
    },
    /// The file of a password (`.pgpass`) may be read by others and was not used.
    PasswordFileOpen,
    /// The certificates to be trusted cannot be read.
    Roots {
        /// What is wrong.
        detail: String,
    },
    /// The encrypted connection does not come about.
    Tls {
        /// What is wrong.
        detail: String,
    },
    /// The connection to another machine is not encrypted, as was asked for.
    Plain,
    /// The server refused the query.
    Query {
        /// The SQLSTATE.
        state: String,
        /// The server's words; empty where they could repeat what stands in the rows.
        message: String,
    },
    /// A column that is needed has a type that no value of ours can be read from.
    ColumnType {
        /// The column.
        name: String,
        /// Its type, as PostgreSQL calls it.
        found: String,
    },
    /// The connection broke off.
    Broken {
        /// What is wrong.
        detail: String,
    },
}

impl Database {
    /// A short stable name.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NotBuilt => "database-not-built",
            Self::Address(_) => "database-address",
            Self::NoQuery => "database-no-query",
            Self::Unreachable { .. } => "database-unreachable",
            Self::NoAnswer { .. } => "database-no-answer",
            Self::Login { .. } => "database-login",
            Self::PasswordFileOpen => "database-password-file-open",
            Self::Roots { .. } => "database-roots",
            Self::Tls { .. } => "database-tls",
            Self::Plain => "database-plain",
            Self::Query { .. } => "database-query",
            Self::ColumnType { .. } => "database-column-type",
            Self::Broken { .. } => "database-broken",
        }
    }

    /// What is wrong and what to do, in Japanese.
    #[must_use]
    pub fn ja(&self) -> String {
        match self {
            Self::NotBuilt => "この houkan はデータベースを読む機能なしでビルドされています。機能 postgres を付けてビルドしたものを使うか、CSVまたはParquetに書き出して指定してください。".into(),
            Self::Address(fault) => fault_ja(fault),
            Self::NoQuery => "データベースに何を問い合わせるかが分かりません。--map のファイルに query = \"SELECT hoken_no, kigo, bango, seinengappi, shutoku, soshitsu FROM members ORDER BY bango\" のように書いてください。".into(),
            Self::Unreachable { detail } => format!(
                "データベースに接続できません（{detail}）。ホスト名とポート、サーバーが動いているかを確認してください。"
            ),
            Self::NoAnswer { seconds } => format!(
                "データベースが{seconds}秒以内に応答しません。ホスト名とポートを確認するか、アドレスに ?connect_timeout=秒数 を付けてください。"
            ),
            Self::Login { state } if state.is_empty() => "データベースのパスワードがありません。環境変数 PGPASSWORD か ~/.pgpass に設定してください。".into(),
            Self::Login { state } => format!(
                "データベースにログインできません（SQLSTATE {state}）。ユーザー名、パスワード（PGPASSWORD または ~/.pgpass）、データベース名、サーバーの pg_hba.conf を確認してください。"
            ),
            Self::PasswordFileOpen => "パスワードのファイル（.pgpass）をほかの利用者も読めるため、使いませんでした。chmod 600 で本人だけが読めるようにしてください。".into(),
            Self::Roots { detail } => format!(
                "信頼する証明書を読めません（{detail}）。sslrootcert にPEM形式の認証局証明書を指定してください。"
            ),
            Self::Tls { detail } => format!(
                "データベースと暗号化した接続ができません（{detail}）。サーバーのTLS設定とホスト名を確認し、組織内の認証局なら ?sslrootcert=ファイル を付けてください。暗号化しないときだけ ?sslmode=disable と書きます。"
            ),
            Self::Plain => "sslmode=disable のため、データベースとの通信は暗号化されていません。サーバーでTLSを有効にし、sslmode を外してください。".into(),
            Self::Query { state, message } if message.is_empty() => format!(
                "データベースが問い合わせを実行できません（SQLSTATE {state}）。値が含まれることがあるため、詳しい内容はサーバーの記録で確認し、query を直してください。"
            ),
            Self::Query { state, message } => format!(
                "データベースが問い合わせを実行できません（SQLSTATE {state}: {message}）。query を直してください。書き込みはできません。"
            ),
            Self::ColumnType { name, found } => format!(
                "列 {name} の型 {found} は読めません。query で CAST({name} AS text) または CAST({name} AS date) に変えてください。"
            ),
            Self::Broken { detail } => format!(
                "データベースとの通信が途中で切れました（{detail}）。資格喪失の行が欠けているおそれがあるため、全体を使いません。もう一度実行してください。"
            ),
        }
    }

    /// What is wrong and what to do, in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::NotBuilt => "this houkan was built without databases; use one built with the feature postgres, or export the table as CSV or Parquet".into(),
            Self::Address(fault) => fault_en(fault),
            Self::NoQuery => "nothing says what to ask the database for; write into the file of --map: query = \"SELECT hoken_no, kigo, bango, seinengappi, shutoku, soshitsu FROM members ORDER BY bango\"".into(),
            Self::Unreachable { detail } => format!(
                "the database cannot be reached ({detail}); check host and port, and whether the server runs"
            ),
            Self::NoAnswer { seconds } => format!(
                "the database does not answer within {seconds} s; check host and port, or add ?connect_timeout=SECONDS to the address"
            ),
            Self::Login { state } if state.is_empty() => {
                "the database wants a password; set PGPASSWORD or write it into ~/.pgpass".into()
            }
            Self::Login { state } => format!(
                "the database does not let us in (SQLSTATE {state}); check user, password (PGPASSWORD or ~/.pgpass), the name of the database and the server's pg_hba.conf"
            ),
            Self::PasswordFileOpen => "the password file (.pgpass) can be read by others and was not used; make it yours alone with chmod 600".into(),
            Self::Roots { detail } => format!(
                "the certificates to trust cannot be read ({detail}); name the certificate of the authority, in PEM, with sslrootcert"
            ),
            Self::Tls { detail } => format!(
                "no encrypted connection to the database ({detail}); check the server's TLS and the host name, and add ?sslrootcert=FILE for a private authority; only to do without encryption write ?sslmode=disable"
            ),
            Self::Plain => "the connection to the database is not encrypted, because of sslmode=disable; let the server offer TLS and leave sslmode out".into(),
            Self::Query { state, message } if message.is_empty() => format!(
                "the database cannot run the query (SQLSTATE {state}); its words may repeat values, see the server's log, and correct the query"
            ),
            Self::Query { state, message } => format!(
                "the database cannot run the query (SQLSTATE {state}: {message}); correct the query; it cannot write"
            ),
            Self::ColumnType { name, found } => format!(
                "column {name} has the type {found}, which is not read; write CAST({name} AS text) or CAST({name} AS date) in the query"
            ),
            Self::Broken { detail } => format!(
                "the connection to the database broke off ({detail}); a missing row could hide a loss of coverage, so nothing of it is used; run again"
            ),
        }
    }
}

fn fault_ja(fault: &Fault) -> String {
    let what: String = match fault {
        Fault::Unescaped => "「@」が余分にあります。ユーザー名やパスワードの記号は %40 のように書くか、パスワードを PGPASSWORD で渡してください".into(),
        Fault::Host => "ホスト名が正しくありません".into(),
        Fault::Port => "ポート番号が正しくありません。パスワードに「/」や「?」があるときは %2F、%3F と書いてください".into(),
        Fault::Escape => "「%」の後には16進数2桁が必要です。「%」そのものは %25 と書いてください".into(),
        Fault::Option { name } => format!("オプション {name} は使えません。使えるのは sslmode、sslrootcert、connect_timeout、options、application_name です"),
        Fault::Value { name } => format!("オプション {name} の値が正しくありません"),
    };
    format!(
        "データベースのアドレスを解釈できません。{what}。形: postgres://ユーザー@ホスト:5432/データベース"
    )
}

fn fault_en(fault: &Fault) -> String {
    let what: String = match fault {
        Fault::Unescaped => "there is an @ too many; write signs of a user name or password as %40, or hand the password over in PGPASSWORD".into(),
        Fault::Host => "the host is none".into(),
        Fault::Port => "the port is none; where a password has / or ?, write %2F, %3F".into(),
        Fault::Escape => "behind % two hexadecimal digits are needed; % itself is %25".into(),
        Fault::Option { name } => format!("option {name} is not known; known are sslmode, sslrootcert, connect_timeout, options, application_name"),
        Fault::Value { name } => format!("option {name} cannot have this value"),
    };
    format!(
        "the address of the database cannot be understood: {what}; it is written postgres://user@host:5432/database"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words_and_says_what_to_do() {
        let text = || "x".to_owned();
        let faults = [
            Fault::Unescaped,
            Fault::Host,
            Fault::Port,
            Fault::Escape,
            Fault::Option { name: text() },
            Fault::Value { name: text() },
        ];
        let mut every = vec![
            Database::NotBuilt,
            Database::NoQuery,
            Database::Unreachable { detail: text() },
            Database::NoAnswer { seconds: 10 },
            Database::Login {
                state: String::new(),
            },
            Database::Login { state: text() },
            Database::PasswordFileOpen,
            Database::Roots { detail: text() },
            Database::Tls { detail: text() },
            Database::Plain,
            Database::Query {
                state: text(),
                message: String::new(),
            },
            Database::Query {
                state: text(),
                message: text(),
            },
            Database::ColumnType {
                name: text(),
                found: text(),
            },
            Database::Broken { detail: text() },
        ];
        every.extend(faults.map(Database::Address));
        for problem in every {
            assert!(problem.ja().contains('。'), "{problem:?}");
            assert!(problem.en().is_ascii(), "{problem:?}");
            assert!(problem.en().contains([';', ':']), "{problem:?}");
            assert!(problem.id().starts_with("database-"), "{problem:?}");
        }
    }
}
