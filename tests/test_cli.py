"""The command as its users meet it: exit statuses, what goes to which stream, the JSON, `init`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import types
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from report import resources
from report.command import main, with_command
from report.command.telling import write_json
from report.model import Place, error, warning
from report.options import DEFAULT, BuildOptions
from report.outcome import STAGES, AnnexReport, EntryReport, Outcome, QuotationReport, SectionReport, to_json

ROOT = Path(__file__).resolve().parent.parent
Run = Callable[..., int]


Ended = subprocess.CompletedProcess[str]


def attest(*arguments: str, cwd: Path, script: str = "", **environment: str) -> Ended:
    """Run the command in a process of its own; `script` is Python to run before it."""
    program = f"import sys\n{script}\nfrom report.command import main\nmain(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        # What runs the tests in the background may ignore Ctrl-C, and a child would inherit that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a dossier, and is the current one."""
    (tmp_path / "dossier.yaml").write_text("title: Nothing\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, with a pipeline that gives what the test says."""

    def run(*arguments: str, gives: Callable[..., Outcome]) -> int:
        pipeline = types.ModuleType("report.compile")
        vars(pipeline).update(build=gives, check=gives)
        monkeypatch.setitem(sys.modules, "report.compile", pipeline)
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert isinstance(end.value.code, int)
        return end.value.code

    return run


def compiled(root: Path, options: BuildOptions = DEFAULT, *_tools: object) -> Outcome:
    pdf = options.target(root)
    return Outcome(
        root,
        pdf=pdf,
        sha256="0" * 64,
        pages=27,
        sections=(SectionReport("a", 1, "i", 2, seconds=0.1),),
        entries=(EntryReport("a", "a", 1, "i"),),
        annexes=(AnnexReport("Annex 1", ("k",), "sources/k.txt", "0" * 64, 3, "A1", 1, 4),),
        quotations=(QuotationReport("a", "entries/a.yaml", 3, 5, "k", None, "verbatim"),),
        problems=(warning("unused-source", "nobody cites it", Place("sources.yaml", 4, 9)),),
        seconds={"total": 1.94},
        isolation=("limits",),
        edition="2017-08",
        content_hash="1" * 64,
    )


def failed(root: Path, options: BuildOptions = DEFAULT, *_tools: object) -> Outcome:
    place = Place("entries/edm-448.yaml", 12, 9)
    problem = error("unknown-source", 'no source has the key "edm-44"', place, 'did you mean "edm-448"?')
    return Outcome(root, problems=(problem,))


# ---------------------------------------------------------------------------------------------------
# What is told, and where


def test_a_build_tells_its_file_pages_and_time(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", gives=compiled) == 0
    told = capsys.readouterr()
    assert told.out == "build/dossier.pdf: 27 pages, 1.9 s\n"
    assert told.err.startswith("sources.yaml:4:9: warning: nobody cites it")


def test_a_problem_is_one_line_on_standard_error(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", gives=failed) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        'entries/edm-448.yaml:12:9: error: no source has the key "edm-44"; did you mean "edm-448"?\n'
    )


def test_paths_are_seen_from_the_current_folder(
    run: Run, dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = dossier.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    monkeypatch.chdir(elsewhere)
    folder = f"../{dossier.name}"
    assert run("build", folder, gives=failed) == 1
    assert capsys.readouterr().err.startswith(f"{folder}/entries/edm-448.yaml:12:9: error: ")
    assert run("build", folder, gives=compiled) == 0
    assert capsys.readouterr().out.startswith(f"{folder}/build/dossier.pdf: ")


def test_check_makes_no_pdf_and_says_what_it_found(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", gives=lambda root, *_tools: Outcome(root)) == 0
    assert capsys.readouterr().out.startswith("dossier.yaml: no problems, ")
    assert run("check", gives=failed) == 1


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], "build"),
        (["-o", "x.pdf"], "build"),
        (["--json", "-"], "build"),
        (["."], "build"),
        (["check"], "check"),
        (["init", "x"], "init"),
        (["--help"], "--help"),
        (["--version"], "--version"),
        (["chekc"], "chekc"),
    ],
)
def test_build_is_what_a_call_without_a_command_does(arguments: list[str], command: str) -> None:
    assert with_command(arguments)[0] == command


# ---------------------------------------------------------------------------------------------------
# JSON

