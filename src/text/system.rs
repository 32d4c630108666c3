//! What the operating system says, in Japanese.

use std::borrow::Cow;

/// Why the system refused, in Japanese where it is one of the usual reasons.
#[must_use]
pub fn reason(error: &std::io::Error) -> Cow<'static, str> {
    use std::io::ErrorKind;

    Cow::Borrowed(match error.kind() {
        ErrorKind::NotFound => "フォルダまたはファイルがありません",
        ErrorKind::AlreadyExists => "同じ名前のものがほかにもあります",
        ErrorKind::PermissionDenied => "許可がありません",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "空き容量がありません",
        ErrorKind::ReadOnlyFilesystem => "書き込みのできない場所です",
        ErrorKind::NotADirectory => "途中の名前がフォルダではありません",
        ErrorKind::IsADirectory => "フォルダです",
        ErrorKind::InvalidData => "UTF-8 の文字として読めません",
        _ => return Cow::Owned(error.to_string()),
    })
}
