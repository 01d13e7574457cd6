"""What accounts keep, over both databases and both media stores."""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from songreel_server import vault
from songreel_server.errors import BadRequestError, ConflictError, NotFoundError, StorageError, TooLargeError
from songreel_server.sniff import Found, Kind
from songreel_server.store.database import Database
from songreel_server.store.media_store import MediaStore
from songreel_server.store.tables import Account, Blob, Job, ProjectRow, VaultItem
from songreel_server.vault import Arrival, Item, key_of

NOW = 1_800_000_000.0
ANNA, BEN = "anna", "ben"


@pytest.fixture(params=["sqlite and a folder", "postgresql and s3"])
def places(request: pytest.FixtureRequest) -> list[str]:
    return str(request.param).replace(" a ", " ").split(" and ")


@pytest.fixture
def database_kind(places: list[str]) -> str:
    return places[0]


@pytest.fixture
def media_store_kind(places: list[str]) -> str:
    return places[1]


@pytest.fixture(autouse=True)
def _accounts(database: Database) -> None:
    with database.writing() as tx:
        tx.add_all(Account(id=name, kind="anonymous", made_at=NOW) for name in (ANNA, BEN))


@pytest.fixture
def arrival(tmp_path: Path) -> Callable[..., Arrival]:
    def make(content: bytes = b"a song", *, kind: Kind = "song", name: str = "song.mp3", **facts: object) -> Arrival:
        sha256 = hashlib.sha256(content).hexdigest()
        path = tmp_path / sha256
        path.write_bytes(content)
        return Arrival(
            path=path,
            name=name,
            sha256=sha256,
            size=len(content),
            found=Found(kind=kind, media_type="audio/mpeg", facts=dict(facts)),
        )

    return make


@pytest.fixture
def keep(database: Database, media_store: MediaStore) -> Callable[..., list[Item]]:
    def call(account_id: str, *arrivals: Arrival, now: float = NOW, quota_bytes: int | None = 1_000) -> list[Item]:
        return vault.keep(database, media_store, account_id, arrivals, now=now, quota_bytes=quota_bytes)

    return call


Make = Callable[..., Arrival]
Keep = Callable[..., list[Item]]


def files_in(store: MediaStore) -> set[str]:
    return {stored.key for stored in store.files("blobs")}


def count(database: Database, table: type) -> int:
    with database.reading() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_kept_is_found_again(database: Database, media_store: MediaStore, arrival: Make, keep: Keep) -> None:
    (kept,) = keep(ANNA, arrival(b"a song", name="Night.mp3", duration_s=6.0))
    with database.reading() as tx:
        assert vault.item(tx, ANNA, kept.id) == kept
    assert (kept.kind, kept.name, kept.size, kept.facts) == ("song", "Night.mp3", 6, {"duration_s": 6.0})
    assert b"".join(media_store.read(kept.key)) == b"a song"


def test_the_same_content_twice_is_one_item_under_its_first_name(database: Database, arrival: Make, keep: Keep) -> None:
    first = keep(ANNA, arrival(name="first.mp3"))
    assert keep(ANNA, arrival(name="second.mp3"), now=NOW + 1) == first
    assert (count(database, VaultItem), count(database, Blob)) == (1, 1)


