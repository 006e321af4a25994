"""Area packs that come with the product, one TOML file for each area."""

from importlib.resources import files


def llr_text() -> str:
    """Return the pack of Leicester, Leicestershire and Rutland."""
    return files(__name__).joinpath("llr.toml").read_text(encoding="utf-8")
