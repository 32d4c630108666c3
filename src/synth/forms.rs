//! The same eligibility facts as `eligibility.csv`, in the forms a station receives them (eligibility-format 2, 3).

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;

use super::plan::Channel;
use super::station::WordedRecord;
use super::world::World;
use super::xml::{Header, Xml, result, search_info, status, ymd};
use super::{SynthError, io_error};
use crate::text::cp932;

/// Units of one bulk file at most.
const UNITS: usize = 500;

/// Every n-th bulk file goes into `bulk.zip` instead of `xml-bulk/`.
const ZIPPED: usize = 3;

/// A finished file: path below `forms/`, bytes.
type Form = (String, Vec<u8>);

/// Writes `forms/` below `dir`; together its files say what `records` say, each once.
pub(super) fn write(
    world: &World,
    dir: &Path,
    records: &[WordedRecord],
    institution: &str,
) -> Result<(), SynthError> {
    let dir = dir.join("forms");
    let mut loose: Vec<Form> = Vec::new();
    let mut zipped: Vec<Form> = Vec::new();
    for (number, worded) in (1..).zip(records) {
        let as_of = worded.record.as_of.unwrap_or(world.as_of);
        match worded.record.channel {
            Channel::Face => loose.push(face(worded, as_of, institution, number)),
            Channel::Single => loose.push(single(worded, as_of, institution, number)),
            Channel::Visits | Channel::Bulk | Channel::MedicalAid => {}
        }
    }
    for ((channel, as_of), units) in by_day(world, records) {
        for (part, units) in units.chunks(UNITS).enumerate() {
            let form = bulk(channel, as_of, part, units, institution);
            if channel == Channel::Bulk && (loose.len() + zipped.len()).is_multiple_of(ZIPPED) {
                zipped.push(form);
            } else {
                loose.push(form);
            }
        }
    }
    for (name, bytes) in &loose {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io_error(parent))?;
        }
        fs::write(&path, bytes).map_err(io_error(&path))?;
    }
    let path = dir.join("bulk.zip");
    let bytes = archive(&zipped).map_err(|e| SynthError::Form {
        path: path.clone(),
        reason: e.to_string(),
    })?;
    fs::create_dir_all(&dir).map_err(io_error(&dir))?;
    fs::write(&path, bytes).map_err(io_error(&path))
}

/// The records that come in bulk, by channel and 資格確認日.
fn by_day<'r>(
    world: &World,
    records: &'r [WordedRecord],
) -> BTreeMap<(Channel, NaiveDate), Vec<&'r WordedRecord>> {
    let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for worded in records {
        let channel = worded.record.channel;
        if matches!(
            channel,
            Channel::Visits | Channel::Bulk | Channel::MedicalAid
        ) {
            let as_of = worded.record.as_of.unwrap_or(world.as_of);
            days.entry((channel, as_of)).or_default().push(worded);
        }
    }
    days
}

/// The bytes of `text`: CP932 or UTF-8.
fn encoded(text: String, sjis: bool) -> Vec<u8> {
    if !sjis {
        return text.into_bytes();
    }
    let mut bytes = Vec::with_capacity(text.len());
    cp932::encode_into(&text, &mut bytes);
    bytes
}

/// An answer about one person: header, search information if any, one result.
fn answer(worded: &WordedRecord, header: Header<'_>, search: bool) -> Vec<u8> {
    let mut xml = Xml::new(header.sjis);
    xml.within("XmlMsg", |xml| {
        header.write(xml);
        xml.within("MessageBody", |xml| {
            if search {
                search_info(xml, worded);
            }
            status(xml, &worded.record);
            xml.within("ResultList", |xml| result(xml, worded));
        });
    });
    encoded(xml.finish(), header.sjis)
}

/// What the card reader pushes.
fn face(worded: &WordedRecord, as_of: NaiveDate, institution: &str, number: u32) -> Form {
    let sjis = number.is_multiple_of(4);
    let header = Header {
        as_of,
        institution,
        reference: Some(1),
        sjis,
        bulk: None,
    };
    let (day, id) = (
        ymd(as_of),
        format!("{:08x}", number.wrapping_mul(0x9E37_79B1)),
    );
    let name = format!("xml-face/OQSsiquc01res_face_{institution}{id}_{day}093000.xml");
    (name, answer(worded, header, false))
}

/// The answer to a query by number.
fn single(worded: &WordedRecord, as_of: NaiveDate, institution: &str, number: u32) -> Form {
    let sjis = number.is_multiple_of(2);
    let header = Header {
        as_of,
        institution,
        reference: Some(2),
        sjis,
        bulk: None,
    };
    let name = format!("xml-single/OQSsiquc01res_{}{number:06}.xml", ymd(as_of));
    (name, answer(worded, header, true))
}

/// One answer about many people.
fn bulk(
    channel: Channel,
    as_of: NaiveDate,
    part: usize,
    units: &[&WordedRecord],
    institution: &str,
) -> Form {
    let (folder, id, reference) = match channel {
        Channel::Visits => ("xml-visits", "OQSmuhvq02res", Some(1)),
        Channel::MedicalAid => ("xml-medical-aid", "OQSmutic02res", None),
        _ => ("xml-bulk", "OQSmuquc02res", None),
    };
    let day = ymd(as_of);
    let sjis = day.ends_with(['3', '6', '9']);
    let header = Header {
        as_of,
        institution,
        reference,
        sjis,
        bulk: Some(units.len()),
    };
    let mut xml = Xml::new(sjis);
    xml.within("XmlMsg", |xml| {
        header.write(xml);
        xml.within("MessageBody", |xml| {
            for worded in units {
                xml.within("BulkConfirmUnit", |xml| {
                    search_info(xml, worded);
                    status(xml, &worded.record);
                    result(xml, worded);
                });
            }
        });
    });
    (
        format!("{folder}/{id}_{day}{:04}.xml", part + 1),
        encoded(xml.finish(), sjis),
    )
}

/// A zip of `forms`, their folders left out, with a fixed time and system so that the bytes repeat everywhere.
fn archive(forms: &[Form]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .system(zip::System::Unix)
        .unix_permissions(0o644);
    for (name, bytes) in forms {
        let name = name.rsplit('/').next().unwrap_or(name);
        writer.start_file(name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
