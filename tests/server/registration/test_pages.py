"""Registering, logging in and out, and the account's page, as a browser sees them."""

import re

import pytest

from browsers import PASSWORD, Browser, credits_of, forms_of
from chat_houses import House
from songreel_server import admin
from songreel_server.store.tables import Account


@pytest.fixture
def browser(house: House) -> Browser:
    return Browser(house)


def test_a_person_registers_and_has_the_sign_up_grant(browser: Browser, house: House) -> None:
    page = browser.register()
    assert (page.status_code, page.url.path) == (200, "/account")
    assert browser.email in page.text
    assert "<strong>250</strong> available" in page.text
    assert "songreel admin grant" in page.text
    assert credits_of(browser.api(house)) == {"available": 250, "frozen": 0, "total": 250}


def test_the_password_is_kept_as_an_argon2_hash(browser: Browser, house: House) -> None:
    browser.register()
    with house.parts.database.reading() as tx:
        [account] = [one for one in tx.query(Account) if one.email == browser.email]
    assert str(account.password_hash).startswith("$argon2id$")


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(browser: Browser) -> None:
    page = browser.register()
    cookies = page.history[0].headers.get_list("set-cookie")
    [session] = [one for one in cookies if one.startswith("songreel_session=web_")]
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Path=/" in session


def test_logging_out_ends_the_session_and_logging_in_begins_another(browser: Browser) -> None:
    page = browser.register()
    cookie = browser.client.cookies["songreel_session"]
    assert browser.send(page, "/logout").url.path == "/login"
    browser.client.cookies.set("songreel_session", cookie)
    assert browser.open("/account").url.path == "/login"
    browser.client.cookies.clear()
    assert browser.log_in(email=f" {browser.email.upper()} ").url.path == "/account"


def test_a_cookie_is_no_key_to_the_api(browser: Browser, house: House) -> None:
    browser.register()
    cookie = browser.client.cookies["songreel_session"]
    with house.client(Authorization=f"Bearer {cookie}") as client:
        assert client.get("/v1/credits").status_code == 401


@pytest.mark.parametrize("values", [{"password": "wrong password"}, {"email": "nobody@example.com"}])
def test_a_wrong_email_or_password_is_refused_in_the_same_words(browser: Browser, values: dict[str, str]) -> None:
    browser.send(browser.register(), "/logout")
    page = browser.log_in(**values)
    assert page.status_code == 401
    assert "The email or the password is wrong." in page.text
    assert browser.open("/account").url.path == "/login"


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"email": "nonsense"}, 400, "is no email address"),
        ({"password": "short"}, 400, "10 to 200 characters"),
        ({"password": "x" * 201}, 400, "10 to 200 characters"),
    ],
)
def test_what_cannot_be_registered_is_said_and_the_form_stays(
    browser: Browser, values: dict[str, str], status: int, said: str
) -> None:
    page = browser.register(**values)
    assert page.status_code == status
    assert said in page.text
    assert "/register" in forms_of(page)


def test_an_email_is_registered_once_whatever_its_case(browser: Browser, house: House) -> None:
    browser.register()
    page = Browser(house).register(email=browser.email.upper())
    assert page.status_code == 409
    assert "log in instead" in page.text


def test_an_account_that_the_operator_opened_cannot_be_registered_and_gets_its_password_from_them(
    browser: Browser, house: House
) -> None:
    parts = house.parts
    admin.create_key(parts.database, parts.settings, user=browser.email, now=parts.studio.clock(), credits=500)
    assert browser.register().status_code == 409
    assert browser.log_in(password="").status_code == 401
    admin.set_password(parts.database, browser.email, PASSWORD, now=parts.studio.clock())
    assert "<strong>500</strong> available" in browser.log_in().text


def test_a_form_that_was_not_written_for_this_browser_does_nothing(browser: Browser, house: House) -> None:
    browser.register()
    other = Browser(house)
    other.register()
    theirs = forms_of(other.open("/account"))["/account/keys"].fields
    for fields in (theirs, {"name": "x"}, theirs | {"form": ""}):
        answer = browser.client.post("/account/keys", data=fields)
        assert answer.status_code == 403
    mine = forms_of(browser.open("/account"))["/account/keys"].fields
    from_elsewhere = browser.client.post("/account/keys", data=mine, headers={"Sec-Fetch-Site": "cross-site"})
    assert from_elsewhere.status_code == 403
    assert "There are none yet" in browser.open("/account").text


def test_a_form_of_a_page_seen_before_logging_in_is_not_good_afterwards(browser: Browser) -> None:
    before = forms_of(browser.open("/login"))["/login"].fields
    browser.register()
    assert browser.client.post("/account/erase", data=before | {"confirm": browser.email}).status_code == 403


def test_guessing_passwords_is_stopped(browser: Browser, house: House) -> None:
    browser.register()
    answers = [Browser(house).log_in(email=browser.email, password=f"a wrong guess {n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 4 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_keys_are_made_with_limits_shown_once_and_ended(browser: Browser, house: House) -> None:
    browser.register()
    key = browser.key(name="<b>shop</b>", scopes="read upload", allow_ips="203.0.113.0/24, 2001:db8::/32", hourly="90")
    page = browser.open("/account")
    assert key not in page.text
    assert "&lt;b&gt;shop&lt;/b&gt;" in page.text
    assert "203.0.113.0/24, 2001:db8::/32" in page.text
    assert "90 an hour" in page.text
    with house.client(**{"Authorization": f"Bearer {key}", "X-Forwarded-For": "203.0.113.9"}) as client:
        assert client.get("/v1/credits").status_code == 200
        assert client.delete("/v1/vault/x").status_code == 403
        assert "The key has been ended." in browser.send(page, "/account/keys/revoke").text
        assert client.get("/v1/credits").status_code == 401


@pytest.mark.parametrize("values", [{"scopes": "fly"}, {"allow_ips": "home"}, {"hourly": "much"}, {"total": "-1"}])
def test_a_key_that_cannot_be_made_is_said(browser: Browser, values: dict[str, str]) -> None:
    page = browser.send(browser.register(), "/account/keys", **values)
    assert page.status_code == 400
    assert "There are none yet" in page.text


def test_a_key_of_somebody_else_cannot_be_ended(browser: Browser, house: House) -> None:
    other = Browser(house)
    other.register()
    client = other.api(house)
    their_id = forms_of(other.open("/account"))["/account/keys/revoke"].fields["key_id"]
    browser.register()
    browser.key()
    page = browser.send(browser.open("/account"), "/account/keys/revoke", key_id=their_id)
    assert page.status_code == 404
    assert client.get("/v1/credits").status_code == 200


def test_pages_run_no_script_and_their_style_is_the_one_that_is_allowed(browser: Browser) -> None:
    page = browser.open("/register")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/=]+'", policy)
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_an_account_is_erased_only_where_its_email_is_written(browser: Browser, house: House) -> None:
    page = browser.register()
    client = browser.api(house)
    refused = browser.send(browser.open("/account"), "/account/erase", confirm="yes")
    assert refused.status_code == 400
    assert client.get("/v1/credits").status_code == 200
    assert page.status_code == 200
    gone = browser.send(browser.open("/account"), "/account/erase", confirm=browser.email)
    assert "erased" in gone.text
    assert client.get("/v1/credits").status_code == 401
    assert browser.log_in().status_code == 401
    assert Browser(house).register(email=browser.email).status_code == 200
