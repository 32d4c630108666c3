//! Elements and text without anything else, as the eligibility system writes its results: no attributes,
//! comments, CDATA, prefixes or character references. Whatever is not so simple, or not well formed, is left to
//! the XML parser, which also knows what is wrong with it.

use std::borrow::Cow;

use crate::eligibility::tree::Walk;

/// The element whose end a file can be cut behind.
pub(super) const UNIT: &str = "BulkConfirmUnit";

/// The elements around the units of a bulk result.
pub(super) const AROUND_UNITS: [&str; 2] = ["XmlMsg", "MessageBody"];

/// Leads `walk` through `text`, which begins and ends between elements; `above` are the elements that are
/// open. Returns those that are still open at the end; `None` when the text is not simple, or is refused.
pub(super) fn elements<'doc>(
    walk: &mut Walk<'doc>,
    text: &'doc str,
    above: &[&'static str],
) -> Option<Vec<&'doc str>> {
    run(walk, text, above, false)
}

/// As [`elements`], for text between elements of the body that holds whole units and nothing else.
pub(super) fn units<'doc>(walk: &mut Walk<'doc>, text: &'doc str) -> Option<()> {
    let open = run(walk, text, &AROUND_UNITS, true)?;
    (open == AROUND_UNITS).then_some(())
}

/// The `<?xml …?>` at the beginning taken away, with the white space before it.
pub(super) fn without_declaration(text: &str) -> Option<&str> {
    let rest = text.trim_ascii_start().strip_prefix("<?xml")?;
    let end = memchr::memmem::find(rest.as_bytes(), b"?>")?;
    rest.get(end + 2..)
}

fn run<'doc>(
    walk: &mut Walk<'doc>,
    text: &'doc str,
    above: &[&'static str],
    units_only: bool,
) -> Option<Vec<&'doc str>> {
    let bytes = text.as_bytes();
    let mut open: Vec<&'doc str> = above.to_vec();
    let mut at = 0;
    loop {
        let before = piece(text, at)?;
        if walk.is_in_leaf() {
            walk.text(before.text).ok()?;
        }
        let tag = before.end + 1;
        match bytes.get(tag) {
            // The text has ended.
            None if before.end == bytes.len() => return Some(open),
            Some(b'/') => {
                // In a run of units, what is around them ends elsewhere.
                if units_only && open.len() == above.len() {
                    return None;
                }
                at = behind_end(bytes, before.end, open.pop()?)?;
                walk.end().ok()?;
            }
            Some(first) if first.is_ascii_alphabetic() => {
                let end = name_end(bytes, tag + 1);
                let name = text.get(tag..end)?;
                if units_only && open.len() == above.len() && name != UNIT {
                    return None;
                }
                at = match bytes.get(end)? {
                    b'>' => start(walk, text, name, end + 1, &mut open)?,
                    b'/' if bytes.get(end + 1) == Some(&b'>') => {
                        walk.leaf(name, Cow::Borrowed("")).ok()?;
                        end + 2
                    }
                    _ => return None,
                };
            }
            _ => return None,
        }
    }
}

/// An element has begun, and what it holds stands from `at` on. One of text alone is taken whole. Returns
/// where to read on.
fn start<'doc>(
    walk: &mut Walk<'doc>,
    text: &'doc str,
    name: &'doc str,
    at: usize,
    open: &mut Vec<&'doc str>,
) -> Option<usize> {
    let inside = piece(text, at)?;
    if let Some(behind) = behind_end(text.as_bytes(), inside.end, name) {
        walk.leaf(name, inside.text).ok()?;
        return Some(behind);
    }
    walk.start(name).ok()?;
    open.push(name);
    Some(at)
}

/// The text from some place up to the next tag.
struct TextPiece<'doc> {
    text: Cow<'doc, str>,
    /// Where the tag begins, or the text ends.
    end: usize,
}

