"""Refusals: raised by their code, told in any language. The sentences are messages `refusal.*`."""

import errno
from typing import TypeVar

from wayhome.files.messages import message
from wayhome.values import WayhomeError

Refusal = TypeVar("Refusal", bound=WayhomeError)

_REASONS = {
    errno.ENOENT: "reason_missing",
    errno.ENOTDIR: "reason_missing",
    errno.EACCES: "reason_forbidden",
    errno.EPERM: "reason_forbidden",
    errno.EROFS: "reason_forbidden",
    errno.EISDIR: "reason_folder",
    errno.ENOSPC: "reason_full",
}


def refuse(kind: type[Refusal], code: str, **values: object) -> Refusal:
    """An error to raise, with the sentence of its code.

    Args:
        kind: of error.
        code: of the sentence, `refusal.CODE` among the messages.
        values: what fills it; another refusal among them becomes part of the sentence.
    """
    return kind(message(f"refusal.{code}", "en", **values), code=code, values=values)


def refusal_in(refusal: WayhomeError, lang: str) -> str:
    """The sentence of a refusal in a language.

    One without a code stays English, in other languages behind words that say so.
    """
    if refusal.code:
        told = {
            name: refusal_in(value, lang) if isinstance(value, WayhomeError) else value
            for name, value in refusal.values.items()
        }
        return message(f"refusal.{refusal.code}", lang, **told)
    return str(refusal) if lang == "en" else message("refusal.other", lang, sentence=refusal)


def reason_of(error: OSError) -> WayhomeError:
    """Why the system refused, as a part of a sentence."""
    code = _REASONS.get(error.errno or 0)
    if code:
        return refuse(WayhomeError, code)
    return refuse(WayhomeError, "reason_other", text=error.strerror or type(error).__name__)
