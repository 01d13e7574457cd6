"""The calls that the studio's page is made of: who may see a project, what a change costs before it is made, replay."""

import re
from pathlib import Path

import pytest

from browsers import Browser
from chat_houses import Guest, House
from songreel_server.faces.door import Door
from songreel_server.faces.studio_web.built import BuiltPage
from songreel_server.faces.studio_web.pages import StudioPages
from songreel_server.projects import Projects
from songreel_server.sniff import Found
from songreel_server.visits import Visits

Filmed = tuple[Guest, str]
PAGE = {"X-Songreel-Page": "1"}
REMAKE = {"edits": [{"edit": "remake", "target": {"shots": [2]}, "changes": {"what": "clip"}}]}


def view(guest: Guest, project: str) -> dict:
    answer = guest.client.get(f"/v1/projects/{project}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def claimed(house: House, guest: Guest) -> Browser:
    """A browser that opened the guest's claim link and pressed its button."""
    link = guest.client.post("/api/auth/claim-token", json={"session_id": guest.session}).json()["data"]["url"]
    browser = Browser(house)
    browser.client.follow_redirects = False
    page = browser.open("/workspace/claim?ct=" + link.partition("?ct=")[2])
    assert browser.send(page, "/studio/claim").status_code == 303
    return browser


def test_a_project_is_seen_all_at_once(filmed: Filmed) -> None:
    guest, project = filmed
    seen = view(guest, project)
    draft = seen["draft"]
    assert draft["shots"][0]["start"] == 0
    assert draft["shots"][-1]["stop"] == draft["frames"]
    assert seen["films"][0]["version"] == 1
    assert seen["prices"]["film"] == 40
    assert seen["balance"]["available"] == 60


def test_links_name_no_host_so_that_they_work_by_whatever_address_the_page_was_opened(filmed: Filmed) -> None:
    guest, project = filmed
    seen = view(guest, project)
    assert seen["films"][0]["url"].startswith("/media/")
    assert seen["song_url"].startswith("/media/")


def test_the_waveform_is_as_long_as_the_song(filmed: Filmed) -> None:
    import base64

    guest, project = filmed
    sound = guest.client.get(f"/v1/projects/{project}/sound").json()["data"]
    peaks = base64.b64decode(sound["peaks"])
    assert abs(len(peaks) / sound["peaks_hz"] - sound["duration_s"]) < 0.05
    assert max(peaks) == 255


@pytest.mark.parametrize(
    "rest", ["", "/sound", "/shots/1/takes", "/messages", "/exports", "/poster", "/stills/" + "0" * 32, "/jobs/none"]
)
def test_another_accounts_project_answers_as_none(house: House, filmed: Filmed, rest: str) -> None:
    stranger = house.guest()
    mine = stranger.client.get(f"/v1/projects/{filmed[1]}{rest}")
    none = stranger.client.get(f"/v1/projects/no-such-project{rest}")
    assert mine.status_code == none.status_code == 404
    assert mine.json() == none.json()


@pytest.mark.parametrize(
    ("call", "body"),
    [("quote", REMAKE), ("edits", REMAKE), ("exports", {}), ("messages", {"text": "redo it"}), ("check", {})],
)
def test_nobody_else_changes_a_project(house: House, filmed: Filmed, call: str, body: dict) -> None:
    assert house.guest().client.post(f"/v1/projects/{filmed[1]}/{call}", json=body).status_code == 404


def test_a_quote_says_what_a_change_costs_and_changes_nothing(filmed: Filmed) -> None:
    guest, project = filmed
    before = view(guest, project)
    quote = guest.client.post(f"/v1/projects/{project}/quote", json=REMAKE).json()["data"]
    assert (quote["credits"], quote["shots"], quote["job_id"]) == (1, [2], None)
    after = view(guest, project)
    assert after["draft"]["version"] == before["draft"]["version"]
    assert after["balance"] == before["balance"]


def test_words_are_quoted_as_the_chat_understands_them(filmed: Filmed) -> None:
    guest, project = filmed
    quote = guest.client.post(f"/v1/projects/{project}/quote", json={"words": "make shot 2 again"}).json()["data"]
    assert quote["shots"] == [2]
    refused = guest.client.post(f"/v1/projects/{project}/quote", json={"words": "how are you"})
    assert refused.status_code == 400


def test_a_change_to_a_version_that_no_longer_stands_is_refused(filmed: Filmed) -> None:
    guest, project = filmed
    answer = guest.client.post(f"/v1/projects/{project}/edits", json=REMAKE | {"version": 99})
    assert answer.status_code == 409
    assert "version 1" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "edits",
    [[{"edit": "explode"}], [{"edit": "pace", "changes": {"factor": 1e9}}], [{"edit": "move_cut", "target": "x"}]],
)
def test_an_edit_that_cannot_be_is_refused_in_one_sentence(filmed: Filmed, edits: list) -> None:
    guest, project = filmed
    answer = guest.client.post(f"/v1/projects/{project}/quote", json={"edits": edits})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("The edit is wrong at ")


