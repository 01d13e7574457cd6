"""What a page is told of a film that is not rendered yet."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

from live_films import FRAMES, draft_with, live, planned
from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import MediaJob
from songreel_engine.rendering.live.film import live_film
from songreel_engine.rendering.live.finishing import finish_of, printed
from songreel_engine.rendering.live.pieces import piece, piece_at, put_together
from songreel_engine.rendering.parallax import camera as camera_moves
from songreel_engine.rendering.parallax.manners import find_manners
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.looks import light_for
from songreel_engine.rendering.procedural.styles import LOOKS

BEATS = (12, 24, 36)
"""Frames of the shots' first beats: the song has 120 a minute from 0.5 s on, the film 24 frames a second."""


def rows(told, name="path", kind="<i2", count=6):
    text = told["drawn"]["light"][name] if name in ("hit", "gain") else told["drawn"][name]
    return np.frombuffer(base64.b64decode(text), kind).reshape(count, FRAMES)


@pytest.mark.parametrize("style", LOOKS)
def test_every_pass_of_every_style_has_its_part_in_the_preview(style):
    finish = finish_of(LOOKS[style], find_manners(style))
    assert finish.left_out == ()
    assert finish.uniforms["develop_exposure"] > 0.0


def test_a_pass_that_no_row_knows_is_named_as_left_out():
    def hung_upside_down(picture, guides):
        return picture

    look = LOOKS["golden_hour"]
    changed = replace(look, chain=(*look.chain, hung_upside_down))
    assert finish_of(changed, find_manners("golden_hour")).left_out == ("hung_upside_down",)


def test_a_look_that_is_changed_changes_in_the_preview_too():
    look = LOOKS["film_noir"]
    [develop] = [one for one in look.chain if one.func.__name__ == "develop"]
    told = finish_of(look, find_manners("film_noir")).uniforms
    assert told["develop_exposure"] == develop.keywords["exposure"]
    assert told["silver_black"] == 0.13


def test_it_is_told_without_any_opengl(monkeypatch):
    def none_here():
        raise AssertionError("a preview asked for OpenGL")

    monkeypatch.setattr(gl, "context", none_here)
    assert live([{"style": style} for style in LOOKS])["frames"] == FRAMES * len(LOOKS)


def test_all_of_it_is_json_with_finite_numbers():
    told = live([{"style": "vaporwave", "time_of_day": "dusk"}, {"pose": None, "weather": "rain"}])
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_every_shot_has_curves_for_each_of_its_frames_and_programs_that_are_listed():
    told = live([{}, {"place": "lake", "pose": None}])
    assert [(one["start"], one["stop"]) for one in told["shots"]] == [(0, FRAMES), (FRAMES, 2 * FRAMES)]
    for shot in told["shots"]:
        assert len(rows(shot, "hit", "u1", 1)[0]) == FRAMES
        numbers = [number for number in shot["drawn"]["programs"].values() if number is not None]
        assert all(0 <= number < len(told["programs"]) for number in numbers)
    assert told["shots"][0]["drawn"]["programs"]["figure"] is not None
    assert told["shots"][1]["drawn"]["programs"]["figure"] is None


def test_light_is_struck_on_beats_and_falls_between_them():
    [shot] = live([{}])["shots"]
    hit = rows(shot, "hit", "u1", 1)[0].astype(int)
    assert all(hit[beat] > hit[beat - 1] + 20 for beat in BEATS)
    assert all(hit[beat + 5] < hit[beat] for beat in BEATS)


def test_a_camera_that_pushes_in_goes_forward_and_looks_closer():
    [shot] = live([{"camera": "push_in", "motion": 5}])["shots"]
    right, _, forward, _, _, zoom = rows(shot)
    assert forward[-1] > forward[0] + 100
    assert zoom[-1] > zoom[0] + 100
    assert abs(int(right[-1]) - int(right[0])) < abs(int(forward[-1]) - int(forward[0]))


def test_a_step_aside_leaves_the_subject_where_it_is(monkeypatch):
    monkeypatch.setattr(camera_moves, "PAN_SHARE", 0.0)
    told = live([{"camera": "drift_right", "motion": 8}])
    [shot] = told["shots"]
    camera = shot["drawn"]["camera"]
    path = rows(shot).astype(float)
    metres, shifts, zoom = (
        path[:3] / told["metre_steps"],
        path[3:5] / told["share_steps"],
        path[5] / told["share_steps"],
    )
    axes = np.array([camera["right"], camera["up"], camera["forward"]])
    chest = axes @ (np.add(shot["drawn"]["uniforms"]["FPOS"], (0.0, 1.55, 0.0)) - camera["position"])
    half_focal = camera["focal"] * (1 + zoom) / 2
    seen = half_focal * (chest[0] - metres[0]) / (chest[2] - metres[2]) - shifts[0]
    stepped = half_focal[0] * (metres[0, -1] - metres[0, 0]) / chest[2]
    assert stepped > 0.02
    assert abs(seen[-1] - seen[0]) < 0.35 * stepped


def test_a_style_on_twos_holds_its_camera_for_two_frames():
    [shot] = live([{"style": "claymation", "time_of_day": "day", "camera": "push_in", "motion": 8}])["shots"]
    forward = rows(shot)[2]
    assert (forward[::2] == forward[1::2]).all()
    assert forward[0] != forward[2]


def test_the_page_sets_what_changes_with_each_frame():
    [shot] = live([{}])["shots"]
    assert not {"R", "CAM", "TGT", "FOV"} & set(shot["drawn"]["uniforms"])


def test_the_light_is_the_looks_own():
    [shot] = live([{"style": "cyberpunk", "time_of_day": "night"}])["shots"]
    assert shot["drawn"]["uniforms"]["key"] == pytest.approx(light_for("cyberpunk", "night").key)


def test_a_file_of_the_users_is_not_drawn():
    draft = draft_with([{}, {}])
    plan = planned(draft)
    shown = plan.shots[1].job
    with_a_file = replace(shown, plate=replace(shown.plate, media=MediaJob("image", "0" * 64)))
    shots = (plan.shots[0], replace(plan.shots[1], job=with_a_file))
    told = live_film(replace(plan, shots=shots), draft.shots, aspect="9:16")
    assert told["shots"][0]["drawn"] is not None
    assert told["shots"][1]["drawn"] is None


def test_a_print_goes_over_as_its_table():
    job = planned(draft_with([{}])).shots[0].job
    finish = finish_of(LOOKS["golden_hour"], find_manners("golden_hour"))
    assert printed(finish, job.grade)[1] is None
    graded, table = printed(finish, type(job.grade)(look="sepia"))
    assert table is not None
    assert len(table) == 256 * 3
    assert "GRADE" in graded.print
    assert graded.uniforms["print_chroma"] == 0.0


def test_a_piece_is_found_by_its_content_only():
    found = piece("world-lake")
    assert piece_at(found.address) is found
    with pytest.raises(RenderError, match="load the page again"):
        piece_at("world-lake-" + "0" * 20)
    for name in ("world-nowhere", "world-../passes", "secrets", ""):
        with pytest.raises(RenderError):
            piece(name)


def test_a_program_is_its_pieces_in_order_behind_its_defines():
    text = put_together(("LIVE_HIT",), ("common", "world-lake", "performer", "sky", "passes", "world"))
    assert text.startswith("#version 300 es\n")
    assert text.index("#define LIVE_HIT") < text.index(piece("common").text)
    assert text.index(piece("common").text) < text.index(piece("world-lake").text)
    assert text.rstrip().endswith("}")
    assert "void plan() {" in text
