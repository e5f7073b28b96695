"""How much a file may hold. Beyond it, it is no list of a kabupaten but a mistake or an attack."""

MIB = 1024 * 1024
FILE_BYTES = 300 * MIB
UNPACKED_BYTES = 1536 * MIB
RATIO = 200  # unpacked to packed; spreadsheets of lists reach 5 to 60
RATIO_FREE_BYTES = 64 * MIB  # below this, the ratio does not matter
ENTRIES = 5_000  # members of the archive
SHEETS = 200
CELLS = 24_000_000  # of one sheet, empty ones included: what the reader would allocate
COLUMNS = 1_000
EMPTY_ROWS = 100_000  # rows between the first and the last that the file does not have