def test_a_change_is_a_version_with_a_job_whose_progress_is_told_again_to_whoever_lost_it(house: House) -> None:
    guest = house.guest()
    guest.make_film()
    [project] = [one["id"] for one in guest.client.get("/v1/projects").json()["data"]["projects"]]
    edited = guest.client.post(f"/v1/projects/{project}/edits", json=REMAKE | {"version": 1}).json()["data"]
    seen = view(guest, project)
    assert (seen["draft"]["version"], seen["running"]["id"]) == (2, edited["job_id"])
    [job] = house.jobs()
    house.end(job)
    events = f"/v1/projects/{project}/jobs/{edited['job_id']}/events"
    whole = guest.client.get(events).text
    ids = re.findall(r"^id: (\d+)$", whole, re.MULTILINE)
    assert ids == [str(number) for number in range(1, len(ids) + 1)]
    assert ("event: progress" in whole, whole.count("event: end")) == (True, 1)
    rest = guest.client.get(events, headers={"Last-Event-ID": ids[-2]}).text
    assert ("event: progress" in rest, rest.count("event: end")) == (False, 1)
    assert view(guest, project)["films"][0]["version"] == 2
    undone = guest.client.post(
        f"/v1/projects/{project}/edits", json={"edits": [{"edit": "undo", "changes": {"steps": 1}}]}
    )
    assert undone.json()["data"]["version"] == 1
    assert view(guest, project)["history"]["future"] == [2]
    # Whoever makes the next film in this house waits for its job alone.
    for job in house.jobs():
        house.end(job)
    assert view(guest, project)["running"] is None


def test_what_is_said_on_the_page_and_in_the_chat_is_one_conversation(house: House) -> None:
    guest = house.guest()
    guest.make_film()
    [project] = [one["id"] for one in guest.client.get("/v1/projects").json()["data"]["projects"]]
    said = guest.client.post(f"/v1/projects/{project}/messages", json={"text": "how many credits do I have?"}).text
    assert '"text"' in said
    talk = guest.client.get(f"/v1/projects/{project}/messages").json()["data"]["messages"]
    assert [one["text"] for one in talk] == ["make a music video, golden hour", "how many credits do I have?"]
    assert "60" in talk[-1]["reply"]


def test_a_take_without_a_clip_is_seen_as_its_film_shows_it(filmed: Filmed) -> None:
    guest, project = filmed
    takes = guest.client.get(f"/v1/projects/{project}/shots/1/takes").json()["data"]["takes"]
    [shot, *_] = view(guest, project)["draft"]["shots"]
    [take] = takes
    assert take["number"] == 1
    assert re.fullmatch(rf"[0-9a-f]{{64}}\.{(shot['start'] + shot['stop']) // 2}", take["still"])
    assert guest.client.get(f"/v1/projects/{project}/shots/999/takes").status_code == 400


def test_words_that_were_pasted_go_into_the_film_and_nothing_else_is_taken_for_words(house: House) -> None:
    guest = house.guest()
    guest.send_song()
    lyrics = Path(house.parts.settings.data / "words.txt")
    lyrics.write_text("one line\nand another", "utf-8")
    guest.keep(lyrics, "lyrics.txt", Found(kind="lyrics", media_type="text/plain", facts={"lines": 2}))
    items = {one["kind"]: one["id"] for one in guest.client.get("/v1/vault").json()["data"]["items"]}
    wish = {"song_id": items["song"], "lyrics_id": items["lyrics"]}
    wrong = guest.client.post("/v1/projects", json=wish | {"lyrics_id": items["song"]})
    assert (wrong.status_code, "is no lyrics but song" in wrong.text) == (400, True)
    unknown = guest.client.post("/v1/projects", json=wish | {"lyric_style": "wobbly"})
    assert (unknown.status_code, "no lyric style 'wobbly'" in unknown.text) == (400, True)
    assert house.jobs() == []
    assert guest.client.post("/v1/projects", json=wish | {"lyric_style": "karaoke"}).status_code == 200
    [job] = house.jobs()
    assert job.request["lyrics"]["style"] == "karaoke"
    assert job.request["lyrics"]["file"]["name"] == "lyrics.txt"
    house.end(job)


@pytest.mark.parametrize("key", ["0" * 32, "..%2F..%2Fproject", "draft", "a" * 16 + ".mp4"])
def test_a_picture_is_only_ever_of_a_clip(filmed: Filmed, key: str) -> None:
    guest, project = filmed
    assert guest.client.get(f"/v1/projects/{project}/stills/{key}").status_code == 404
    assert guest.client.get(f"/v1/projects/{project}/clips/{key}").status_code == 404


