"""Commands of the directory."""

from pathlib import Path

import click

from caseflow.access.viewer import System
from caseflow.directory.actions import load_area, mark_installation
from caseflow.directory.pack import BadPack, read
from caseflow.directory.queries import is_marked


@click.group("area", help="The area that this installation serves.")
def area() -> None:
    """Hold the commands of the area."""


@area.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Check an area pack and load it; says every fault with its place, and changes nothing if there is one."""
    try:
        pack = read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name} is not text in UTF-8. Nothing was changed.") from None
    except BadPack as bad:
        for fault in bad.faults:
            click.echo(str(fault), err=True)
        count = len(bad.faults)
        raise click.ClickException(
            f"{count} fault{'' if count == 1 else 's'} in {file.name}. Nothing was changed."
        ) from None
    actor = System("area load")
    area_id = load_area(actor, pack)
    if not is_marked(actor):
        mark_installation(actor, area_id, demonstration=False)
    click.echo(
        f"{pack.name} is loaded: {len(pack.localities)} localities, {len(pack.services)} services, "
        f"version {pack.version}."
    )


commands: list[click.Command] = [area]
