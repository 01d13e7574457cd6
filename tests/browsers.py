"""A person with a browser: cookies, forms as they stand in the page, and nothing else."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any

import httpx

from chat_houses import House

PASSWORD = "correct horse battery"
_people = count(1)


@dataclass
class Form:
    """One form of a page."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.forms.append(Form(action=said.get("action") or ""))
        if tag == "input" and self.forms and said.get("name"):
            self.forms[-1].fields[str(said["name"])] = said.get("value") or ""


def forms_of(page: httpx.Response) -> dict[str, Form]:
    """By their action."""
    parser = _Forms()
    parser.feed(page.text)
    return {form.action: form for form in parser.forms}


class Browser:
    """Follows where it is led. Every one comes from an address of its own."""

    def __init__(self, house: House) -> None:
        self.number = next(_people)
        self.email = f"person-{self.number}@example.com"
        address = f"198.51.{self.number // 250}.{self.number % 250 + 1}"
        self.client = house.client(**{"X-Forwarded-For": address})
        self.client.follow_redirects = True

    def open(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def send(self, page: httpx.Response, action: str, **values: str) -> httpx.Response:
        """The page's form of that action with these values in it."""
        form = forms_of(page)[action]
        return self.client.post(action, data=form.fields | values)

    def register(self, bind: str = "", **values: str) -> httpx.Response:
        given = {"email": self.email, "password": PASSWORD} | values
        return self.send(self.open(f"/register?bind={bind}" if bind else "/register"), "/register", **given)

    def log_in(self, bind: str = "", **values: str) -> httpx.Response:
        given = {"email": self.email, "password": PASSWORD} | values
        return self.send(self.open(f"/login?bind={bind}" if bind else "/login"), "/login", **given)

    def key(self, **values: str) -> str:
        """A new key's text, from the page that shows it once."""
        page = self.send(self.open("/account"), "/account/keys", **values)
        assert page.status_code == 200, page.text
        return "sk-" + page.text.split("sk-", 1)[1].split("<", 1)[0]

    def api(self, house: House, **values: str) -> httpx.Client:
        """A client with a new key."""
        return house.client(Authorization=f"Bearer {self.key(**values)}")


def credits_of(client: httpx.Client) -> dict[str, Any]:
    data: dict[str, Any] = client.get("/v1/credits").json()["data"]
    return data
