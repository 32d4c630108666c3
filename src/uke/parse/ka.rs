//! KA, 63 % of all lines: where what `check` asks of one stands.

/// Where the fields of a KA are.
pub(super) struct KaFields {
    /// The first byte of the code, the fourth field; 0 when there is none.
    pub(super) code: usize,
    pub(super) commas: usize,
    /// 同日訪問回数, the eighth field, is not empty.
    pub(super) has_visits: bool,
}

impl KaFields {
    /// Most lines have a date of the claim's month (`has_day`), a 負担区分 of one byte and a code of nine bytes,
    /// so four commas have their places; the rest is counted.
    pub(super) fn of(line: &[u8], has_day: bool) -> Self {
        let mut fields = Self {
            code: 0,
            commas: 0,
            has_visits: false,
        };
        let mut from = 0;
        if has_day
            && line.get(2) == Some(&b',')
            && let Some([share, b',', code @ .., b',']) = line.get(12..24)
            && *share != b','
            && !code.contains(&b',')
        {
            (fields.code, fields.commas, from) = (14, 4, 24);
        }
        let rest = &line[from..];
        for (i, &b) in rest.iter().enumerate() {
            if b == b',' {
                fields.commas += 1;
                match fields.commas {
                    3 => fields.code = from + i + 1,
                    7 => fields.has_visits = rest.get(i + 1).is_some_and(|&next| next != b','),
                    _ => {}
                }
            }
        }
        fields
    }
}

/// The day (1–31) of a KA in the claim's month, by the fixed places of 算定年月日.
pub(super) fn ka_day(line: &[u8], month: [u8; 6], days: u32) -> Option<u32> {
    let date = line.get(3..12)?;
    if date.first_chunk() != Some(&month)
        || date[8] != b','
        || !date[6].is_ascii_digit()
        || !date[7].is_ascii_digit()
    {
        return None;
    }
    let day = u32::from(date[6] - b'0') * 10 + u32::from(date[7] - b'0');
    (1..=days).contains(&day).then_some(day)
}
