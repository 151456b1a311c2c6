"""Has sections and furniture laid out: kept ones are taken from the cache, the others go to the workers.

Requests go in, what `render` gives comes out, each with whether it was kept and the seconds that it took. The
files that a section names are read here, through the door, and travel with the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote

import msgspec

from report import environment
from report.cache import Cache, key_of
from report.door import DOSSIER, Door, Resource
from report.look import Stylesheet
from report.model import FontUse, Sheets
from report.progress import Progress, Untold
from report.render.values import Drawn, Refusal, Rendered, Request
from report.workers import Workers, WorkersDiedError

_SOURCE = re.compile(r'<(?:img|image|source|object|embed)\s[^<>]*?(?:src|href|data)="([^"]*)"')
_ROUNDS = 5
"""A stylesheet may import another that names a font: each round finds what the one before asked for."""


class CrashError(Exception):
    """Laying out a section (the furniture, where `name` is "") ends the process that does it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the process that lays out {name or 'the furniture'} dies")
        self.name = name


class _Answer(Protocol):
    @property
    def sheets(self) -> Sheets: ...
    @property
    def refusals(self) -> tuple[Refusal, ...]: ...
    @property
    def wanted(self) -> tuple[str, ...]: ...


Answer = TypeVar("Answer", bound=_Answer)


@dataclass(frozen=True, slots=True)
class Made(Generic[Answer]):
    """An answer; `cached` says that it was not made now, `seconds` how long it took if it was."""

    answer: Answer
    cached: bool = False
    seconds: float = 0.0


class Renderer:
    """For the dossier in `root`. `recent` holds the answers of the last build, for a process that goes on."""

    def __init__(self, root: Path, cache: Cache, workers: Workers, progress: Progress | None = None) -> None:
        self._door = Door(root)
        self._cache = cache
        self._workers = workers
        self._progress = progress or Untold()
        self._fonts: dict[str, bytes] = {}
        self._read: dict[str, Resource] = {}
        self._keys: dict[tuple[Stylesheet, ...], str] = {}
        self._environment = environment.program() + environment.fonts()
        self.recent: dict[str, Made[Any]] = {}
        self.used: dict[str, Made[Any]] = {}

    def render(self, requests: Sequence[Request]) -> list[Made[Rendered]]:
        """Sections, in their order. Raises CrashError."""
        return self._make("section", "render", Rendered, requests)

    def draw(self, requests: Sequence[Request]) -> list[Drawn]:
        """Furniture. Raises CrashError."""
        return [one.answer for one in self._make("drawing", "draw", Drawn, requests)]

    def _make(
        self, module: str, function: str, kind: type[Answer], requests: Sequence[Request]
    ) -> list[Made[Answer]]:
        made: dict[int, Made[Answer]] = {}
        names = [key_of(function, one.html, one.name, self._look(one.styles)) for one in requests]
        complete = [self._with_resources(one, name) for one, name in zip(requests, names, strict=True)]
        keys = list(map(_key, names, complete))
        for index, key in enumerate(keys):
            if (kept := self._kept(key, kind)) is not None:
                made[index] = kept
                self._progress.laid_out(requests[index].name, kept.answer.sheets.pages)
        for left in reversed(range(_ROUNDS)):
            # The longest first, so that no core is left with it at the end.
            missing = sorted(
                (index for index in range(len(requests)) if index not in made),
                key=lambda index: (-len(requests[index].html), index),
            )
            if not missing:
                break
            # One by one, so that the later ones know of the fonts that came back with the first.
            tasks = (_Task(module, function, complete[index], frozenset(self._fonts)) for index in missing)
            for place, done in self._answers(tasks, [requests[index].name for index in missing]):
                index = missing[place]
                self._fonts.update(done.fonts)
                answer: Answer = done.answer
                if answer.wanted and left:
                    complete[index] = self._with_wanted(complete[index], answer.wanted)
                    self._cache.put(
                        key_of("names", names[index]), _encoded([r.url for r in complete[index].resources])
                    )
                    keys[index] = _key(names[index], complete[index])
                    continue
                if answer.wanted:
                    answer = _given_up(answer)
                self._keep(keys[index], answer)
                made[index] = Made(self._whole(answer), seconds=done.seconds)
                self._progress.laid_out(requests[index].name, answer.sheets.pages)
        for index, key in enumerate(keys):
            self.used[key] = replace(made[index], cached=True)
        return [made[index] for index in range(len(requests))]

    def _answers(self, tasks: Iterable[_Task], names: Sequence[str]) -> Iterator[tuple[int, _Done]]:
        try:
            yield from self._workers.run(_do, tasks)
        except WorkersDiedError as died:
            raise CrashError(names[died.index]) from died

    @property
    def files(self) -> list[str]:
        """The dossier's files that sections and stylesheets named in this build, relative to its folder."""
        return [unquote(url.removeprefix(DOSSIER)) for url in self._read if url.startswith(DOSSIER)]

    def begin(self) -> None:
        """A new build begins: files may have changed, and of the answers those of the last are remembered."""
        self._read.clear()
        known, self._environment = self._environment, environment.program() + environment.fonts()
        if self._environment != known:
            self._workers.stop()  # a process knows the fonts that there were when it began
        self.recent, self.used = self.used, {}

    # ------------------------------------------------------------------------------------------------
    # What a request depends on

    def _look(self, styles: tuple[Stylesheet, ...]) -> str:
        key = self._keys.get(styles)
        if key is None:
            told = (part for style in styles for part in (style.name, style.url, style.css))
            key = self._keys[styles] = key_of(*told)
        return key + self._environment

    def _with_resources(self, request: Request, name: str) -> Request:
        """With the files that it asked for when it was made before, else those that its pictures name."""
        known = self._cache.get(key_of("names", name))
        urls: Iterable[str] = msgspec.json.decode(known, type=list[str]) if known else _pictures(request.html)
        return replace(request, resources=tuple(map(self._resource, dict.fromkeys(urls))))

    def _with_wanted(self, request: Request, wanted: Sequence[str]) -> Request:
        more = tuple(self._resource(url) for url in wanted)
        return replace(request, resources=(*request.resources, *more))

    def _resource(self, url: str) -> Resource:
        if url not in self._read:
            self._read[url] = self._door.read(url)
        return self._read[url]

    # ------------------------------------------------------------------------------------------------
    # What is kept: answers without their fonts, and each font once

    def _kept(self, key: str, kind: type[Answer]) -> Made[Answer] | None:
        made = self.used.get(key) or self.recent.get(key)
        if made is not None:
            return made
        data = self._cache.get(key)
        if data is None:
            return None
        answer = msgspec.msgpack.decode(data, type=kind)
        for use in answer.sheets.fonts.values():
            if use.file.digest not in self._fonts:
                font = self._cache.get(key_of("font", use.file.digest))
                if font is None:
                    return None
                self._fonts[use.file.digest] = font
        return Made(self._whole(answer), cached=True)

    def _keep(self, key: str, answer: _Answer) -> None:
        for use in answer.sheets.fonts.values():
            digest = use.file.digest
            if self._cache.get(key_of("font", digest)) is None:
                self._cache.put(key_of("font", digest), self._fonts[digest])
        self._cache.put(key, _encoded(answer))

    def _whole(self, answer: Answer) -> Answer:
        return _with_fonts(answer, self._fonts)


