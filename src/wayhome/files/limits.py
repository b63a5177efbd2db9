"""How much of a file is taken, so that no file can take the machine."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds on what is read. A file beyond one is refused with a sentence."""

    rows: int = 2_000_000
    columns: int = 2_000
    file_bytes: int = 4_000_000_000
    unpacked_bytes: int = 4_000_000_000  # what the parts of a workbook may add up to
    unpacked_ratio: int = 200  # and how many times the packed size, above `unpacked_free_bytes`
    unpacked_free_bytes: int = 100_000_000
    cell_bytes: int = 2_000_000_000  # what the cells of a workbook may add up to, as text
    parser_seconds: int = 600  # what the child process may take, on the clock
    parser_bytes: int = 4_000_000_000  # its address space (POSIX only)
