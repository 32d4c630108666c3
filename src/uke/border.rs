//! Where a large file may be cut into pieces: only where a claim begins, whatever stands before. The rules are
//! those of [`super::parse`] and [`super::rows`]; each place is told from the bytes around it alone, so that
//! two neighbouring pieces agree.

use super::dialect::{Shape, insurer_line};

/// Bytes before a line that tell whether its RE has MN before it. Between the two stands the station's record
/// alone, of some hundred bytes.
pub const LOOK_BACK: usize = 4096;

/// True when a claim begins with this line for certain; `before` are the bytes before it, [`LOOK_BACK`] of
/// them suffice.
#[must_use]
pub fn begins_claim(shape: Shape, before: &[u8], line: &[u8]) -> bool {
    match shape {
        Shape::Station | Shape::Returned => line.starts_with(b"RE,"),
        Shape::Insurer => match filed(line) {
            Some(b"MN") => true,
            Some(b"RE") => is_without_mn(before),
            _ => false,
        },
    }
}

/// The identifier of a line of an insurer's file as it was filed.
fn filed(line: &[u8]) -> Option<&[u8]> {
    match insurer_line(line) {
        Some((b"1", record)) => record.get(..2),
        _ => None,
    }
}

/// True when the claim before RE shows itself before any MN does, looking backwards. When neither is in sight,
/// RE is left with what precedes it.
fn is_without_mn(before: &[u8]) -> bool {
    // The look goes over as many bytes wherever the block begins that was read.
    let mut rest = &before[before.len().saturating_sub(LOOK_BACK)..];
    while let Some(line) = rest.strip_suffix(b"\n") {
        let Some(start) = memchr::memrchr(b'\n', line).map(|end| end + 1) else {
            return false;
        };
        match filed(&line[start..]) {
            Some(b"MN") => return false,
            Some(
                b"RE" | b"HO" | b"KO" | b"SN" | b"JD" | b"MF" | b"IH" | b"HJ" | b"JS" | b"SY"
                | b"RJ" | b"TJ" | b"TZ" | b"KS" | b"CO" | b"KA",
            ) => return true,
            _ => rest = &line[..start],
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stations_claim_begins_with_re() {
        for shape in [Shape::Station, Shape::Returned] {
            assert!(begins_claim(shape, b"", b"RE,1,6112"));
            assert!(!begins_claim(shape, b"", b"8,1,0,RE,1,6112"));
            assert!(!begins_claim(shape, b"", b"HO,1"));
        }
    }

    #[test]
    fn an_insurers_claim_begins_with_mn_or_else_with_re() {
        let begins = |before: &str, line: &str| {
            begins_claim(Shape::Insurer, before.as_bytes(), line.as_bytes())
        };
        let claim = "1,8,0,HO,1\r\n1,9,0,KA,1\r\n";
        assert!(begins("", "1,1,0,MN,1"));
        assert!(begins(claim, "1,1,0,RE,1"));
        assert!(begins(&format!("{claim}1,1,0,HM,1\r\n"), "1,1,0,RE,1"));
        assert!(begins(
            &format!("{claim}2,9,0,HO,1\r\n5,9,0,MN,1\r\n"),
            "1,1,0,RE,1"
        ));
        for between in [
            "",
            "1,2,0,HM,1\r\n",
            "1,2,0,IR,1\r\n",
            "2,2,0,RE,1\r\n",
            "RE,1\r\n",
        ] {
            let before = format!("{claim}1,1,0,MN,1\r\n{between}");
            assert!(!begins(&before, "1,3,0,RE,1"), "{between}");
        }
        // A line of which only the end is in sight says nothing.
        assert!(!begins("1,9,0,KA,1\r\n", "1,1,0,RE,1"));
        assert!(!begins("", "1,1,0,RE,1"));
        assert!(!begins(claim, "2,1,0,RE,1"));
    }
}
