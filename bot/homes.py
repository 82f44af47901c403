"""Where things lie: in a checkout the folder `data`, in an installed bot the folders that the system gives programs."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_config_path, user_data_path

_NAME = "loose-ends"
_ABOVE = Path(__file__).parents[1]


def is_checkout() -> bool:
    """Tell whether the bot runs from a checkout of its project, and not from where it was installed."""
    return project_file().is_file() and (_ABOVE / "data" / "samples").is_dir()


def project_file() -> Path:
    """Return the file in which a checkout says what the project is."""
    return _ABOVE / "pyproject.toml"


def data_folder() -> Path:
    """Return where databases are kept by default: `data` of the checkout, or the user's folder for a program's data."""
    return _ABOVE / "data" if is_checkout() else user_data_path(_NAME, appauthor=False)


def samples() -> Path:
    """Return where the sample reviews lie."""
    return _ABOVE / "data" / "samples" if is_checkout() else Path(__file__).parent / "playground" / "samples"


def env_file() -> Path:
    """Return the `.env` to read: that of the working directory, else of the user's folder for settings of programs."""
    here = Path(".env")
    return here if here.exists() or is_checkout() else user_config_path(_NAME, appauthor=False) / ".env"
