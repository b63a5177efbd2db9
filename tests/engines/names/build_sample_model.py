"""Learn the sample model again, after a change that is meant to change it.

uv run python tests/engines/names/build_sample_model.py
"""

from pathlib import Path

from wayhome.engines.names.correspondence import Correspondence, Settings

HERE = Path(__file__).parent
NOTE = "Learned from tests/engines/names/sample_pairs.tsv (Wikidata, CC0)."


def learn_sample() -> Correspondence:
    lines = (HERE / "sample_pairs.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [(x, y.replace(" ", ""), 1.0) for x, y, _ in (line.split("\t") for line in lines)]
    return Correspondence.learn(
        pairs,
        source_script="Latn",
        target_script="Cyrl",
        forward=Settings(least_use=3, gain=2),
        backward=Settings(longest=2, widest=3, least_use=3, gain=2),
    )


if __name__ == "__main__":
    learn_sample().save(HERE / "sample_model" / "latn-cyrl", [NOTE])
