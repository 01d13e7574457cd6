"""Turns over the stream: what is said, what is never said twice, and what survives a lost line and a restart."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from chat_houses import ATTRIBUTION, Guest, House, Listening, open_house, planned
from songreel_server import characters, vault
from songreel_server.settings import Settings
from songreel_server.sniff import Found
from waiting import until

PHOTO = Found(kind="photo", media_type="image/png", facts={"width_px": 8, "height_px": 8})


def charged(guest: Guest) -> int:
    return 100 - guest.credits()["total"]


def test_without_a_song_it_asks_for_one_and_remembers_the_wish(house: House, guest: Guest) -> None:
    assert "send me the song" in guest.say("a neon noir video of a rainy city, 16:9").last
    guest.send_song()
    heard = guest.say_and_work("here it is")
    assert heard.texts[0] == ("Making the video for “song”: 24 s, neo noir, 16:9, preview quality, for 40 credits.")


def test_a_first_message_with_a_song_makes_a_film_and_tells_its_price_first(house: House, guest: Guest) -> None:
    guest.send_song()
    heard = guest.say_and_work("a girl walks along the beach at sunset, watercolor")
    assert [call["name"] for call in heard.calls] == ["make_film"]
    assert "watercolor anime" in heard.texts[0]
    assert "40 credits" in heard.texts[0]
    assert heard.last.startswith("The video is ready: 12 shots, 24 s")
    assert "http" in heard.last
    assert charged(guest) == 40
    assert heard.responses[-1]["response"]["status"] == "completed"
    [job] = [job for job in house.jobs("completed") if job.id == heard.calls[0]["id"]]
    assert (job.request["style"], job.request["prompt"]) == (
        "watercolor_anime",
        "a girl walks along the beach at sunset, watercolor",
    )


def test_every_event_has_the_agent_kits_shape(guest: Guest) -> None:
    heard = guest.make_film()
    for event, event_id in zip(heard.events, heard.ids, strict=True):
        assert {"content", "author", "invocationId", "id", "timestamp", "partial"} <= set(event)
        assert event["id"] == event_id
        [part] = event["content"]["parts"]
        assert len(part.keys() & {"text", "functionCall", "functionResponse"}) == 1
    assert len({event["invocationId"] for event in heard.events}) == 1
    partial = [
        event["content"]["parts"][0]["functionResponse"]["response"] for event in heard.events if event["partial"]
    ]
    assert partial[-1] | {"percent": 25, "stage": "video generation", "seconds_left": 3.0} == partial[-1]


def test_heartbeats_keep_a_waiting_line_open(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"heartbeat_s": 0.02})) as house:
        guest = house.guest()
        guest.send_song()
        listening = Listening(guest, "go")
        [job] = until(house.jobs)
        until(lambda: house.parts.studio.open_streams)
        until(lambda: guest.credits()["frozen"])
        # Together these take many heartbeats, however quick one of them is.
        for _ in range(200):
            guest.credits()
        house.end(job)
        assert listening.result().heartbeats >= 2


def test_an_edit_says_what_when_from_what_to_what(guest: Guest) -> None:
    guest.make_film()
    heard = guest.say_and_work("redo the chorus in colder light")
    assert heard.texts[0].startswith(
        "Light of chorus 1 and chorus 2: warmth 0 → -0.5 (0:06.0–0:12.0, 0:18.0–0:24.0); rendering "
    )
    assert "the rest is as it was" in heard.last
    assert heard.calls[0]["name"] == "edit_film"


def test_an_edit_costs_what_its_first_sentence_says(guest: Guest) -> None:
    guest.make_film()
    heard = guest.say_and_work("make it rain in the chorus")
    price = charged(guest) - 40
    assert price > 0
    assert f"for {price} credits" in heard.texts[0]
    assert f"for {price} credits" in heard.last


def test_a_message_sent_twice_while_its_turn_runs_is_one_turn(house: House, guest: Guest) -> None:
    guest.send_song()
    with ThreadPoolExecutor(4) as threads:
        streams = [threads.submit(guest.say, "make a music video") for _ in range(4)]
        [job] = until(house.jobs)
        until(lambda: house.parts.studio.open_streams == 4)
        house.end(job)
        heard = [stream.result(30) for stream in streams]
    assert {one.events[0]["invocationId"] for one in heard} == {heard[0].events[0]["invocationId"]}
    assert {tuple(one.texts) for one in heard} == {tuple(heard[0].texts)}
    assert charged(guest) == 40


def test_the_same_message_after_its_turn_is_another_turn(house: House, guest: Guest) -> None:
    guest.make_film()
    first, second = guest.say_and_work("redo shot 2"), guest.say_and_work("redo shot 2")
    assert first.events[0]["invocationId"] != second.events[0]["invocationId"]
    assert guest.state()["draft_version"] == 3


@pytest.mark.parametrize("lost_after", [1, 2, 3, 4])
def test_a_lost_stream_goes_on_at_the_next_event(house: House, guest: Guest, lost_after: int) -> None:
    guest.send_song()
    listening = Listening(guest, "make a music video")
    [job] = until(house.jobs)
    house.end(job)
    whole = listening.result()
    again = guest.say("make a music video", last_event_id=whole.ids[lost_after - 1])
    assert again.ids == whole.ids[lost_after:]
    assert [event["content"] for event in again.events if "text" in json.dumps(event)] == [
        event["content"] for event in whole.events[lost_after:] if "text" in json.dumps(event)
    ]
    assert charged(guest) == 40


def test_a_stream_goes_on_after_a_restart_and_nobody_pays_twice(own_settings: Settings) -> None:
    with open_house(own_settings) as house:
        guest = house.guest()
        guest.send_song()
        begun = guest.say("make a music video", most_events=2)
    with open_house(own_settings) as again:
        guest.house, guest.client = again, again.client(Authorization=f"Bearer {guest.token}", **ATTRIBUTION)
        listening = Listening(guest, "make a music video", last_event_id=begun.ids[-1])
        [job] = again.jobs()
        again.end(job)
        rest = listening.result()
        assert rest.ids[0] != begun.ids[-1]
        assert not set(rest.ids) & set(begun.ids)
        assert rest.last.startswith("The video is ready")
        assert charged(guest) == 40


def test_a_turn_nobody_follows_still_ends_with_its_sentence(house: House, guest: Guest) -> None:
    guest.send_song()
    begun = guest.say("make a music video", most_events=2)
    house.end(house.jobs()[0])
    house.parts.studio.end_due()
    assert guest.say("make a music video", last_event_id=begun.ids[-1]).last.startswith("The video is ready")


def test_nonsense_for_a_last_event_id_begins_a_turn(guest: Guest) -> None:
    assert "send me a song" in guest.say("hello", last_event_id="....").last.lower()
    assert guest.say("hello", last_event_id="x.9.9").texts


def test_a_question_is_asked_and_its_answer_understood(guest: Guest) -> None:
    guest.make_film()
    asked = guest.say("make the bridge darker").last
    assert asked.startswith("There is no bridge: this song has verse 1, chorus 1, verse 2 and chorus 2")
    assert guest.state()["draft_version"] == 1
    heard = guest.say_and_work("chorus 2")
    assert "chorus 2" in heard.texts[0].lower()
    assert "chorus 1" not in heard.texts[0]
    assert guest.state()["draft_version"] == 2


def test_it_means_the_part_that_was_spoken_of_last(guest: Guest) -> None:
    guest.make_film()
    guest.say_and_work("make chorus 2 darker")
    assert "chorus 2" in guest.say_and_work("now make it warmer").texts[0].lower()


def test_a_second_edit_while_one_is_rendered_is_told_to_wait(house: House, guest: Guest) -> None:
    guest.make_film()
    guest.say("make it rain", most_events=2)
    assert "still at work" in guest.say("make it snow").last
    assert "At work" in guest.say("status").last
    assert guest.state()["draft_version"] == 2


def test_cancelling_a_film_gives_back_what_was_not_rendered(house: House, guest: Guest) -> None:
    guest.send_song()
    listening = Listening(guest, "make a music video")
    until(house.jobs)
    assert guest.say("cancel").last.startswith("Stopping")
    assert listening.result().last.startswith("Stopped")
    assert guest.credits() == {"available": 100, "frozen": 0, "total": 100}
    assert guest.say("cancel").last.startswith("Nothing is running")


def test_cancelling_an_edit_puts_the_timeline_back(house: House, guest: Guest) -> None:
    guest.make_film()
    before = guest.state()["draft"]
    listening = Listening(guest, "make it rain in the chorus")
    until(house.jobs)
    guest.say("stop it")
    assert "as it was before" in listening.result().last
    assert guest.state()["draft"] == before
    assert charged(guest) == 40


def test_an_edit_that_failed_costs_nothing_and_leaves_the_timeline(guest: Guest) -> None:
    guest.make_film()
    heard = guest.say_and_work("make it snow", to="failed", error="The disk is full.")
    assert heard.last == "That did not work: The disk is full. Nothing was charged."
    assert guest.state()["draft_version"] == 1
    assert charged(guest) == 40


def test_an_edit_before_the_film_is_made_changes_the_plan_and_renders_nothing(house: House, guest: Guest) -> None:
    guest.make_film()
    film = house.jobs("completed")[-1]
    with house.parts.database.writing() as tx:
        tx.get_one(type(film), film.id).state = "cancelled"
    heard = guest.say("make it rain in the chorus")
    assert "say go and I make the whole video for 40 credits" in heard.last
    assert not heard.calls
    assert guest.state()["draft_version"] == 2
    assert guest.say_and_work("go").calls[0]["name"] == "make_film"


def test_an_undo_brings_the_timeline_back_for_nothing(guest: Guest) -> None:
    guest.make_film()
    before = guest.state()["draft"]
    guest.say_and_work("lock shot 1")
    paid = charged(guest)
    heard = guest.say_and_work("undo")
    assert heard.last.startswith("Version 1 stands again")
    assert guest.state()["draft"] == before
    assert charged(guest) == paid


def test_an_edit_that_nobody_can_pay_changes_nothing(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"anonymous_credits": 41})) as house:
        guest = house.guest()
        guest.make_film()
        heard = guest.say("make it rain")
        assert (heard.status, heard.body["code"]) == (402, 2001)
        assert "you have 1" in heard.body["msg"]
        assert guest.state()["draft_version"] == 1


def test_an_export_in_the_chat_ends_with_a_link(house: House, guest: Guest) -> None:
    guest.make_film()
    heard = guest.say_and_work("export it")
    assert heard.calls[0]["name"] == "render_film"
    assert "costs no credits" in heard.texts[0]
    assert "http" in heard.last
    assert charged(guest) == 40


def test_a_price_is_told_and_nothing_done(guest: Guest) -> None:
    guest.make_film()
    told = guest.say("how much would it cost to make it rain in the chorus?").last
    assert "would cost" in told
    assert "60 credits" in told
    assert guest.state()["draft_version"] == 1


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("credits", "You have 100 credits"),
        ("status", "no song and no video"),
        ("export", "no video yet"),
        ("hello", "send me a song"),
        ("what can you do", "Send a song"),
        ("history", "Nothing has been changed"),
        ("how do I upload a file", "Send"),
    ],
)
def test_short_questions_get_one_sentence_at_once(guest: Guest, message: str, said: str) -> None:
    heard = guest.say(message)
    assert len(heard.texts) == 1
    assert said in heard.last
    assert not heard.calls


def test_the_history_names_what_was_asked(guest: Guest) -> None:
    guest.make_film()
    guest.say_and_work("make it rain in the chorus")
    assert "2 “make it rain in the chorus”" in guest.say("what did I change?").last


def test_a_file_of_the_session_can_be_named_in_an_edit(guest: Guest) -> None:
    guest.make_film()
    path = planned() / "dot.png"
    Image.new("RGB", (8, 8), "teal").save(path)
    guest.keep(path, "beach.png", PHOTO)
    heard = guest.say_and_work("insert beach.png at 0:10 for 2 seconds")
    assert "beach.png" in heard.texts[0]


def send_material(guest: Guest) -> None:
    """A picture of somebody, words and footage; then the song."""
    path = planned() / "dot.png"
    Image.new("RGB", (8, 8), "teal").save(path)
    guest.keep(path, "ida.png", PHOTO)
    guest.keep(path, "words.lrc", Found(kind="lyrics", media_type="text/plain", facts={"lines": 2}))
    guest.keep(path, "sea.mp4", Found(kind="footage", media_type="video/mp4", facts={"duration_s": 3.0}))
    guest.send_song()


def test_pictures_sent_before_the_first_film_show_its_performer(house: House) -> None:
    guest = house.guest()
    send_material(guest)
    said = guest.say_and_work("make a music video").texts[0]
    request = [job for job in house.jobs("completed") if job.kind == "make"][-1].request
    assert [photo["name"] for photo in request["photos"]] == ["ida.png"]
    assert "The performer is the one in ida.png." in said
    assert [clip["name"] for clip in request["footage"]] == ["sea.mp4"]
    assert "Cut into it: sea.mp4." in said
    assert "Say afterwards where to put words.lrc:" in said
    assert request["lyrics"] is None


def test_a_character_of_the_account_is_cast_by_its_name(house: House) -> None:
    guest = house.guest()
    send_material(guest)
    parts = house.parts
    caller = parts.studio.who_is(guest.token)
    with parts.database.writing() as tx:
        [photo] = vault.search(tx, caller.account_id, kind="photo").items
        characters.keep(tx, caller.account_id, name="Ida", item_ids=[photo.id], now=1.0)
    # In another session, to which no photo was sent.
    guest.session = guest.new_session()
    guest.send_song("second.wav")
    said = guest.say_and_work("Ida walks through the rain").texts[0]
    request = [job for job in house.jobs("completed") if job.kind == "make"][-1].request
    assert [one["name"] for one in request["photos"]] == ["ida.png"]
    assert "The performer is the one in ida.png." in said


@pytest.mark.parametrize(
    ("language", "message", "style"),
    [("en", "a lyric video in golden hour style", "look"), ("zh", "黄金时刻风格，显示歌词", None)],
)
def test_words_that_were_sent_stand_on_a_first_film_that_is_to_have_them(
    house: House, language: str, message: str, style: str | None
) -> None:
    guest = house.guest(language=language)
    send_material(guest)
    said = guest.say_and_work(message).texts[0]
    request = [job for job in house.jobs("completed") if job.kind == "make"][-1].request
    assert request["lyrics"]["file"]["name"] == "words.lrc"
    assert request["lyrics"]["style"] == style
    assert "words.lrc" in said
    assert "sea.mp4" in said


def test_lyrics_of_the_session_can_be_shown(guest: Guest) -> None:
    guest.make_film()
    path = planned() / "words.lrc"
    path.write_text("[00:01.00]hold the line\n[00:07.00]let it shine\n", "utf-8")
    guest.keep(path, "words.lrc", Found(kind="lyrics", media_type="text/plain", facts={"lines": 2}))
    assert guest.say_and_work("show the lyrics").texts[0].startswith("Showing the lyrics: 2 lines")


def test_an_edit_of_a_part_is_about_the_film_there_is_though_another_song_came(guest: Guest) -> None:
    guest.make_film()
    guest.send_song("second.wav")
    assert guest.say_and_work("make it rain in chorus 2").calls[0]["name"] == "edit_film"
    assert guest.say("make the bridge darker").last.startswith("There is no bridge")


def test_a_song_deleted_from_the_vault_leaves_its_film_to_be_edited(house: House, guest: Guest) -> None:
    guest.make_film()
    parts = house.parts
    account = parts.studio.who_is(guest.token).account_id
    vault.forget(parts.database, parts.store, account, guest.state()["video_infos"][0]["id"])
    assert guest.say_and_work("make it rain in chorus 2").calls[0]["name"] == "edit_film"


def test_another_song_begins_another_film(house: House, guest: Guest) -> None:
    guest.make_film()
    guest.send_song("second.wav")
    heard = guest.say_and_work("make a music video")
    assert "“second”" in heard.texts[0]
    assert charged(guest) == 80
    assert guest.state()["draft_version"] == 1


def test_a_chinese_session_is_answered_in_chinese(house: House) -> None:
    guest = house.guest(language="zh-CN")
    assert guest.say("做一个MV").last == "已记下；请发送歌曲（MP3、WAV、M4A、AAC、OGG 或 FLAC），然后说“开始”。"
    guest.send_song()
    made = guest.say_and_work("开始")
    assert made.texts[0].startswith("正在为《song》制作视频：24 秒")
    assert made.last.startswith("视频已完成：12 个镜头")
    edited = guest.say_and_work("副歌换成雪景")
    assert edited.texts[0].startswith("副歌 1、副歌 2已更换天气：晴 → 雪（0:06.0–0:12.0, 0:18.0–0:24.0）")
    assert "积分" in guest.say("还有多少积分").last


def test_an_empty_and_an_endless_message_are_refused(guest: Guest) -> None:
    for text in ("", "   ", "x" * 15_000):
        heard = guest.say(text)
        assert (heard.status, heard.body["code"]) == (400, 400)