def test_the_same_content_of_two_accounts_is_two_items_and_one_file(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (annas,), (bens,) = keep(ANNA, arrival(name="hers.mp3")), keep(BEN, arrival(name="his.mp3"))
    assert annas.id != bens.id
    assert (annas.name, bens.name) == ("hers.mp3", "his.mp3")
    assert files_in(media_store) == {annas.key}
    assert count(database, Blob) == 1


def test_another_accounts_item_answers_as_absent(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (annas,) = keep(ANNA, arrival())
    said = []
    for item_id in (annas.id, "no-such-id"):
        with database.reading() as tx, pytest.raises(NotFoundError) as refused:
            vault.item(tx, BEN, item_id)
        said.append(str(refused.value).replace(item_id, "ID"))
        with pytest.raises(NotFoundError) as refused:
            vault.forget(database, media_store, BEN, item_id)
        said.append(str(refused.value).replace(item_id, "ID"))
    assert len(set(said)) == 1
    with database.reading() as tx:
        assert vault.search(tx, BEN).items == ()
        assert vault.item(tx, ANNA, annas.id) == annas


def test_one_file_too_many_and_nothing_of_the_request_is_kept(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    with pytest.raises(TooLargeError, match="delete what you no longer need"):
        keep(ANNA, arrival(b"x" * 600), arrival(b"y" * 600))
    assert (count(database, VaultItem), count(database, Blob)) == (0, 0)
    assert files_in(media_store) == set()


def test_a_content_counts_once_towards_the_quota_and_a_film_not_at_all(
    database: Database, arrival: Make, keep: Keep
) -> None:
    keep(ANNA, arrival(b"x" * 600))
    keep(ANNA, arrival(b"x" * 600, kind="sound"))
    keep(ANNA, arrival(b"f" * 5_000, kind="film"))
    with database.reading() as tx:
        assert vault.used_bytes(tx, ANNA) == 600
        assert vault.used_bytes(tx, BEN) == 0
    keep(ANNA, arrival(b"y" * 400))
    with pytest.raises(TooLargeError):
        keep(ANNA, arrival(b"z"))
    assert len(keep(ANNA, arrival(b"x" * 600))) == 1


def test_requests_at_once_do_not_exceed_the_quota_together(database: Database, arrival: Make, keep: Keep) -> None:
    arrivals = [arrival(bytes([number]) * 300) for number in range(8)]

    def attempt(one: Arrival) -> bool:
        try:
            keep(ANNA, one)
        except TooLargeError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, arrivals)) == 3
    with database.reading() as tx:
        assert vault.used_bytes(tx, ANNA) == 900


def test_the_same_song_sent_many_times_at_once_is_one_item(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    song = arrival()
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda account: keep(account, song)[0].id, [ANNA, BEN] * 4))
    assert len(set(kept)) == 2
    assert (count(database, VaultItem), count(database, Blob)) == (2, 1)
    assert files_in(media_store) == {key_of(song.sha256)}


