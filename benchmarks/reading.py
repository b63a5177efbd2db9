"""How much of a report does the reader draft rightly, against labelled texts?

    uv run python benchmarks/reading.py DIR [SPLIT] [--out FOLDER] [--no-model] [--errors]

DIR is laid out as articles/NN.txt with articles/NN.meta.json, gold/NN.json, gold/split.json, and a
score_coarse.py of its own, which scores the facts with a number (coarse labels, no alternatives).
The predictions go to a new folder, or to FOLDER, and the folder is named. The last line printed is
JSON; a share is written {"share": ..., "right": ..., "of": ...}, an F1 {"f1", "precision",
"recall", "gold", "predicted"}.

The rules of the other figures:
- deadline_exact: every deadline of the gold with a date. Right if the draft has one
  at those words with the same last day; where the gold has first and last day, both.
  Anchor counts by the date it yields.
- quotes_found: a quotation labelled in the gold is found if a statement of mode quote covers at
  least nine tenths of its characters. quotes_speaker: of all labelled quotes whose speaker is a
  person, those found whose speaker has the same surname. A quote of a document or ministry is right
  if its side is right (both sides' is right for "both").
- side_of_person: of the labelled people with a side, those drafted with that side. People who were
  not drafted count as wrong.
- round_number, city, duration: of the first labelled round of a text, where it has the value. A
  text with no number in the gold counts too for round_number: the draft must have none. City is the
  place's name. A number the annotator inferred, which no words of the text give, is left out.
  Duration is in minutes (or days) with the same number; a week is seven days.
- party_named_right: of the matched facts for which the draft names who asserts it, those that are
  right ("unsure" beats a guess).
- false_facts: facts with a number drafted from ten invented pages without any (tests/engines/
  reading/pages).
- seconds: wall time per text after the model is loaded, mean and longest.
"""

import argparse
import contextlib
import importlib
import io
import json
import os
import re
import sys
import tempfile
import unicodedata
from pathlib import Path
from time import perf_counter

from wayhome.engines.reading import read_report
from wayhome.engines.reading.model import NoModel, load_model
from wayhome.values.partial_date import PartialDate

# The scorer's fine labels are mapped to coarse ones: one fine label stands for each of ours.
UNIT = {"captive": "person", "document_name": "name"}
STATUS = {
    "promise": "agreed",
    "ask": "demanded",
    "refusal": "refused",
    "delivery": "done",
    "state": "claimed",
}
# The scorer tells a state from its government in conflicts within it.
GOVERNMENT = {
    "Afghanistan": "Afghan government",
    "Colombia": "Colombia government",
    "Democratic Republic of the Congo": "DRC government",
    "Ethiopia": "Ethiopia government",
    "Syria": "Syria government",
    "Yemen": "Yemen government",
}
PAGES = Path(__file__).parents[1] / "tests" / "engines" / "reading" / "pages"


def party(found):
    """The scorer's name of a party, from ours or a field that holds one."""
    name = getattr(found, "value", found)
    return GOVERNMENT.get(name, name)


def prediction(fact):
    """A fact in the scorer's format. The place of a number is that of its own words."""
    quantity, unit = fact.quantity.value, fact.unit.value.value
    if unit == "ceasefire_time":
        unit = "ceasefire_" + fact.unit_detail
    return {
        "start": fact.quantity.span.start,
        "end": fact.span.end,
        "quantity": {
            "value": quantity.value,
            "value_max": quantity.value_max,
            "comparator": quantity.comparator.value,
            "each_side": quantity.per.value == "each_side",
        },
        "unit": UNIT.get(unit, unit),
        "status": STATUS[fact.act.value.value],
        "attributed_to": {"party": party(fact.asserted_by.party)},
        "giver": party(fact.giver),
        "receiver": party(fact.receiver),
        "deadline": {"iso": fact.deadline.latest} if fact.deadline else None,
    }


class Share:
    """So many right of so many, and what was wrong."""

    def __init__(self):
        self.right = self.of = 0
        self.wrong = []

    def count(self, right, what=""):
        self.of += 1
        self.right += bool(right)
        if not right:
            self.wrong.append(what)

    def shown(self):
        share = round(self.right / self.of, 3) if self.of else None
        return {"share": share, "right": self.right, "of": self.of}


def surname(name):
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return plain.split()[-1].replace("yy", "y").replace("iy", "y") if plain.split() else ""


