"""Walking the pages as somebody who knows no address: by the links and buttons a page shows."""

from html.parser import HTMLParser


class Shown(HTMLParser):
    """The links and forms of a page's own part."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.said = [], [], ""
        self._form = self._into = None
        self.feed(text[text.index("<main") :])

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self._form = {"action": told.get("action", ""), "fields": {}, "buttons": [],
                          "method": told.get("method", "get"), "choices": {}}  # fmt: skip
            self.forms.append(self._form)
        elif tag == "a":
            self._into = ["", told.get("href", "")]
            self.links.append(self._into)
        elif self._form is not None:
            self._field(tag, told)

    def _field(self, tag, told):
        fields, name = self._form["fields"], told.get("name")
        if tag == "button":
            self._into = ["", name, told.get("value", "")]
            self._form["buttons"].append(self._into)
        elif tag == "select":
            self._form["choices"][name] = []
        elif tag == "option":
            choices = list(self._form["choices"].values())[-1]
            self._into = ["", told.get("value", "")]
            choices.append(self._into)
            if "selected" in told or len(choices) == 1:
                fields[list(self._form["choices"])[-1]] = told.get("value", "")
        elif tag == "input" and name and told.get("type") not in {"checkbox", "radio"}:
            fields[name] = told.get("value", "")
        elif name and "checked" in told:
            fields.setdefault(name, []).append(told["value"])

    def handle_data(self, data):
        self.said += data
        if self._into is not None:
            self._into[0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag in {"a", "button", "option"}:
            self._into = None


class Walker:
    """Somebody before a browser. Counts what was clicked."""

    def __init__(self, client):
        self.client, self.clicks = client, 0

    def open(self, address):
        self._see(self.client.get(address, follow=True))
        return self

    def follow(self, words):
        """Click the first link with these words."""
        found = [href for text, href in self.shown.links if words in text]
        assert found, f"no link says {words!r} on {self.address}: {self.shown.links}"
        self.clicks += 1
        return self.open(found[0])

    def press(self, words, **filled):
        """Fill in the first form with a button of these words, and press it."""
        for form in self.shown.forms:
            for text, name, value in form["buttons"]:
                if words in text:
                    return self._send(form, {name: value} if name else {}, filled)
        raise AssertionError(f"no button says {words!r} on {self.address}: {self.shown.said}")

    def has(self, words):
        """Whether a link or a button says this."""
        buttons = [one for form in self.shown.forms for one in form["buttons"]]
        return any(words in one[0] for one in (*self.shown.links, *buttons))

    def _send(self, form, pressed, filled):
        unknown = filled.keys() - form["fields"].keys() - {"line", "days", "happened", "attributes"}
        assert not unknown, f"{unknown} are not on {self.address}"
        self.clicks += 1
        told = {**form["fields"], **pressed, **filled}
        send = self.client.post if form["method"] == "post" else self.client.get
        self._see(send(form["action"] or self.address, told, follow=True))
        return self

    def _see(self, answer):
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        self.address = answer.request["PATH_INFO"]
        query = answer.request.get("QUERY_STRING", "")
        self.address += f"?{query}" if query else ""
        self.shown = Shown(answer.content.decode())
        self.said = " ".join(self.shown.said.split())
