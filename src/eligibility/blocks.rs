//! A large table read piece by piece into buffers that are used again, so that memory does not grow
//! with the file and fresh pages are touched once.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// How many bytes a piece has, about. Part of what makes the result independent of the number of
/// threads: pieces depend on the file alone.
pub(super) const PIECE: usize = 1 << 20;

/// The longest line. Beyond it, a table is no table.
const MAX_LINE: usize = 16 << 20;

/// The bytes of one input.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    /// In memory: standard input, a zip member, a small file.
    Memory(&'a [u8]),
    /// On disk.
    File(&'a Path),
}

impl<'a> Content<'a> {
    pub(super) fn open(self) -> io::Result<Box<dyn Read + Send + 'a>> {
        Ok(match self {
            Self::Memory(bytes) => Box::new(bytes),
            Self::File(path) => Box::new(File::open(path)?),
        })
    }

    /// Everything at once.
    pub(super) fn whole(self) -> io::Result<std::borrow::Cow<'a, [u8]>> {
        Ok(match self {
            Self::Memory(bytes) => bytes.into(),
            Self::File(path) => std::fs::read(path)?.into(),
        })
    }
}

/// What one look at all bytes tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scan {
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
    pub(super) is_utf8: bool,
    pub(super) has_quotes: bool,
}

/// The number of all bytes and their SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest {
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
}

/// Takes the digest of all bytes.
pub(super) fn digest(content: Content<'_>) -> io::Result<Digest> {
    let mut source = content.open()?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; PIECE];
    let mut bytes = 0;
    loop {
        match source.read(&mut buffer) {
            Ok(0) => {
                let sha256 = hasher.finalize().into();
                return Ok(Digest { bytes, sha256 });
            }
            Ok(read) => {
                hasher.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Looks at all bytes once.
pub(super) fn scan(content: Content<'_>) -> io::Result<Scan> {
    let mut source = content.open()?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; PIECE];
    // Bytes of a character that the end of a block cut in two.
    let mut kept = 0;
    let mut seen = Scan {
        bytes: 0,
        sha256: [0; 32],
        is_utf8: true,
        has_quotes: false,
    };
    loop {
        let read = match source.read(&mut buffer[kept..]) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let new = &buffer[kept..kept + read];
        hasher.update(new);
        seen.bytes += read as u64;
        seen.has_quotes = seen.has_quotes || memchr::memchr(b'"', new).is_some();
        if seen.is_utf8 {
            let end = kept + read;
            match std::str::from_utf8(&buffer[..end]) {
                Ok(_) => kept = 0,
                Err(error) if error.error_len().is_none() => {
                    let from = error.valid_up_to();
                    buffer.copy_within(from..end, 0);
                    kept = end - from;
                }
                Err(_) => {
                    seen.is_utf8 = false;
                    kept = 0;
                }
            }
        }
    }
    seen.is_utf8 = seen.is_utf8 && kept == 0;
    seen.sha256 = hasher.finalize().into();
    Ok(seen)
}

/// One piece: whole lines.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    /// The line, from 1, on which it begins.
    pub(super) first_line: u64,
}

/// Cuts an input into pieces of whole lines.
pub(super) struct Cutter<'a> {
    source: Box<dyn Read + Send + 'a>,
    rest: Vec<u8>,
    line: u64,
    ended: bool,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(content: Content<'a>) -> io::Result<Self> {
        Ok(Self {
            source: content.open()?,
            rest: Vec::new(),
            line: 1,
            ended: false,
        })
    }

    /// Fills `piece` with the next lines; `false` when there are none left.
    pub(super) fn fill(&mut self, piece: &mut Piece) -> io::Result<bool> {
        piece.first_line = self.line;
        piece.bytes.clear();
        piece.bytes.append(&mut self.rest);
        let mut target = PIECE;
        while !self.ended {
            let want = target.saturating_sub(piece.bytes.len()) as u64;
            let before = piece.bytes.len();
            self.source
                .by_ref()
                .take(want)
                .read_to_end(&mut piece.bytes)?;
            self.ended = ((piece.bytes.len() - before) as u64) < want;
            if self.ended {
                break;
            }
            if let Some(at) = memchr::memrchr(b'\n', &piece.bytes) {
                self.rest.extend_from_slice(&piece.bytes[at + 1..]);
                piece.bytes.truncate(at + 1);
                break;
            }
            if piece.bytes.len() > MAX_LINE {
                let text = format!("a line is longer than {MAX_LINE} bytes");
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            target += PIECE;
        }
        self.line += memchr::memchr_iter(b'\n', &piece.bytes).count() as u64;
        Ok(!piece.bytes.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn pieces_are_whole_lines_and_lose_nothing() {
        let mut text = String::new();
        for i in 0..90_000 {
            write!(text, "{i},訪問　花子,ﾎｳﾓﾝ ﾊﾅｺ\r\n").expect("in memory");
        }
        text.push_str("last");
        let mut cutter = Cutter::new(Content::Memory(text.as_bytes())).expect("in memory");
        let mut piece = Piece::default();
        let mut joined = Vec::new();
        let mut pieces = 0;
        while cutter.fill(&mut piece).expect("in memory") {
            let lines = memchr::memchr_iter(b'\n', &joined).count() as u64;
            assert_eq!(piece.first_line, lines + 1);
            assert!(std::str::from_utf8(&piece.bytes).is_ok());
            joined.extend_from_slice(&piece.bytes);
            pieces += 1;
        }
        assert_eq!(joined, text.as_bytes());
        assert!(pieces > 2, "{pieces}");
        assert!(
            scan(Content::Memory(text.as_bytes()))
                .expect("in memory")
                .is_utf8
        );
    }

    #[test]
    fn a_scan_sees_encoding_and_quotes() {
        let look = |bytes: &[u8]| scan(Content::Memory(bytes)).expect("in memory");
        assert!(!look("花".as_bytes()[..2].as_ref()).is_utf8);
        assert!(!look(b"a\x89\xD4b").is_utf8);
        assert!(look(b"a\"b").has_quotes);
        let empty = look(b"");
        assert_eq!(
            (empty.bytes, empty.is_utf8, empty.has_quotes),
            (0, true, false)
        );
        assert_eq!(empty.sha256[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    }

    #[test]
    fn an_endless_line_is_refused() {
        let bytes = vec![b'a'; MAX_LINE + 3 * PIECE];
        let mut cutter = Cutter::new(Content::Memory(&bytes)).expect("in memory");
        assert!(cutter.fill(&mut Piece::default()).is_err());
    }
}
