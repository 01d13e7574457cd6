"""The director's phrases, as data: pools of sentences for the song's tempo and arc, and for each manner of section."""

from collections.abc import Mapping, Sequence

from songreel_engine.draft.model import TimeOfDay, Weather

HOUR_WORDS: Mapping[TimeOfDay, str] = {
    "dawn": "at first light",
    "day": "in full daylight",
    "golden": "in the last low sun",
    "dusk": "at dusk",
    "night": "at night",
}

WEATHER_WORDS: Mapping[Weather, str] = {
    "clear": "the air clear",
    "rain": "rain coming down",
    "snow": "snow falling",
    "fog": "fog hanging low",
    "dust": "dust in the light",
    "embers": "embers drifting up",
    "fireflies": "fireflies in the air",
    "petals": "petals in the wind",
}

JOURNEYS: Mapping[str, Sequence[str]] = {
    "slow": (
        "{who} takes the long way: {where}",
        "{who} lingers and lets the hours pass: {where}",
        "{who} waits, then leaves, by way of {where}",
    ),
    "middling": (
        "{who} walks with one thought past {where}",
        "{who} goes looking for something: {where}",
        "{who} looks for an answer and finds {where}",
    ),
    "fast": (
        "{who} never stands still: {where}",
        "{who} outruns something, past {where}",
        "{who} burns through the hours and does not look back: {where}",
    ),
    "free": (
        "{who} drifts with no clock to follow: {where}",
        "{who} is found and lost again: {where}",
    ),
    "nobody": (
        "nobody is there to see it: {where}, one after the other, left to the light",
        "the film belongs to {where}, and to nobody else",
        "{where}, as they look when everyone has gone",
    ),
}

LOGLINE_ENDS: Mapping[str, Sequence[str]] = {
    "rising": (
        "what starts as a whisper ends with every light on",
        "each return comes closer, until the frame can hold no more",
        "the song climbs and the camera climbs with it",
    ),
    "falling": (
        "the brightest moment comes early and the rest is its echo",
        "the noise falls away until one picture is left",
        "it opens at full height and comes home slowly",
    ),
    "tidal": (
        "the verses keep their distance and the refrains close it",
        "it ebbs in the verses, and in the refrains it breaks",
        "quiet pictures hold their breath for the loud ones",
    ),
    "even": (
        "nothing erupts: the picture turns around one steady feeling",
        "one mood, looked at from every side",
        "it keeps one pulse, and finds its changes in the light",
    ),
}

RHYTHMS: Mapping[str, Sequence[str]] = {
    "slow": (
        "Long takes at {bpm} bpm: bars and double bars, a half bar only where the song leans forward.",
        "At {bpm} bpm every cut may wait for its bar; the refrains take two.",
    ),
    "middling": (
        "Bars at {bpm} bpm, broken by halves and doubles; refrains cut closer than verses.",
        "One thought a bar at {bpm} bpm, two where the song presses, a held shot where it breathes.",
    ),
    "fast": (
        "At {bpm} bpm the verses ride double bars and the refrains single ones; nothing cuts on every bar for long.",
        "Fast feet, steady eye: {bpm} bpm cut on bars, with held shots so that the quick ones tell.",
    ),
    "free": (
        "No pulse to cut on: shots change on an even breath and at the song's turns.",
        "Without a beat the pictures follow the sections, slowly.",
    ),
}

INTENTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "intro": {
        "first": (
            "find {place} before anyone does",
            "let {place} arrive, slowly, out of the dark",
            "show {place} whole and give nothing else away",
        ),
        "again": ("return to the opening view, closer",),
        "last": ("the opening view again, and what has changed in it",),
    },
    "verse": {
        "first": (
            "meet {who} at walking pace; {place} goes by",
            "stay close to {who}; {place} is only heard",
            "small gestures, long looks, {place} going by",
        ),
        "again": ("the same road past {place}, with less patience", "back to {place}; hold {who} a little longer"),
        "last": (
            "{place} once more, now that it means something",
            "the verse's own views again, nearer and warmer",
            "back to {place}, and past where it stopped before",
        ),
    },
    "lift": {
        "first": (
            "draw the circle tighter; {place} falls away",
            "rise towards the refrain, shot by shorter shot",
            "hold back one breath longer than is comfortable",
        ),
        "again": ("tighten again, sooner", "the same climb with the end in sight"),
        "last": ("the last climb: shorter, lower, nearer", "gather everything before it breaks"),
    },
    "chorus": {
        "first": (
            "open {place} wide and let the light hit with the beat",
            "{place} at full height: low camera, quick cuts",
            "let {who} take the whole frame",
        ),
        "again": (
            "{place} again, louder: new moves over known views",
            "give the refrain back with another camera",
            "the refrain returns; the camera comes closer",
        ),
        "last": (
            "the refrain for the last time: everything moves",
            "{place} one last time, nothing held back",
            "end the refrain on the view it began with",
        ),
    },
    "break": {
        "first": ("no words: light, {place} and the beat", "let {place} dance by itself"),
        "again": ("the beat alone again, harder",),
        "last": ("one more time without words",),
    },
    "bridge": {
        "first": (
            "step out of the story: {place}, seen from elsewhere",
            "stop and look; {place} is nearly silent",
            "another hour, another side of {who}",
        ),
        "again": ("return to the quiet side, briefly",),
        "last": ("the quiet side once more before the end", "hold still one last time"),
    },
    "outro": {
        "first": (
            "let {place} go; fewer cuts, more air",
            "walk out of the picture and leave {place} standing",
            "end on {place} when nothing moves any more",
        ),
        "again": ("let go a second time",),
        "last": ("leave {place} as it was found",),
    },
}
"""Manner → first visit, a return, the last return."""


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
