"""Where the program's own files are: templates, styles, citation styles, schemas, the starter dossier.

Nothing goes in, paths come out. In a checkout `templates/` and `styles/` stand in the repository's root,
beside the package, where an author looks for them; the wheel carries them inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def program_root() -> Path:
    """The folder that has the program's `templates/` and `styles/`, and under which all its files are."""
    # The package is asked first: what is inside it was put there by the wheel, while a folder that
    # happens to be called templates beside an installed package is another program's.
    return PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent


def template_folder() -> Path:
    return program_root() / "templates"


def style_folder() -> Path:
    """The program's stylesheets (CSS)."""
    return program_root() / "styles"


def csl_folder() -> Path:
    """The citation styles (CSL) that are the program's own."""
    return PACKAGE / "csl"


def schema_folder() -> Path:
    """The JSON Schema files that editors use."""
    return PACKAGE / "schema"


def starter_folder() -> Path:
    """The dossier that `attest init` copies."""
    return PACKAGE / "starter"
