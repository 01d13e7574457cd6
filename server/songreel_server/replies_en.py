"""Everything the conversation says, in English. Each is one sentence; none speaks of a screen, a button or a menu."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "ask_song": "Send me the song first (MP3, WAV, M4A, AAC, OGG or FLAC); I make the video as soon as it is here.",
    "ask_song_wished": "Noted; now send me the song (MP3, WAV, M4A, AAC, OGG or FLAC) and say go.",
    "greeting": "Hello; send me a song and say what its video should show, in English or Chinese.",
    "greeting_song": "Hello; I have “{song}”, so tell me what its video should show, or just say go.",
    "greeting_film": "Hello; tell me what to change in the video, such as “redo the chorus in colder light”.",
    "making": "Making the video for “{song}”: {length}, {style}, {aspect}, {quality} quality, for {price}.{notes}",
    "cast": " The performer is the one in {names}.",
    "cut_in": " Cut into it: {names}.",
    "words": " The words on the picture are those in {names}.",
    "files_wait": " Say afterwards where to put {names}: a first film is made without them.",
    "made": "The video is ready: {shots}, {length}, {style}, {size}, for {price}: {url}{notes}",
    "editing": "{said}{when}; rendering {shots} again for {price}.",
    "editing_sound": "{said}{when}; putting the video together again for {price}.",
    "edited": "{said}{when}; {rendered} rendered again, the rest is as it was, for {price}: {url}{notes}",
    "edited_plan": "{said}{when}; say go and I make the whole video for {price}.{notes}",
    "edited_quietly": "{said}{when}; no picture changes, and nothing is charged.{notes}",
    "unchanged": "{said}{notes}",
    "rendering_film": "Rendering the finished video in {quality} quality; that costs no credits.",
    "film_ready": "The finished video is ready ({length}, {size}): {url}{notes}",
    "no_film": "There is no finished video yet; say go and I make it for {price}.",
    "no_film_no_song": "There is no video yet: send me the song first.",
    "may_not_render": "Finished files are not part of this plan; register at {register} to get them.",
    "may_not": "This token may not do that; use one that has the scope {scope}.",
    "busy": "I am still at work on this video ({progress}); say cancel to stop, or send this again when it is done.",
    "cancelling": "Stopping; what has not been rendered is not charged.",
    "nothing_runs": "Nothing is running, so there is nothing to cancel.",
    "cancelled": "Stopped; {price} charged for what was finished, the rest is yours again.",
    "cancelled_edit": "Stopped, and the video is as it was before; {price} charged for what was finished.",
    "failed": "That did not work: {reason} Nothing was charged.",
    "failed_paid": "That did not work: {reason} {price} charged for what was finished.",
    "credits": "You have {available} credits, {frozen} more are set aside for work under way, {spent} are spent.",
    "credits_free": "Nothing is charged on this machine; by the price list {spent} credits were spent so far.",
    "quote": "{said} would cost {price} ({shots}); you have {available} credits.",
    "no_credits_guest": "This takes {needed} credits and you have {available}; register at {register} to get more.",
    "no_credits": "This takes {needed} credits and you have {available}; top up and send it again.",
    "status_empty": "There is no song and no video in this session yet; send me a song.",
    "status_song": "I have “{song}” and no video of it yet; say what it should show, or just say go.",
    "status_running": "{timeline} At work: {progress}.",
    "status_running_bare": "At work: {progress}.",
    "status": "{timeline}",
    "upload": (
        "Send files to this session's upload address, up to {megabytes} MB each: songs as MP3, WAV, M4A, AAC, OGG or FLAC, "
        "footage as MP4, MOV, AVI, WEBM or MKV, photos as JPG, PNG, GIF or WEBP, lyrics as LRC, SRT, VTT or TXT."
    ),
    "help": (
        "Send a song, say what its video should show, then change it by talking: “redo the chorus in colder light”, "
        "“title Neon Heart at the drop”, “cut verse 2 faster”, “undo”."
    ),
    "out_of_scope": "I make and change music videos; send a song, or say what to change in the video.",
    "history": "{count} so far: {entries}.",
    "history_none": "Nothing has been changed yet.",
    "ours": "Something failed on this side and nothing was charged; send the message again.",
}  # fmt: skip

WORDS: Final[dict[str, str]] = {
    "credits_one": "{count} credit", "credits_many": "{count} credits",
    "unmetered": "{credits}, not charged on this machine",
    "shots_none": "no shot", "shots_one": "1 shot", "shots_many": "{count} shots", "versions": "{count} versions",
    "progress": "{stage}, {percent} %", "progress_left": "{stage}, {percent} %, about {left} left",
    "waiting": "waiting for its turn",
    "when": " ({clocks})",
    "seconds": "{count} s", "minutes": "{count} min", "version": "{number} “{words}”", "listed": ", ",
    "preview": "preview", "draft": "draft", "final": "final", "note": " Note: {note}",
}  # fmt: skip