def test_forgetting_the_last_copy_frees_the_file(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (kept,) = keep(ANNA, arrival())
    freed = vault.forget(database, media_store, ANNA, kept.id)
    assert (freed.item, freed.bytes) == (kept, 6)
    assert files_in(media_store) == set()
    assert (count(database, VaultItem), count(database, Blob)) == (0, 0)
    with pytest.raises(NotFoundError):
        vault.forget(database, media_store, ANNA, kept.id)


def test_forgetting_tells_nothing_of_others_and_takes_nothing_from_them(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (annas,), (bens,) = keep(ANNA, arrival()), keep(BEN, arrival())
    assert vault.forget(database, media_store, ANNA, annas.id).bytes == 6
    assert b"".join(media_store.read(bens.key)) == b"a song"


def test_a_content_kept_as_two_things_is_freed_with_the_second(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (song,), (sound,) = keep(ANNA, arrival()), keep(ANNA, arrival(kind="sound"))
    assert vault.forget(database, media_store, ANNA, song.id).bytes == 0
    assert files_in(media_store) == {sound.key}
    assert vault.forget(database, media_store, ANNA, sound.id).bytes == 6
    assert files_in(media_store) == set()


def test_forgetting_and_keeping_at_once_never_leaves_an_item_without_its_file(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    song = arrival()
    stop = threading.Event()

    def flicker() -> None:
        while not stop.is_set():
            vault.forget(database, media_store, BEN, keep(BEN, song)[0].id)

    with ThreadPoolExecutor(1) as pool:
        flickering = pool.submit(flicker)
        try:
            for _ in range(8):
                (kept,) = keep(ANNA, song)
                assert b"".join(media_store.read(kept.key)) == b"a song"
                vault.forget(database, media_store, ANNA, kept.id)
        finally:
            stop.set()
        flickering.result()
    assert files_in(media_store) == set()


def test_a_song_in_the_making_is_not_deleted(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (song,) = keep(ANNA, arrival())
    with database.writing() as tx:
        tx.add(ProjectRow(id="p", account_id=ANNA, name="n", song_item_id=song.id, made_at=NOW, changed_at=NOW))
        tx.flush()
        tx.add(
            Job(
                id="j", account_id=ANNA, project_id="p", kind="make", request={}, request_key="k", state="running",
                price=0, made_at=NOW,
            )
        )  # fmt: skip
    with pytest.raises(ConflictError, match="is being made into a film"):
        vault.forget(database, media_store, ANNA, song.id)
    with database.writing() as tx:
        tx.get_one(Job, "j").state = "completed"
    vault.forget(database, media_store, ANNA, song.id)
    with database.reading() as tx:
        assert tx.get_one(ProjectRow, "p").song_item_id is None


def test_items_are_listed_the_newest_first_in_pages(database: Database, arrival: Make, keep: Keep) -> None:
    kept = [keep(ANNA, arrival(bytes([number])))[0] for number in range(7)]
    keep(BEN, arrival(b"other"))
    pages, before = [], None
    with database.reading() as tx:
        while True:
            page = vault.search(tx, ANNA, before=before, limit=3)
            pages.append(page.items)
            if page.before is None:
                break
            before = page.before
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [item for page in pages for item in page] == kept[::-1]


def test_a_page_that_ends_with_the_list_says_so(database: Database, arrival: Make, keep: Keep) -> None:
    for number in range(3):
        keep(ANNA, arrival(bytes([number])))
    with database.reading() as tx:
        assert vault.search(tx, ANNA, limit=3).before is None


def test_items_are_found_by_words_of_name_title_and_artist(database: Database, arrival: Make, keep: Keep) -> None:
    keep(ANNA, arrival(b"1", name="Été.mp3", title=None, artist=None))
    keep(ANNA, arrival(b"2", name="night drive.mp3", title="Moonrise", artist="Someone"))
    keep(ANNA, arrival(b"3", name="夜.png", kind="photo"))
    asked: dict[tuple[str, str | None], set[str]] = {
        ("", None): {"Été.mp3", "night drive.mp3", "夜.png"},
        ("ÉTÉ", None): {"Été.mp3"},
        ("drive night", None): {"night drive.mp3"},
        ("moon", None): {"night drive.mp3"},
        ("夜", None): {"夜.png"},
        ("", "photo"): {"夜.png"},
        ("night", "photo"): set(),
        ("%", None): set(),
        ("_", None): set(),
    }
    with database.reading() as tx:
        found = {
            (words, kind): {item.name for item in vault.search(tx, ANNA, words, kind=kind).items}
            for words, kind in asked
        }
    assert found == asked


def test_an_unknown_kind_is_refused(database: Database) -> None:
    with database.reading() as tx, pytest.raises(BadRequestError, match="a vault holds song, photo"):
        vault.search(tx, ANNA, kind="virus")


def test_a_vanished_account_keeps_nothing(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    with pytest.raises(NotFoundError):
        keep("carl", arrival())
    assert files_in(media_store) == set()


def test_a_file_that_went_missing_comes_back_with_the_next_upload(
    media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (kept,) = keep(ANNA, arrival())
    media_store.delete(kept.key)
    assert keep(ANNA, arrival()) == [kept]
    assert media_store.holds(kept.key)


def test_strays_of_dead_processes_are_removed_once_they_are_old(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep
) -> None:
    (kept,) = keep(ANNA, arrival())
    stray = arrival(b"stray")
    media_store.put_file(stray.path, key_of(stray.sha256))
    put_at = max(stored.changed_at for stored in media_store.files("blobs"))
    assert vault.remove_strays(database, media_store, now=put_at + 60) == 0
    assert vault.remove_strays(database, media_store, now=put_at + vault.STRAY_S + 60) == 1
    assert files_in(media_store) == {kept.key}


def test_where_the_store_fails_nothing_is_recorded(
    database: Database, media_store: MediaStore, arrival: Make, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageError("The media store failed.")

    monkeypatch.setattr(media_store, "put_file", fail)
    with pytest.raises(StorageError):
        keep(ANNA, arrival())
    assert (count(database, VaultItem), count(database, Blob)) == (0, 0)
