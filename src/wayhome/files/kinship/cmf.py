"""CODIS Common Message Format 3.2 and 3.3: specimens, loci and alleles in XML."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers import expat

from wayhome.files.kinship.calls import Call, Finding, is_blank
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead

VERSIONS = ("3.2", "3.3")
ROOTS = ("CODISImportFile", "CODISRapidImportFile")


class _Forbidden(Exception):
    """A document type or entity: a message of this format has none."""


def is_cmf(data: bytes) -> bool:
    """Whether a file is XML that may be a message of CODIS."""
    head = data[:4_000].replace(b"\0", b"")  # as UTF-16 has them
    begins = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begins.startswith(b"<") and (begins.startswith(b"<?xml") or b"CODIS" in head)


def read_calls(data: bytes, *, file: str) -> tuple[list[Call], list[Finding]]:
    """The calls of a message, in the order of its specimens.

    Raises:
        CannotRead: no well-formed XML, a document type in it, or no message of this format.
    """
    try:
        return _read(data, file, _root(data))
    except (expat.ExpatError, ParseError) as error:
        line, column = _place(error)
        raise refuse(CannotRead, "cmf_broken", line=line, column=column) from None
    except _Forbidden:
        raise refuse(CannotRead, "cmf_document_type") from None


def _place(error: expat.ExpatError | ParseError) -> tuple[int, int]:
    if isinstance(error, ParseError):
        return error.position
    return error.lineno, error.offset


def _root(data: bytes) -> str:
    """Pass once over the file, refusing any document type, so that no entity can be declared.

    Gives the name of the root with its namespace. The parser of the standard library that follows
    is then as safe as defusedxml's, and ten times as fast: that one is written in Python.
    """
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator="}")

    def stop(*_: object) -> int:
        raise _Forbidden

    def begin(name: str, _: object) -> None:
        names.append(name)
        parser.StartElementHandler = None

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = stop
    parser.EntityDeclHandler = stop
    parser.ExternalEntityRefHandler = stop
    parser.Parse(data, True)
    return names[0]


def _read(data: bytes, file: str, root: str) -> tuple[list[Call], list[Finding]]:
    space, _, name = root.rpartition("}")
    if name not in ROOTS:
        raise refuse(CannotRead, "no_cmf")
    tags = _Tags(f"{{{space}}}" if space else "")
    calls: list[Call] = []
    findings: list[Finding] = []
    number = 0
    for _, element in iterparse(io.BytesIO(data), events=("end",)):  # noqa: S314 - see _root
        if element.tag == tags.specimen:
            number += 1
            calls.extend(_specimen(element, number, tags))
            element.clear()  # what is read is not kept twice
        elif element.tag == tags.version and (element.text or "").strip() not in VERSIONS:
            version = (element.text or "").strip()
            findings.append(Finding(file=file, row=0, code="cmf_version", value=version))
    return calls, findings


class _Tags:
    """The names of the elements read, in the namespace of the file."""

    def __init__(self, space: str) -> None:
        self.version, self.specimen = f"{space}HEADERVERSION", f"{space}SPECIMEN"
        self.number, self.category = f"{space}SPECIMENID", f"{space}SPECIMENCATEGORY"
        self.locus, self.marker = f"{space}LOCUS", f"{space}LOCUSNAME"
        self.allele, self.value = f"{space}ALLELE", f"{space}ALLELEVALUE"


def _specimen(element: Element, number: int, tags: _Tags) -> Iterator[Call]:
    specimen = (element.findtext(tags.number) or "").strip()
    category = (element.findtext(tags.category) or "").strip()
    loci = element.findall(tags.locus)
    if not loci:  # a specimen without a locus is one that was not typed
        yield Call(row=number, specimen=specimen, marker="", alleles=(), category=category)
    for locus in loci:
        values = [
            (value.text or "").strip()
            for allele in locus.findall(tags.allele)
            for value in allele.findall(tags.value)
        ]
        yield Call(
            row=number,
            specimen=specimen,
            marker=(locus.findtext(tags.marker) or "").strip(),
            alleles=tuple(value for value in values if not is_blank(value)),
            category=category,
            part=number,
        )
