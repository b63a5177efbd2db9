"""Files of a laboratory, recognised by what they hold: remains on one side, families on another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TypeVar

from wayhome.engines.kinship import FrequencyTable
from wayhome.files.decoding import decode
from wayhome.files.kinship import cmf, fam, ped, tables
from wayhome.files.kinship.calls import Finding, Raw
from wayhome.files.kinship.database import FamModels, models_of, table_of
from wayhome.files.kinship.elimination import set_staff_aside
from wayhome.files.kinship.families import Drawn, Family, calls_of, join, of_fam, of_ped
from wayhome.files.kinship.specimens import ReadProfiles, gather, standard_marker
from wayhome.files.limits import Limits
from wayhome.files.read_list import SourceFile
from wayhome.files.reading import load
from wayhome.files.recognise import read_table
from wayhome.files.refusals import refuse
from wayhome.values import CannotRead, WayhomeError

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class ReadFamilies:
    """Families with what their files say beside them."""

    families: tuple[Family, ...]
    profiles: ReadProfiles  # of files without pedigrees
    findings: tuple[Finding, ...]  # on pedigrees and their members
    sources: tuple[SourceFile, ...]
    frequencies: FrequencyTable | None = None  # of a Familias file
    models: FamModels | None = None


@dataclass(frozen=True)
class _Loaded:
    source: SourceFile
    data: bytes
    text: str = ""  # of PED and Familias files


@dataclass(frozen=True)
class _OfFile:
    """What one file says of families."""

    source: SourceFile
    drawn: list[Drawn | Finding] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    frequencies: FrequencyTable | None = None
    models: FamModels | None = None


def read_remains(
    path: str | PathLike[str],
    *,
    elimination: str | PathLike[str] | None = None,
    homozygotes_once: bool = False,
) -> ReadProfiles:
    """Read the profiles of remains from a file, or from every file of a folder.

    Args:
        path: CODIS CMF 3.2 or 3.3, a GeneMapper table, a table with a row per marker or per
            specimen (CSV, XLSX, ODS), or the unidentified persons of a Familias file. In a folder
            a file that cannot be read is told of, and stops none of the others.
        elimination: profiles of staff; remains like one of them are set aside.
        homozygotes_once: the laboratory writes homozygous genotypes with one allele.

    Raises:
        CannotRead: what is wrong, where, and what to do, in a sentence.
    """
    unread: list[Finding] = []
    read = gather(_each(Path(path), _raw, unread), homozygotes_once=homozygotes_once)
    if not (read.specimens or read.set_aside or read.staff):
        raise refuse(CannotRead, "no_profiles", name=Path(path).name)
    read = replace(read, findings=(*unread, *read.findings))
    staff = read_remains(elimination).specimens if elimination is not None else ()
    return set_staff_aside(read, staff)


def read_families(
    path: str | PathLike[str], *, sought: Sequence[str] = (), homozygotes_once: bool = False
) -> ReadFamilies:
    """Read families from a Familias or PED file, or from a folder of pedigrees and profiles.

    In a folder, every PED and Familias file gives families, every other file profiles of their
    members, whose ids are the laboratory's numbers.

    Args:
        path: the file or the folder.
        sought: patterns of the ids of missing persons (`M*`), where no file marks them.
        homozygotes_once: as for `read_remains`.

    Raises:
        CannotRead: no family in it, or a file that cannot be read.
    """
    drawn: list[Drawn | Finding] = []
    raws: list[Raw] = []
    sources: list[SourceFile] = []
    findings: list[Finding] = []
    frequencies, models = None, None
    for one in _each(Path(path), partial(_of_file, homozygotes_once), findings):
        sources.append(one.source)
        findings += one.findings
        drawn += one.drawn
        raws += one.raws
        frequencies, models = one.frequencies or frequencies, one.models or models
    shared = gather(raws, homozygotes_once=homozygotes_once)
    families, found = join(drawn, shared, sought=sought)
    if not families:
        raise _no_families(Path(path).name, found)
    return ReadFamilies(
        families=tuple(families),
        profiles=shared,
        findings=(*findings, *found),
        sources=tuple(sources),
        frequencies=frequencies,
        models=models,
    )


def _no_families(name: str, found: Sequence[Finding]) -> CannotRead:
    """Why there is none: no pedigree at all, or none that a family can have."""
    impossible = [one for one in found if one.code == "impossible_pedigree"]
    if not impossible:
        return refuse(CannotRead, "no_families", name=name)
    first = impossible[0]
    return refuse(
        CannotRead, "impossible_families", name=first.file, row=first.row, why=first.value
    )


def _each(path: Path, read: Callable[[_Loaded], T], findings: list[Finding]) -> Iterator[T]:
    """What is read of the file, or of each file of a folder in the order of their names.

    One that cannot be read is told of in `findings`; it is refused only where it stands alone.
    """
    if not path.is_dir():
        yield read(_load(path))
        return
    inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
    if not inside:
        raise refuse(CannotRead, "empty_folder", name=path.name)
    refused = []
    for one in inside:
        try:
            found = read(_load(one))
        except WayhomeError as refusal:
            refused.append(_with_name(one, refusal))
            findings.append(
                Finding(file=one.name, row=0, code="unread_file", value=str(refusal))
            )  # fmt: skip
        else:
            yield found
    if len(refused) == len(inside):
        raise refused[0]


def _with_name(path: Path, refusal: WayhomeError) -> WayhomeError:
    """The refusal, with the name of the file it is about."""
    if path.name in str(refusal):
        return refusal
    return refuse(CannotRead, "in_file", name=path.name, what=refusal)


def _of_file(homozygotes_once: bool, loaded: _Loaded) -> _OfFile:
    """The families of a file, or the profiles of members of families."""
    source = loaded.source
    if source.format == "ped":
        rows, findings = ped.read_ped(loaded.text, file=source.name)
        drawn = of_ped(rows, source=source, homozygotes_once=homozygotes_once)
        return _OfFile(source, drawn=list(drawn), findings=findings)
    if source.format == "fam":
        content = fam.read_content(loaded.text)
        return _OfFile(
            source,
            drawn=list(of_fam(content, source=source, homozygotes_once=homozygotes_once)),
            findings=_not_applied(content, source.name),
            frequencies=table_of(content, name=source.name),
            models=models_of(content),
        )
    return _OfFile(source, raws=[_raw(loaded)])


def _not_applied(content: fam.FamFile, name: str) -> list[Finding]:
    """What the program would do and this one does not unless it is told to."""
    persons = (*content.persons, *content.unidentified, *(p for f in content.families
                                                          for p in f.persons))  # fmt: skip
    considered = any(person.consider_dropout for person in persons)
    rates = sorted({locus.dropout for locus in content.loci if locus.dropout})
    if not (considered and rates):
        return []
    return [Finding(file=name, row=0, code="fam_dropout", value=", ".join(map(str, rates)))]


def _load(path: Path) -> _Loaded:
    data = load(path, Limits())
    source = SourceFile(
        name=path.name, sha256=sha256(data).hexdigest(), bytes=len(data), format="table"
    )
    if cmf.is_cmf(data):
        return _Loaded(replace(source, format="cmf"), data)
    suffix = path.suffix.casefold()
    if suffix in (".fam", ".ped"):
        decoded = decode(data)
        kind = "fam" if fam.is_fam(decoded.text) else "ped"
        return _Loaded(replace(source, format=kind, encoding=decoded.encoding), data, decoded.text)
    return _Loaded(source, data)


def _raw(loaded: _Loaded) -> Raw:
    """The calls of a file."""
    source, name = loaded.source, loaded.source.name
    if source.format == "cmf":
        calls, findings = cmf.read_calls(loaded.data, file=name)
    elif source.format == "fam":
        content = fam.read_content(loaded.text)
        calls, findings = list(calls_of(content.unidentified)), _not_applied(content, name)
    elif source.format == "ped":
        families, findings = ped.read_ped(loaded.text, file=name)
        calls = [call for family in families for call in family.calls]
    else:
        table = read_table(loaded.data, Limits())
        calls, findings = tables.read_calls(table, file=name, known_marker=standard_marker)
    return Raw(source=source, calls=calls, findings=tuple(findings))
