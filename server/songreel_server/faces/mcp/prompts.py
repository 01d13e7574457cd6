"""Ready-made beginnings that a host shows its user: what the assistant is told to do, in the words of the tools."""

from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field

from songreel_server.faces.mcp.desk import Desk

Song = Annotated[str, Field(description="The song: a path, a link, or its name in the library.")]
Project = Annotated[str, Field(description="The project's id; last: the one worked on last.")]


def make_a_video(song: Song, idea: Annotated[str, Field(description="What it should show.")] = "",
                 style: Annotated[str, Field(description="A style's name.")] = "") -> str:  # fmt: skip
    """From a song to a finished preview."""
    wish = f" It should show: {idea}." if idea else ""
    look = f" Style: {style}." if style else ""
    return (
        f"Make a music video for {song} with songreel.{wish}{look}\n"
        "1. mv_add_file with the song. 2. mv_make_video as a preview; say the price first where credits are charged. "
        "3. mv_get_status with wait_s=45 until completed, with preview=true at the end, and judge the frames yourself. "
        "4. Show me the link and say in two sentences what the film shows; offer two changes that the song suggests."
    )


def direct_it_yourself(song: Song, idea: Annotated[str, Field(description="The story or mood.")] = "") -> str:
    """The assistant writes the scenes itself, section by section."""
    return (
        f"Direct a music video for {song} with songreel. Idea: {idea or 'yours, from the song'}.\n"
        "1. mv_add_file, then mv_get_song: read its sections, energy, drops and singing. 2. Write a scene_map: one entry a "
        "section (or times), each with a description of what is seen, place, time_of_day, weather, motion 1-10 after the "
        "energy, and a transition where the music turns; let choruses share a place and answer each drop. Tell me the map in a "
        "few lines. 3. mv_make_video with it as a preview; correct what it refuses, field by field. 4. mv_get_status until "
        "completed, with preview=true, and change the weakest scene with mv_edit_video."
    )


def polish_pass(project: Project = "last") -> str:
    """A finished preview looked over and mended."""
    return (
        f"Polish the music video of project {project} with songreel.\n"
        "1. mv_get_timeline (concise), then mv_get_status with preview=true. 2. Find at most four weaknesses: sections that look "
        "alike, a chorus that does not lift, cuts too slow or fast for the energy, a drop without an answer. 3. For each call "
        "mv_edit_video with preview=true, tell me change and price in one line, and do it if I agree. 4. End with the link and "
        "how to undo."
    )


def release_pack(
    project: Project = "last", title: Annotated[str, Field(description="To show at the start.")] = ""
) -> str:
    """Everything a release needs: Canvas, Short, teaser, 16:9 and a cover."""
    opening = f"0. mv_edit_video: title {title} for 3 seconds at the start. " if title else ""
    return (
        f"Make the release files of project {project} with songreel.\n{opening}"
        "1. mv_export_video for each of: youtube (16:9), shorts, teaser with seconds=15, canvas, cover; quality final if I agree "
        "to wait, else draft. 2. mv_get_status after each until completed. 3. List the files with size and length, and say "
        "what each place wants that you cannot see."
    )


def lyric_video(
    song: Song, lyrics: Annotated[str, Field(description="Path or link of LRC, SRT or plain text.")]
) -> str:
    """A film with the words on it."""
    return (
        f"Make a lyric video of {song} with songreel; the words: {lyrics}.\n"
        "1. mv_add_file with the song. 2. mv_make_video as a preview with lyrics= (the file, a link, or the words themselves), "
        "lyrics_style=look, and a prompt of calm places with room for words. 3. mv_get_status until completed, with "
        "preview=true; move or recolour words that cover the performer with mv_edit_video."
    )


def register(server: "MCPServer[Desk]") -> None:
    """All of them."""
    for prompt, title in (
        (make_a_video, "Make a video"),
        (direct_it_yourself, "Direct a video yourself"),
        (polish_pass, "Polish pass"),
        (release_pack, "Release pack"),
        (lyric_video, "Lyric video"),
    ):
        server.prompt(title=title, description=(prompt.__doc__ or "").strip())(prompt)