def compare(doc, text, gold, draft, shares, canon):
    """Count the figures with rules of our own for one text."""
    people = {person.id: person for person in draft.people}
    deadlines(doc, text, gold, draft, shares["deadline_exact"])
    quotes(doc, gold, draft, people, shares, canon)
    for known in gold.get("people", []):
        if known.get("side"):
            drafted = [p for p in draft.people if surname(p.name) == surname(known["name"])]
            side = drafted[0].side if drafted else None
            right = canon(party(side)) == canon(known["side"]) if side else False
            shares["side_of_person"].count(right, (doc, known["role"], known["side"], party(side)))
    rounds(doc, gold, draft, shares)


def deadlines(doc, text, gold, draft, share):
    for labelled in [*gold.get("facts", []), *gold.get("proposals", [])]:
        due = labelled.get("deadline") or {}
        if not due.get("iso"):
            continue
        first, _, last = due["iso"].partition("/")
        at = place(text, due["raw"], labelled)
        near = [
            d
            for d in draft.deadlines
            if d.span.start < at + len(due["raw"])
            and at < d.span.end
            and overlap(d.raw, due["raw"])
        ]
        right = any(d.latest == (last or first) and (not last or d.earliest == first) for d in near)
        share.count(right, (doc, due["raw"], due["iso"], [(d.raw, d.latest) for d in near]))


def place(text, raw, labelled):
    """Where a deadline's words stand: the occurrence nearest to the labelled stretch."""
    starts = [m.start() for m in re.finditer(re.escape(raw), text)]
    return min(starts, key=lambda at: abs(at - labelled["start"]), default=labelled["start"])


def overlap(one, other):
    """Whether one wording holds the other, or half of its words."""
    a, b = (set(re.findall(r"\w+", words.lower())) for words in (one, other))
    return len(a & b) * 2 >= min(len(a), len(b))


def quotes(doc, gold, draft, people, shares, canon):
    drafted = [s for s in draft.statements if s.mode == "quote"]
    for labelled in gold.get("statements", []):
        if labelled["mode"] != "quote":
            continue
        start, end = labelled["start"], labelled["end"]
        best = max(
            drafted,
            key=lambda s: min(end, s.span.end) - max(start, s.span.start),
            default=None,
        )
        covers = best and min(end, best.span.end) - max(start, best.span.start)
        found = bool(best) and covers >= 0.9 * (end - start)
        shares["quotes_found"].count(found, (doc, labelled["span"][:50]))
        shares["quotes_speaker"].count(
            found and speaks(labelled, best, people, gold, canon),
            (doc, labelled["speaker"], labelled["span"][:40]),
        )


def speaks(labelled, drafted, people, gold, canon):
    speaker = people.get(drafted.speaker.value) if drafted.speaker else None
    if any(surname(p["name"]) == surname(labelled["speaker"]) for p in gold.get("people", [])):
        return bool(speaker) and surname(speaker.name) == surname(labelled["speaker"])
    side = canon(party(drafted.side)) if drafted.side else None
    return speaker is None and side == canon(labelled["side"])


def rounds(doc, gold, draft, shares):
    if not gold.get("talks"):
        return
    known = gold["talks"][0]
    drafted = draft.rounds[0] if draft.rounds else None
    number = drafted.number.value if drafted and drafted.number else None
    if not known.get("round_inferred"):
        shares["round_number"].count(
            number == known.get("round_no"), (doc, known.get("round_no"), number)
        )
    if known.get("place"):
        place = drafted.place.value if drafted and drafted.place else None
        shares["city"].count(place == known["place"], (doc, known["place"], place))
    length = drafted.duration.value if drafted and drafted.duration else None
    minutes = length.minutes if length else None
    span = re.fullmatch(r"P(\d+)([DW])", length.iso) if length else None
    days = int(span[1]) * (7 if span[2] == "W" else 1) if span else None
    if known.get("duration_minutes"):
        shares["duration"].count(
            minutes == known["duration_minutes"], (doc, known["duration_minutes"], length)
        )
    elif known.get("duration_days"):
        right = days == known["duration_days"]
        shares["duration"].count(right, (doc, known["duration_days"], length))


def level(scores, gold, predicted):
    precision, recall, f1 = scores
    return {
        "f1": f1,
        "precision": precision,
        "recall": recall,
        "gold": gold,
        "predicted": predicted,
    }