KEYS = {
    "": {
        "pdf",
        "sha256",
        "pages",
        "edition",
        "content_hash",
        "sections",
        "entries",
        "annexes",
        "quotations",
        "problems",
        "isolation",
        "seconds",
    },
    "sections": {"id", "page", "folio", "pages", "cached", "seconds"},
    "entries": {"id", "section", "page", "folio"},
    "annexes": {
        *("label", "sources", "file", "sha256", "page", "folio", "cover_pages", "source_pages"),
        *("repaired", "removed", "cached", "seconds", "kind", "changes", "failure"),
    },
    "quotations": {
        *("entry", "file", "line", "column", "source", "via", "verdict", "source_page", "source_line"),
        *("paragraph", "page", "folio", "recognised", "changes", "passage"),
    },
    "problems": {"severity", "code", "file", "line", "column", "message", "hint"},
    "seconds": set(STAGES),
}


def assert_contract(written: dict[str, object]) -> None:
    for key, value in written.items():
        if isinstance(value, list) and key != "isolation":
            assert all(item.keys() == KEYS[key] for item in value)
    assert written.keys() == KEYS[""]
    assert isinstance(written["seconds"], dict)
    assert written["seconds"].keys() == KEYS["seconds"]


def test_json_has_every_key_of_the_contract(run: Run, dossier: Path) -> None:
    assert run("build", "--json", "what.json", gives=compiled) == 0
    written = json.loads((dossier / "what.json").read_text())
    assert_contract(written)
    assert all(written[key] for key in KEYS[""])
    assert written["pdf"] == "build/dossier.pdf"
    assert written["annexes"][0]["file"] == "sources/k.txt"
    assert written["quotations"][0]["via"] is None
    assert written["problems"][0]["severity"] == "warning"


def test_json_is_all_that_standard_output_has(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(root: Path, options: BuildOptions = DEFAULT, *_tools: object) -> Outcome:
        print("a library says hello")
        return compiled(root, options)

    assert run("--json", "-", gives=chatty) == 0
    assert_contract(json.loads(capsys.readouterr().out))


def test_json_is_written_whatever_the_exit_status(run: Run, dossier: Path) -> None:
    def bug(root: Path, options: BuildOptions = DEFAULT, *_tools: object) -> Outcome:
        raise KeyError("surprise")

    for status, gives, folder in [(1, failed, "."), (1, bug, "."), (2, compiled, "nowhere")]:
        (dossier / "what.json").unlink(missing_ok=True)
        assert run("build", folder, "--json", "what.json", gives=gives) == status
        written = json.loads((dossier / "what.json").read_text())
        assert_contract(written)
        assert written["pdf"] is None
        assert [problem["severity"] for problem in written["problems"]] == ["error"]


def test_a_file_name_that_is_not_utf8_survives_json(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    outcome = Outcome(tmp_path, problems=(error("x", "y", Place(name)),))
    write_json(outcome, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_bytes())["problems"][0]["file"].endswith(name)
    assert_contract(to_json(outcome, tmp_path))


def test_a_final_edition_is_told_with_its_name_and_content(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("build", "--final", "2017-08", gives=compiled) == 0
    told = capsys.readouterr().out
    assert told == "editions/2017-08/dossier.pdf: 27 pages, edition 2017-08, content 11111111, 1.9 s\n"


# ---------------------------------------------------------------------------------------------------
# Wrong calls, bugs, signals


def test_a_folder_without_a_dossier_is_a_wrong_call(tmp_path: Path) -> None:
    for arguments in ([], ["build"], ["check"], ["build", "nowhere"]):
        ended = attest(*arguments, cwd=tmp_path)
        assert ended.returncode == 2
        assert ended.stdout == ""
        assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--colour"], ["bulid"], ["init"], ["build", "--jobs", "0"]])
def test_usage_errors_are_wrong_calls(arguments: list[str], tmp_path: Path) -> None:
    ended = attest(*arguments, cwd=tmp_path)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "Usage: attest" in ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--final", "../x"],
        ["--final", "x", "--draft"],
        ["--final", "x", "-o", "x.pdf"],
        ["--final", "x", "--no-annexes"],
        ["--only", ","],
        ["verify"],
        ["verify", "nowhere.pdf"],
    ],
)
def test_what_goes_against_itself_is_a_wrong_call(arguments: list[str], dossier: Path) -> None:
    ended = attest(*arguments, cwd=dossier)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_json_into_a_folder_that_is_not_there_is_a_wrong_call(dossier: Path) -> None:
    ended = attest("--json", "no/such/what.json", cwd=dossier)
    assert ended.returncode == 2
    assert "there is no folder no/such" in ended.stderr


def test_a_bug_is_one_line_and_a_traceback_only_when_asked_for(dossier: Path) -> None:
    bug = "import types\ndef build(*a, **k): raise KeyError('surprise')\n"
    bug += "sys.modules['report.compile'] = m = types.ModuleType('m'); m.build = build"
    ended = attest(cwd=dossier, script=bug)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "KeyError: 'surprise'" in ended.stderr
    asked_by_option = attest("--debug", cwd=dossier, script=bug)
    asked_by_environment = attest(cwd=dossier, script=bug, ATTEST_DEBUG="1")
    for asked in (asked_by_option, asked_by_environment):
        assert asked.returncode == 1
        assert "Traceback" in asked.stderr


def test_a_full_disk_is_told_as_the_system_says_it(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    def full(root: Path, options: BuildOptions = DEFAULT, *_tools: object) -> Outcome:
        raise OSError(28, "No space left on device", str(root / "build" / "dossier.pdf"))

    assert run("build", gives=full) == 1
    assert capsys.readouterr().err == "build/dossier.pdf: No space left on device\n"


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_quietly_after_cleaning_up(sent: signal.Signals, status: int, dossier: Path) -> None:
    interrupted = f"""
import os, time, types
def build(*a, **k):
    try:
        open("half", "w").close()
        os.kill(os.getpid(), {sent.value})
        time.sleep(10)
    finally:
        os.unlink("half")
sys.modules['report.compile'] = m = types.ModuleType('m')
m.build = build
"""
    ended = attest(cwd=dossier, script=interrupted)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "", "")
    assert not (dossier / "half").exists()


def test_ctrl_c_while_the_libraries_load_ends_it_quietly_too(dossier: Path) -> None:
    interrupted = """
import signal
class Interrupt:
    def find_spec(self, name, *rest):
        if name == "typer":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
from report.__main__ import main
main()
"""
    ended = attest(cwd=dossier, script=interrupted)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_ctrl_c_in_a_destructor_is_not_lost(dossier: Path) -> None:
    interrupted = """
import signal, time, types
class Doomed:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
def build(*a, **k):
    Doomed()
    time.sleep(10)
sys.modules['report.compile'] = m = types.ModuleType('m')
m.build = build
from report.__main__ import main
main()
"""
    ended = attest(cwd=dossier, script=interrupted)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_version_and_help(tmp_path: Path) -> None:
    version = attest("--version", cwd=tmp_path)
    assert (version.returncode, version.stdout.split()[0]) == (0, "attest")
    usage = attest("--help", cwd=tmp_path)
    assert usage.returncode == 0
    assert all(command in usage.stdout for command in ("build", "check", "init"))


def test_compile_py_compiles_the_folder_that_it_stands_in(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "compile.py", "--help"], cwd=tmp_path, capture_output=True, text=True
    )
    assert ended.returncode == 0
    assert f"Usage: python {ROOT / 'compile.py'}" in ended.stdout