def test_a_browsers_cookie_is_believed_for_looking_and_changes_only_what_the_page_itself_asks_for(house: House) -> None:
    browser = Browser(house)
    browser.register()
    browser.client.follow_redirects = False
    assert browser.client.get("/v1/projects").json()["data"] == {"projects": []}
    wish = {"song_id": "none"}
    assert browser.client.post("/v1/projects", json=wish).status_code == 401
    assert browser.client.post("/v1/projects", json=wish, headers=PAGE).status_code == 404
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.get("/v1/projects", headers=elsewhere).status_code == 401
    assert browser.client.post("/v1/projects", json=wish, headers=PAGE | elsewhere).status_code == 401


def test_a_claim_link_opens_its_project_and_nothing_else_of_the_account(house: House) -> None:
    guest = house.guest()
    guest.make_film()
    other = guest.new_session()
    browser = claimed(house, guest)
    [project] = [one["id"] for one in guest.client.get("/v1/projects").json()["data"]["projects"] if one["has_film"]]
    other_project = guest.client.get(f"/api/state/nemo_agent/me/{other}/latest").json()["data"]["task_id"]
    assert browser.client.get(f"/v1/projects/{project}").json()["data"]["may"] == ["read", "render", "write"]
    assert browser.client.get(f"/v1/projects/{other_project}").status_code == 404
    for path in ("/v1/projects", "/v1/vault", "/v1/account", "/v1/choices"):
        assert browser.client.get(path).status_code == 401, path
    quote = browser.client.post(f"/v1/projects/{project}/quote", json=REMAKE, headers=PAGE)
    assert quote.json()["data"]["credits"] == 1
    assert browser.client.post(f"/v1/projects/{project}/quote", json=REMAKE).status_code == 401
    assert browser.open("/account").headers["location"] == "/login"


def test_an_entry_lets_one_browser_in_once(house: House, filmed: Filmed) -> None:
    guest, project = filmed
    caller = house.parts.studio.who_is(guest.token)
    entry = Visits(house.parts.settings, house.parts.database, clock=house.parts.studio.clock).entry(caller.account_id)
    path = f"/studio/enter?ct={entry.token}&to={project}"
    first, second = Browser(house), Browser(house)
    first.client.follow_redirects = second.client.follow_redirects = False
    assert first.open(path).headers["location"] == f"/studio/{project}"
    assert first.client.get(f"/v1/projects/{project}").status_code == 200
    assert second.open(path).headers["location"] == "/login"
    assert first.open("/studio/enter?ct=x").status_code == 400


def test_the_page_is_a_404_for_a_project_of_another_account(
    house: House, filmed: Filmed, built_page: BuiltPage
) -> None:
    nobody = Browser(house)
    nobody.client.follow_redirects = False
    assert nobody.open(f"/studio/{filmed[1]}").headers["location"] == "/login"
    stranger = Browser(house)
    stranger.register()
    assert stranger.open("/studio").status_code == 200
    assert stranger.open(f"/studio/{filmed[1]}").status_code == 404
    assert stranger.open("/studio/no-such-project").status_code == 404


def test_the_page_may_run_nothing_and_reach_nothing_but_this_server(house: House, built_page: BuiltPage) -> None:
    browser = Browser(house)
    browser.register()
    page = browser.open("/studio")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "http" not in page.text
    assert page.text.count("<script") == page.text.count('src="/studio/assets/')
    assert browser.open("/studio/assets/../index.html").status_code == 404


def test_a_first_view_is_small(house: House, filmed: Filmed, built_page: BuiltPage) -> None:
    guest, project = filmed
    first = re.findall(r"/studio/(assets/[^\"]+)", built_page.index.content.decode())
    assert len(first) >= 2
    packed = sum(len(built_page.assets[name].packed or built_page.assets[name].content) for name in first)
    answers = [f"/v1/projects/{project}", f"/v1/projects/{project}/sound"]
    sent = sum(int(guest.client.get(path).headers["content-length"]) for path in answers)
    assert packed + sent + len(built_page.index.content) < 150_000
    for kind, most in (("image/webp", 8_000), ("video/mp4", 40_000)):
        tiles = [
            len(one.content)
            for name, one in built_page.assets.items()
            if name.startswith("styles/") and one.media_type == kind
        ]
        assert len(tiles) == 20
        assert max(tiles) <= most


def test_a_checkout_without_a_build_says_how_to_make_one(house: House, tmp_path: Path) -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    parts = house.parts
    visits = Visits(parts.settings, parts.database, clock=parts.studio.clock)
    door = Door(parts.studio, parts.settings, visits)
    projects = Projects(parts.studio.films, clock=parts.studio.clock)
    app = FastAPI()
    app.include_router(StudioPages(projects, visits, door, parts.settings, parts.store, BuiltPage(tmp_path)).router())
    answer = TestClient(app).get("/studio")
    assert answer.status_code == 503
    assert "scripts/lib/build_web" in answer.text
