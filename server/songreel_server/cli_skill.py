"""`songreel skill-bundle OUT`: the chat skill as a folder to install, and a copy with the block that ClawHub reads."""

import json
import shutil
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from songreel_engine.errors import SongreelError
from songreel_server.cli_options import saying_refusals
from songreel_server.errors import BadRequestError

NAME: Final = "songreel"
"""Of the skill, and so of its folder."""
MANIFEST: Final = "SKILL.md"
FOLDERS: Final = ("scripts", "references")
ENDINGS: Final = (".py", ".md")
CLAWHUB: Final = "clawhub.yaml"
"""The block that goes under `metadata` in the copy for ClawHub."""

skill_bundle = typer.Typer(add_completion=False)


@dataclass(frozen=True)
class Bundles:
    """The two folders that were written."""

    skill: Path
    clawhub: Path


@skill_bundle.command(name="skill-bundle")
@saying_refusals
def run_skill_bundle(
    out: Annotated[Path, typer.Argument(help="A folder; the skill is written to OUT/songreel.", file_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON value instead of words.")] = False,
) -> None:
    """Write the chat skill for assistants to OUT/songreel, and a copy for ClawHub to OUT/clawhub/songreel."""
    written = write_bundles(out, source=find_source())
    if as_json:
        typer.echo(json.dumps({"skill": str(written.skill), "clawhub": str(written.clawhub)}))
        return
    typer.echo(f"Skill: {written.skill}\nFor ClawHub: {written.clawhub}")


def find_source() -> Path:
    """The folder with SKILL.md and skill/: the repository's where this runs from one, else the installed one.

    Raises SongreelError where neither is whole.
    """
    repository = Path(__file__).resolve().parents[2]
    installed = Path(sysconfig.get_path("data")) / "share" / NAME
    for folder in (repository, installed):
        if (folder / MANIFEST).is_file() and (folder / "skill" / CLAWHUB).is_file():
            return folder
    raise SongreelError(f"The skill's files are neither in {repository} nor in {installed}; install songreel again.")


def write_bundles(out: Path, *, source: Path) -> Bundles:
    """Both folders, in place of what stood there from before. Raises BadRequestError for a folder that is something else."""
    manifest = _as_in_a_bundle((source / MANIFEST).read_text("utf-8"))
    block = (source / "skill" / CLAWHUB).read_text("utf-8")
    bundles = Bundles(skill=out / NAME, clawhub=out / "clawhub" / NAME)
    _write(bundles.skill, manifest, source / "skill")
    _write(bundles.clawhub, _with_block(manifest, block), source / "skill")
    return bundles


def _as_in_a_bundle(manifest: str) -> str:
    """In a bundle scripts and references lie beside SKILL.md, not in a folder of their own."""
    for folder in FOLDERS:
        manifest = manifest.replace(f"skill/{folder}/", f"{folder}/")
    return manifest


def _with_block(manifest: str, block: str) -> str:
    """`metadata` is the frontmatter's last key, so the block belongs before the line that ends it."""
    opening, head, body = manifest.split("---\n", 2)
    return "---\n".join([opening, head + block, body])


def _write(folder: Path, manifest: str, skill: Path) -> None:
    if folder.exists() and (not (folder / MANIFEST).is_file() or f"name: {NAME}\n" not in _head(folder / MANIFEST)):
        raise BadRequestError(f"{folder} is there and is no {NAME} skill; choose another folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{NAME}-") as scratch:
        whole = Path(scratch) / NAME
        whole.mkdir()
        (whole / MANIFEST).write_text(manifest, "utf-8")
        for name in FOLDERS:
            (whole / name).mkdir()
            for file in sorted((skill / name).iterdir()):
                if file.suffix in ENDINGS:
                    shutil.copyfile(file, whole / name / file.name)
        if folder.exists():
            shutil.rmtree(folder)
        whole.rename(folder)


def _head(manifest: Path) -> str:
    return manifest.read_text("utf-8")[:2_000]