# ---------------------------------------------------------------------------------------------------
# init


def test_init_starts_a_dossier_whose_files_name_their_schemas(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "dossier"
    ended = attest("init", "new/dossier", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "attest build new/dossier" in ended.stdout
    assert (folder / ".gitignore").read_text().endswith("/build/\n")
    files = sorted(folder.rglob("*.yaml"))
    assert len(files) >= 4
    for file in files:
        name, _, schema = file.read_text().splitlines()[0].partition("=")
        assert name == "# yaml-language-server: $schema"
        assert json.loads((file.parent / schema).read_text())["$schema"]


def test_the_starter_is_valid_by_the_schemas_that_it_names(tmp_path: Path) -> None:
    import jsonschema
    import yaml

    attest("init", "new", cwd=tmp_path)
    for file in sorted((tmp_path / "new").rglob("*.yaml")):
        text = file.read_text()
        schema = json.loads((file.parent / text.splitlines()[0].partition("=")[2]).read_text())
        # Editors read scalars as YAML types them, and so must the schema.
        jsonschema.validate(yaml.load(text, Loader=yaml.BaseLoader), schema)


def test_the_starter_compiles_without_a_warning(tmp_path: Path) -> None:
    assert attest("init", ".", cwd=tmp_path).returncode == 0
    checked = attest("check", "--quiet", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    built = attest("build", "--quiet", "--json", "what.json", cwd=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    written = json.loads((tmp_path / "what.json").read_text())
    assert_contract(written)
    assert (tmp_path / written["pdf"]).read_bytes().startswith(b"%PDF-")
    assert [entry["id"] for entry in written["entries"]] == ["summary", "example-statement"]
    assert [annex["file"] for annex in written["annexes"]] == ["sources/example-statement.txt"]


def test_init_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ended = attest("init", ".", cwd=tmp_path)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)
    assert "not empty" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert attest("init", "mine.txt", cwd=tmp_path).returncode == 2


def test_init_takes_a_repository_that_was_just_made(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert attest("init", ".", cwd=tmp_path).returncode == 0


def test_the_programs_own_files_are_there() -> None:
    for folder in (resources.template_folder(), resources.style_folder(), resources.csl_folder()):
        assert any(folder.iterdir())
