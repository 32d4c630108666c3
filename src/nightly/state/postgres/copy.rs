//! New rows by the fastest way that the server has: binary `COPY`.

use std::io::Write as _;

use postgres::Client;

use super::error::{of, of_sending, unexpected};
use crate::nightly::state::db::{Column, DbError, Into};

/// How it begins: a signature, no flags, no extension.
const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// Bytes sent in one go.
const CHUNK: usize = 1 << 20;

/// Stores rows of which none may be there.
pub(super) fn store(
    client: &mut Client,
    into: &Into,
    rows: &[Column],
    length: usize,
) -> Result<(), DbError> {
    let columns = into.columns.join(", ");
    let sql = format!("COPY {} ({columns}) FROM STDIN (FORMAT binary)", into.table);
    let width = i16::try_from(rows.len()).map_err(|_| unexpected("too many columns"))?;
    let mut writer = client.copy_in(&sql).map_err(|e| of(&e))?;
    let mut chunk = HEAD.to_vec();
    for row in 0..length {
        chunk.extend(width.to_be_bytes());
        for column in rows {
            match column {
                Column::Ints(rows) => {
                    let number = rows[row].map(i64::to_be_bytes);
                    put(&mut chunk, number.as_ref().map(<[u8; 8]>::as_slice))?;
                }
                Column::Texts(rows) => put(&mut chunk, rows[row].as_deref().map(str::as_bytes))?,
                Column::Bytes(rows) => put(&mut chunk, rows[row].as_deref())?,
            }
        }
        if chunk.len() >= CHUNK {
            writer.write_all(&chunk).map_err(|e| of_sending(&e))?;
            chunk.clear();
        }
    }
    chunk.extend((-1_i16).to_be_bytes());
    writer.write_all(&chunk).map_err(|e| of_sending(&e))?;
    writer.finish().map(drop).map_err(|e| of(&e))
}

/// A field: its length, -1 for NULL, and its bytes.
fn put(chunk: &mut Vec<u8>, field: Option<&[u8]>) -> Result<(), DbError> {
    let Some(field) = field else {
        chunk.extend((-1_i32).to_be_bytes());
        return Ok(());
    };
    let length = i32::try_from(field.len()).map_err(|_| unexpected("a value is too long"))?;
    chunk.extend(length.to_be_bytes());
    chunk.extend(field);
    Ok(())
}