fn piece(text: &str, from: usize) -> Option<TextPiece<'_>> {
    let bytes = text.as_bytes();
    let mut end = from;
    let mut has_references = false;
    loop {
        end = tag_or_reference(bytes, end);
        if bytes.get(end) != Some(&b'&') {
            break;
        }
        has_references = true;
        end += 1;
    }
    let plain = text.get(from..end)?;
    let text = if has_references {
        Cow::Owned(resolved(plain)?)
    } else {
        Cow::Borrowed(plain)
    };
    Some(TextPiece { text, end })
}

/// The text with the five predefined entities resolved; `None` when there are other references.
fn resolved(text: &str) -> Option<String> {
    const ENTITIES: [(&str, char); 5] = [
        ("lt;", '<'),
        ("gt;", '>'),
        ("amp;", '&'),
        ("apos;", '\''),
        ("quot;", '"'),
    ];
    let mut parts = text.split('&');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let (rest, character) = ENTITIES
            .iter()
            .find_map(|&(name, character)| Some((part.strip_prefix(name)?, character)))?;
        out.push(character);
        out.push_str(rest);
    }
    Some(out)
}

/// Where to read on behind the end tag of `name`, if that stands at `at`.
fn behind_end(bytes: &[u8], at: usize, name: &str) -> Option<usize> {
    let rest = bytes.get(at..)?.strip_prefix(b"</")?;
    let rest = rest.strip_prefix(name.as_bytes())?;
    (rest.first() == Some(&b'>')).then(|| bytes.len() - rest.len() + 1)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Eight bytes at a time, because names and texts are short: marks in the highest bit of each byte the ones
/// that are looked for. Only the first mark is certain, and only that is used.
fn first_marked(bytes: &[u8], from: usize, marks: impl Fn(u64) -> u64) -> usize {
    let mut at = from;
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let marked = marks(u64::from_le_bytes(*block));
        if marked != 0 {
            return at + marked.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    // Bytes of zero behind the last ones stand for the end.
    let mut block = [0; 8];
    let rest = bytes.get(at..).unwrap_or_default();
    block[..rest.len()].copy_from_slice(rest);
    let marked = marks(u64::from_le_bytes(block));
    bytes.len().min(at + marked.trailing_zeros() as usize / 8)
}

/// Marks the bytes of zero.
fn zeros(block: u64) -> u64 {
    block.wrapping_sub(ONES) & !block & HIGHS
}

/// Where the next `<` or `&` stands, or the text ends.
fn tag_or_reference(bytes: &[u8], from: usize) -> usize {
    first_marked(bytes, from, |block| {
        zeros(block ^ (ONES * u64::from(b'<'))) | zeros(block ^ (ONES * u64::from(b'&')))
    })
}

/// Where a name ends: at the first byte below `@` that is no digit.
fn name_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        at = first_marked(bytes, at, |block| {
            block.wrapping_sub(ONES * u64::from(b'@')) & !block & HIGHS
        });
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            return at;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references() {
        assert_eq!(
            resolved("a&lt;b&gt;&amp;&apos;&quot;").as_deref(),
            Some("a<b>&'\"")
        );
        for other in ["&", "a&b;", "&#38;", "&amp", "&amp;&"] {
            assert_eq!(resolved(other), None, "{other}");
        }
    }

    #[test]
    fn declarations() {
        assert_eq!(
            without_declaration(" <?xml version=\"1.0\"?><a/>"),
            Some("<a/>")
        );
        assert_eq!(without_declaration("<a/>"), None);
        assert_eq!(without_declaration("<?xml version=\"1.0\""), None);
    }

    proptest! {
        #[test]
        fn eight_at_a_time_is_one_at_a_time(text in "[a@?<&>\\x00-/0-9é花\\x7F]{0,40}", from in 0usize..9) {
            let bytes = text.as_bytes();
            let from = from.min(bytes.len());
            let first = |wanted: &dyn Fn(u8) -> bool| {
                let rest = &bytes[from..];
                rest.iter().position(|&b| wanted(b)).map_or(bytes.len(), |at| from + at)
            };
            let tag = first(&|b| matches!(b, b'<' | b'&'));
            prop_assert_eq!(tag_or_reference(bytes, from), tag);
            let end = first(&|b| b < b'@' && !b.is_ascii_digit());
            prop_assert_eq!(name_end(bytes, from), end);
        }
    }
}
