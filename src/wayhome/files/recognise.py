"""What a file is, by its bytes; and a sentence for what is no list."""

from wayhome.files.decoding import decode
from wayhome.files.delimited import read_delimited
from wayhome.files.limits import Limits
from wayhome.files.table import Table


def read_table(data: bytes, limits: Limits) -> Table:
    """Read the cells of a file.

    Raises:
        CannotRead: a file that is no table, damaged, protected or too large.
    """
    return read_delimited(decode(data), limits)