def false_facts(model):
    """Facts drafted from pages that hold none."""
    pages = sorted(PAGES.glob("*.txt"))
    drafted = [
        read_report(page.read_text(encoding="utf-8"), published=None, model=model).facts
        for page in pages
    ]
    return {"count": sum(map(len, drafted)), "pages": len(pages)}


def score(folder, root, docs):
    """The scorer's own levels, and the share of named parties that are right."""
    os.environ["GOLD_ROOT"] = str(root)
    sys.path.insert(0, str(root))
    argv, sys.argv = sys.argv, ["score_coarse.py", str(folder)]
    with contextlib.redirect_stdout(io.StringIO()):
        scorer = importlib.import_module("score_coarse").S
    sys.argv = argv
    levels, extra, missed, wrong, _ = scorer.score(str(folder), docs)
    return levels, {"extra": extra, "missed": missed, "wrong": wrong}, scorer


def named_parties(folder, root, docs, scorer):
    """Of the facts at a labelled number that name who asserts it, those that are right."""
    share = Share()
    for doc in docs:
        gold = json.loads((root / "gold" / f"{doc}.json").read_text(encoding="utf-8"))["facts"]
        for fact in json.loads((folder / f"{doc}.json").read_text(encoding="utf-8"))["facts"]:
            near = [
                g
                for g in gold
                if g["quantity"]["value"] == fact["quantity"]["value"]
                and g["start"] - 2 <= fact["start"] <= g["end"] + 2
            ]
            named = fact["attributed_to"]["party"]
            if near and named:
                known = near[0]
                accepted = [
                    known["attributed_to"]["party"],
                    *known.get("also_accept", {}).get("party", []),
                ]
                right = scorer.canon(named) in [scorer.canon(name) for name in accepted]
                share.count(right, (doc, named, accepted))
    return share


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir", type=Path)
    parser.add_argument("split", nargs="?", default="open")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    root = asked.dir.resolve()
    out = asked.out or Path(tempfile.mkdtemp(prefix="reading-"))
    out.mkdir(parents=True, exist_ok=True)
    model = NoModel() if asked.no_model else load_model()
    docs = json.loads((root / "gold" / "split.json").read_text(encoding="utf-8"))[asked.split]
    read_report("Northland and Southland met.", published=None, model=model)  # tables are loaded
    drafts, texts, seconds = {}, {}, []
    for doc in docs:
        text = (root / "articles" / f"{doc}.txt").read_bytes().decode("utf-8")
        texts[doc] = text
        meta = root / "articles" / f"{doc}.meta.json"
        gold = json.loads((root / "gold" / f"{doc}.json").read_text(encoding="utf-8"))
        published = (
            gold.get("published") or json.loads(meta.read_text(encoding="utf-8"))["published"]
        )
        began = perf_counter()
        drafts[doc] = read_report(text, published=PartialDate.parse(published), model=model)
        seconds.append(perf_counter() - began)
        facts = {"facts": [prediction(fact) for fact in drafts[doc].facts]}
        (out / f"{doc}.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    levels, errors, scorer = score(out, root, docs)
    names = [
        "deadline_exact",
        "quotes_found",
        "quotes_speaker",
        "side_of_person",
        "round_number",
        "city",
        "duration",
    ]
    shares = {name: Share() for name in names}
    for doc in docs:
        gold = json.loads((root / "gold" / f"{doc}.json").read_text(encoding="utf-8"))
        compare(doc, texts[doc], gold, drafts[doc], shares, scorer.canon)
    named = named_parties(out, root, docs, scorer)
    counts = levels["gold"], levels["pred"]
    print(f"Predictions: {out}")
    if asked.errors:
        for kind, rows in [
            *errors.items(),
            *((n, s.wrong) for n, s in shares.items()),
            ("named", named.wrong),
        ]:
            for row in rows:
                print(kind, row)
    result = {
        "quantity_unit_f1": level(levels["number+unit"], *counts),
        "comparator_status_f1": level(levels["+status"], *counts),
        "full_tuple_f1": level(levels["+party"], *counts),
        "giver_receiver_f1": level(levels["+giver/receiver"], *counts),
        "party_named_right": named.shown(),
        **{name: share.shown() for name, share in shares.items()},
        "false_facts": false_facts(model),
        "seconds": {
            "mean": round(sum(seconds) / len(seconds), 3),
            "longest": round(max(seconds), 3),
            "texts": len(seconds),
        },
        "model": model.name,
        "predictions": str(out),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
