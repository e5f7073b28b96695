"""The checksum of a table's contents, whatever wrote the file and however it is compressed.

Anyone can recompute it: SHA-256 over, column after column in the order of the schema, the line
``name:type``; then three SHA-256: of the values (little-endian, null as zero; booleans one byte;
texts their UTF-8 end to end), of the lengths of texts (four bytes each; nothing for other types),
and of one byte a row that is 1 where there is a value.
"""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_BATCH_ROWS = 1 << 20


def of_table(path: Path, schema: pa.Schema) -> str:
    """The checksum (hexadecimal) of the table in a Parquet file."""
    total = hashlib.sha256()
    with pq.ParquetFile(path) as file:
        for field in schema:
            total.update(f"{field.name}:{field.type}\n".encode())
            values, lengths, presence = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=[field.name]):
                column = batch.column(0)
                if pa.types.is_string(field.type):
                    texts = pc.cast(column.fill_null(""), pa.binary())
                    values.update(b"".join(texts.to_pylist()))
                    lengths.update(pc.binary_length(texts).to_numpy())
                else:
                    values.update(_numbers(column))
                presence.update(pc.cast(column.is_valid(), pa.uint8()).to_numpy())
            total.update(values.digest() + lengths.digest() + presence.digest())
    return total.hexdigest()


def _numbers(column: pa.Array) -> bytes:
    if pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.uint8())
    return bytes(column.fill_null(0).to_numpy().tobytes())
