"""Finds and fills the templates: a dossier's own before the program's, file by file, in a sandbox.

In go a template's name and plain values; out comes HTML, or a problem that names the template, its line
and what was being written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from report.memory import Remember, forgetful
from report.model import Place, Problem, error
from report.resources import template_folder

_LONG = 15
"""Letters that surely fit into the columns of our own tables."""


class TemplateFillError(Exception):
    """A template could not be filled; `problem` is for the author."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Folders(BaseLoader):
    """Looks in the dossier's folder, then in the program's; never outside of either."""

    def __init__(self, own: Path, program: Path) -> None:
        self.folders = (own, program)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.folders:
            path = folder / template
            if not path.is_file():
                continue
            # A symbolic link, or `..` in an include, may lead out of the folder.
            if not path.resolve().is_relative_to(folder.resolve()):
                raise TemplateNotFound(template, f"{template} lies outside of the folder of templates")
            try:
                return path.read_text("utf-8"), str(path), lambda: True
            except UnicodeDecodeError as fault:
                raise TemplateSyntaxError("the file is not UTF-8", 1, template, str(path)) from fault
        raise TemplateNotFound(template, f"there is no template {template}")


def templates_of(root: Path, remember: Remember = forgetful) -> Templates:
    """Those of the dossier in `root`, as long as no file of them changes the same."""
    digest = _digest((root / "templates", template_folder()))
    return remember("templates", (root, digest), lambda: Templates(root, digest))


def _digest(folders: Sequence[Path]) -> str:
    digest = sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            with suppress(OSError):
                digest.update(f"{path}\0".encode("utf-8", "surrogatepass") + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Templates:
    """The templates of a dossier. `digest` is of all their files."""

    def __init__(self, root: Path, digest: str = "") -> None:
        self._root = root
        self.digest = digest
        self._environment = ImmutableSandboxedEnvironment(
            loader=_Folders(root / "templates", template_folder()),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.tests["long"] = has_long_word

    def fill(self, name: str, subject: str, **values: object) -> str:
        """Fill a template. `subject` says what is being written (`entry edm-448`), for the message."""
        try:
            return self._environment.get_template(name).render(**values)
        except TemplateFillError:
            raise
        except Exception as fault:
            raise TemplateFillError(self._problem(name, subject, fault)) from fault

    def _problem(self, name: str, subject: str, fault: Exception) -> Problem:
        file, line = _where(fault, self._folders()) or (self._find(name), 1)
        reason = str(fault) if isinstance(fault, TemplateError) else f"{type(fault).__name__}: {fault}"
        message = f"the template fails in line {line}, writing {subject}: {reason}"
        return error("template", message, Place(self._relative(file), line))

    def _folders(self) -> tuple[Path, ...]:
        return (self._root / "templates", template_folder())

    def _find(self, name: str) -> Path:
        return next((folder / name for folder in self._folders() if (folder / name).is_file()), Path(name))

    def _relative(self, path: Path) -> str:
        """As the author sees it: in the dossier, or in the program's templates."""
        for base in (self._root, template_folder().parent):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.as_posix()


def has_long_word(text: str, letters: int = _LONG) -> bool:
    """Whether a word may not fit into a column: `{% if title is long %}`, `{% if text is long(40) %}`."""
    return any(len(word) > letters for word in text.split())


def _where(fault: Exception, folders: tuple[Path, ...]) -> tuple[Path, int] | None:
    """The innermost template and line that the fault comes from; Jinja puts them into the traceback."""
    if isinstance(fault, TemplateSyntaxError):
        return (Path(fault.filename), fault.lineno) if fault.filename else None
    found: tuple[Path, int] | None = None
    trace: Any = fault.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.suffix == ".html" and path.parent in folders:
            found = (path, trace.tb_lineno)
        trace = trace.tb_next
    return found