@dataclass(frozen=True, slots=True)
class _Task:
    """A request as it travels; `known` are the digests of fonts that need not come back."""

    module: str
    function: str
    request: Request
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Done:
    answer: Any
    fonts: Mapping[str, bytes]
    seconds: float


def _do(task: _Task) -> _Done:
    """Done by a worker. WeasyPrint is loaded there, not where the answers are kept."""
    start = perf_counter()
    import_module("report.engine")
    answer = getattr(import_module(f"report.render.{task.module}"), task.function)(task.request)
    files = [use.file for use in answer.sheets.fonts.values()]
    fonts = {file.digest: file.data for file in files if file.digest not in task.known}
    return _Done(_with_fonts(answer, {}), fonts, perf_counter() - start)


def _with_fonts(answer: Answer, fonts: Mapping[str, bytes]) -> Answer:
    """With the data of its fonts put in, where they are known, else without."""

    def filled(use: FontUse) -> FontUse:
        return replace(use, file=replace(use.file, data=fonts.get(use.file.digest, b"")))

    uses = {key: filled(use) for key, use in answer.sheets.fonts.items()}
    sheets = replace(answer.sheets, fonts=uses)
    return replace(answer, sheets=sheets)  # type: ignore[type-var]  # a dataclass, which no protocol can say


def _given_up(answer: Answer) -> Answer:
    """The answer, with what it still asks for refused."""
    reason = "stylesheets import each other too deeply"
    refused = tuple(Refusal(url.removeprefix(DOSSIER), reason) for url in answer.wanted)
    return replace(answer, refusals=(*answer.refusals, *refused), wanted=())  # type: ignore[type-var]


def _key(name: str, request: Request) -> str:
    told = (part for one in request.resources for part in (one.url, one.digest, one.refusal))
    return key_of(name, *told)


def _pictures(html: str) -> list[str]:
    found = (unescape(match[1]) for match in _SOURCE.finditer(html))
    return [DOSSIER + url for url in found if url and ":" not in url and not url.startswith("/")]


def _encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value) if not isinstance(value, list) else msgspec.json.encode(value)
