"""The structure tree of small documents, written out as it should be read (`report/render/tags`)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
import weasyprint

from report.render.tags import check_version, write_tagged_pdf
from tests.tagtree import faults, outline

STYLE = """
@page { size: 105mm 148mm; margin: 12mm }
body { font: 10pt/14pt "Linux Libertine O"; widows: 1; orphans: 1; margin: 0 }
p, table, ul, ol, blockquote, h1, h2 { margin: 0; font-size: 10pt }
.note { float: footnote; footnote-policy: line; font-size: 8pt }
.note::footnote-call, .note::footnote-marker { content: "" }
.leader::after { content: leader(". ") }
"""
# Each line of text gets a page of its own, and each bar in the outline is a page turned.
ONE_LINE_A_PAGE = "@page { size: 105mm 30mm }"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>"
DOT = f"data:image/svg+xml,{SVG}"

Tree = Callable[..., str]


def mark(n: int, words: str = "Words.") -> str:
    return (
        f'<a class="mark" id="mark:{n}" href="dossier:note:{n}" data-tag="Reference">{n}</a>'
        f'<span class="note" id="note:{n}" data-tag="Note">'
        f'<a class="number" href="dossier:mark:{n}" data-tag="Lbl">{n}</a> {words}</span>'
    )


def laid_out(body: str, style: str = "") -> Any:
    html = f'<html lang="en"><title>Test</title><style>{STYLE}{style}</style><body>{body}'
    return weasyprint.HTML(string=html).render(pdf_variant="pdf/ua-1")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "tagged.pdf"


@pytest.fixture
def tree(pdf: Path) -> Tree:
    """The outline of a body, after it was found without fault."""

    def read(body: str, style: str = "") -> str:
        pdf.write_bytes(write_tagged_pdf(laid_out(body, style), "s1"))
        assert faults(pdf) == []
        return outline(pdf).removeprefix("Document\n")

    return read


def written(text: str) -> str:
    """An outline as the tests write it: set in, under the Document."""
    return "\n".join("  " + line for line in dedent(text).strip().splitlines())


# ---------------------------------------------------------------------------------------------------
# Notes


def test_note_stands_behind_its_reference(tree: Tree) -> None:
    assert tree(f"<p>One{mark(1)} and <em>two{mark(2, 'Of <i lang=fr>mots</i>.')}</em>.") == written("""
        P
          "One"
          Reference
            Link "1"
          Note #note:1
            Lbl
              Link "1"
            "Words."
          "and two"
          Reference
            Link "2"
          Note #note:2
            Lbl
              Link "2"
            "Of"
            Span lang=fr "mots"
            "."
          "."
        """)


def test_notes_of_a_heading_follow_it(tree: Tree) -> None:
    assert tree(f"<section lang=fr><h1>Title{mark(1)} on{mark(2)}</h1></section>") == written("""
        Sect lang=fr
          H1
            "Title"
            Reference
              Link "1"
            "on"
            Reference
              Link "2"
          Note #note:1
            Lbl
              Link "1"
            "Words."
          Note #note:2
            Lbl
              Link "2"
            "Words."
        """)


@pytest.mark.parametrize(
    ("around", "path"),
    [
        ("<ul><li>{}</ul>", "L LI LBody"),
        ("<table><tr><th>{}</table>", "Table TBody TR TH"),
        ("<blockquote><p>{}</p></blockquote>", "BlockQuote P"),
        ("<p><q>{}</q>", "P Quote"),
        (f'<figure><img alt="A dot" src="{DOT}"><figcaption>{{}}</figcaption></figure>', "Div Caption"),
        ("<div style='float: right'>{}</div>", "P"),
        ("<div style='columns: 2'><p>{}</div>", "P"),
        ("<div style='display: flex'><p>{}</div>", "P"),
    ],
)
def test_note_anywhere(tree: Tree, around: str, path: str) -> None:
    """It is in the element of its reference; that it is right behind it is seen to by the fixture."""
    lines = tree(around.format(f"x{mark(1)}")).splitlines()
    indent = "  " * (len(path.split()) + 1)
    assert f"{indent}Reference" in lines
    assert f"{indent}Note #note:1" in lines
    types = [line.split()[0] for line in lines]
    assert [type_ for type_ in types if type_ in path.split()] == path.split()


# ---------------------------------------------------------------------------------------------------
# Over the page


def test_what_goes_on_over_the_page_stays_one(tree: Tree, pdf: Path) -> None:
    body = """
      <p>one<br>two<br>three</p>
      <ul><li>four<br>five</ul>
      <blockquote><p>six<br>seven</p></blockquote>
      <p><a href="https://example.org/">eight<br>nine</a></p>
    """
    assert tree(body, ONE_LINE_A_PAGE) == written("""
        P "one | two | three"
        L ListNumbering=Disc
          LI
            Lbl "•"
            LBody "four | five"
        BlockQuote
          P "six | seven"
        P
          Link "eight | nine"
        """)
    with pikepdf.open(pdf) as opened:
        assert len(opened.pages) == 9


def test_table_over_the_page_has_one_head(tree: Tree) -> None:
    head = f"<thead><tr><th>A{mark(1)}<th>B</thead>"
    body = f"<table>{head}<tr><td>one<td>two<br>three<tr><td>four<td>five</table>"
    assert tree(body, "@page { size: 105mm 30mm; margin: 5mm }") == written("""
        Table
          THead
            TR
              TH #s1:th:1 Scope=Column
                "A"
                Reference
                  Link "1"
                Note #note:1
                  Lbl
                    Link "1"
                  "Words."
              TH #s1:th:2 Scope=Column "B"
          TBody
            TR
              TD Headers=s1:th:1 "one"
              TD Headers=s1:th:2 "two | three"
            TR
              TD Headers=s1:th:1 "four"
              TD Headers=s1:th:2 "five"
        """)


# ---------------------------------------------------------------------------------------------------
# Blocks and lines


def test_boxes_that_say_nothing_leave_no_trace(tree: Tree) -> None:
    body = """
      <main><div><div>Bare <strong>text</strong></div><p>Paragraph</p>more</div>
      <p></p><div><span> </span></div><ul></ul><hr></main>
    """
    assert tree(body) == written("""
        P "Bare text"
        P "Paragraph"
        P "more"
        """)


def test_languages_where_they_change(tree: Tree) -> None:
    body = """
      <div lang="fr"><p>Bonjour <i lang="en">friend</i></p><p lang="fr">Adieu</p></div>
      <div lang="de"><p>Guten Tag</p></div><p lang="en">Hello <abbr title="United Nations">UN</abbr></p>
    """
    assert tree(body) == written("""
        Div lang=fr
          P
            "Bonjour"
            Span lang=en "friend"
          P "Adieu"
        P lang=de "Guten Tag"
        P
          "Hello"
          Span "UN"
        """)


def test_right_to_left(tree: Tree) -> None:
    style = "p { font-family: 'Linux Libertine O', Amiri }"
    body = '<p lang="ar" dir="rtl">سلام <span lang="en" dir="ltr">peace</span></p>'
    assert tree(body, style) == written("""
        P lang=ar
          "سلام"
          Span lang=en "peace"
        """)


def test_lists(tree: Tree) -> None:
    body = """
      <ol><li>one<ul><li>nested</ul><li>two</ol>
      <ol style="list-style: none"><li><p><span data-tag="Lbl">31.</span> as typed</p><p>more</p></ol>
      <ul style="list-style: none">stray<li>bare</ul>
      <dl><dt>Term<dd>Meaning<dd>Another<dt>Last<dd>one</dl>
    """
    assert tree(body) == written("""
        L ListNumbering=Decimal
          LI
            Lbl "1."
            LBody
              "one"
              L ListNumbering=Circle
                LI
                  Lbl "◦"
                  LBody "nested"
          LI
            Lbl "2."
            LBody "two"
        L ListNumbering=Decimal
          LI
            Lbl "31."
            LBody
              P "as typed"
              P "more"
        L
          LI
            LBody
              P "stray"
          LI
            LBody "bare"
        L
          LI
            Lbl "Term"
            LBody "Meaning"
            LBody "Another"
          LI
            Lbl "Last"
            LBody "one"
        """)


def test_table_headers_and_spans(tree: Tree) -> None:
    body = """
      <table><caption>Votes</caption>
      <thead><tr><th rowspan=2>Who<th colspan=2>When<tr><th>May<th>June</thead>
      <tr><th scope=row>He<td>1<td>2<tr><th scope=row>She<td colspan=2></table>
    """
    assert tree(body) == written("""
        Table
          Caption "Votes"
          THead
            TR
              TH #s1:th:1 Scope=Column RowSpan=2 "Who"
              TH #s1:th:2 Scope=Column ColSpan=2 "When"
            TR
              TH #s1:th:3 Scope=Column "May"
              TH #s1:th:4 Scope=Column "June"
          TBody
            TR
              TH #s1:th:5 Scope=Row "He"
              TD Headers=s1:th:2,s1:th:3,s1:th:5 "1"
              TD Headers=s1:th:2,s1:th:4,s1:th:5 "2"
            TR
              TH #s1:th:6 Scope=Row "She"
              TD ColSpan=2 Headers=s1:th:2,s1:th:3,s1:th:4,s1:th:6
        """)


def test_contents(tree: Tree) -> None:
    def line(title: str, page: int) -> str:
        return f'<a href="dossier:x">{title}<span class="leader"></span><span>{page}</span></a>'

    body = f"""
      <h1>Contents</h1><ol data-tag="TOC" style="list-style: none">
      <li data-tag="TOCI">{line("Motion 448", 12)}</li>
      <li data-tag="TOCI">{line("Reports", 14)}
        <ol data-tag="TOC" style="list-style: none"><li data-tag="TOCI">{line("One", 15)}</ol></li></ol>
    """
    assert tree(body) == written("""
        H1 "Contents"
        TOC
          TOCI
            Reference
              Link "Motion 448 12"
          TOCI
            Reference
              Link "Reports 14"
            TOC
              TOCI
                Reference
                  Link "One 15"
        """)


# ---------------------------------------------------------------------------------------------------
# Pictures


def test_figures(tree: Tree) -> None:
    body = f"""
      <figure><img src="{DOT}" alt="A dot"><figcaption>Figure 1</figcaption></figure>
      <figure><figcaption>A caption alone</figcaption></figure><p data-tag="Caption">Another</p>
      <p>A dot <img src="{DOT}" alt="Dot"> in a line, and one for show <img src="{DOT}" alt=""></p>
      <svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">
        <title>Chronology</title><desc>1988 to 2017</desc><text y="9">1988</text></svg>
    """
    assert tree(body) == written("""
        Div
          Figure alt="A dot"
          Caption "Figure 1"
        P "A caption alone"
        P "Another"
        P
          "A dot"
          Figure alt="Dot"
          "in a line, and one for show"
        Figure alt="Chronology / 1988 to 2017"
        """)


def test_box_of_a_figure_is_in_the_page_s_own_units(tree: Tree, pdf: Path) -> None:
    style = (
        "@page { size: 400pt 600pt; margin: 0 } img { display: block; margin: 100pt 0 0 50pt; width: 30pt }"
    )
    tree(f'<img src="{DOT}" alt="A dot">', style)
    with pikepdf.open(pdf) as opened:
        figure: Any = opened.Root.StructTreeRoot.K[0].K[0]
        assert [round(float(value)) for value in figure.A.BBox] == [50, 470, 80, 500]


# ---------------------------------------------------------------------------------------------------
# Links


def links(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as opened:
        return [
            str(annotation.Contents) for page in opened.pages for annotation in page.obj.get("/Annots", ())
        ]


def test_link_over_two_lines_is_one(tree: Tree, pdf: Path) -> None:
    words = "a link that is so long that it must go on in the next line, whatever the measure"
    assert tree(f'<p>See <a href="https://example.org/">{words}</a>.') == written(f"""
        P
          "See"
          Link "{words}"
          "."
        """)
    assert links(pdf) == [words, words]


def test_what_is_in_a_link_makes_no_second_one(tree: Tree, pdf: Path) -> None:
    tree("""<p><a href="dossier:x"><b>Title</b><span class="leader"></span>
      <span style="display: inline-block; margin-right: -9pt">5</span></a></p>
      <a href="dossier:y" style="position: absolute; bottom: 0"><i>Below</i></a>""")
    assert links(pdf) == ["Title 5", "Below"]
    with pikepdf.open(pdf) as opened:
        left, _, right, _ = (float(value) for value in opened.pages[0].Annots[0].Rect)
    assert right - left == pytest.approx((105 - 24) / 25.4 * 72 + 9, abs=1)


def test_links_are_called_by_their_words(tree: Tree, pdf: Path) -> None:
    tree(f"""
      <p><a href="dossier:note:1" aria-label="Note 1">1</a> <a href="dossier:x">The
      motion, <b>page</b><br>5</a>
      <a href="dossier:y"><img src="{DOT}" alt="Dot"></a>""")
    assert links(pdf) == ["Note 1", "The motion, page 5", "The motion, page 5", "Dot"]


# ---------------------------------------------------------------------------------------------------
# Artifacts


def test_decoration_is_out_of_the_tree(tree: Tree) -> None:
    body = """
      <p>Text <span data-tag="Artifact">ornament <i>and more</i></span> <u>underlined</u>
      <span style="visibility: hidden">hidden</span></p>
      <p style="border: 1pt solid; background: #eee">framed</p>
    """
    assert tree(body, "@page { @top-left { content: 'Head' } }") == written("""
        P "Text underlined"
        P "framed"
        """)


def test_translucent_text_keeps_its_place(tree: Tree) -> None:
    assert tree("<h1>Title</h1><p style='opacity: .5'>Pale <em>words</em></p><p>End</p>") == written("""
        H1 "Title"
        P "Pale words"
        P "End"
        """)


def test_the_pages_look_as_before(pdf: Path) -> None:
    body = f"<h1>Title{mark(1)}</h1><p>Text <u>underlined</u><ul><li>one</ul><p style='opacity:.5'>pale"
    document = laid_out(body)
    plain = document.write_pdf(pdf_variant="pdf/ua-1")
    ours = write_tagged_pdf(document)
    assert _pixels(plain) == _pixels(ours)


def _pixels(data: bytes) -> bytes:
    return bytes(pdfium.PdfDocument(data)[0].render(scale=2).to_pil().tobytes())


# ---------------------------------------------------------------------------------------------------
# The wrapper


def test_unknown_tag_is_told() -> None:
    with pytest.raises(ValueError, match="Footnote"):
        write_tagged_pdf(laid_out('<p data-tag="Footnote">x'))


def test_weasyprint_is_as_before_for_others() -> None:
    before = (weasyprint.pdf.add_tags, weasyprint.pdf.add_links)
    with pytest.raises(ValueError, match="Nonsense"):
        write_tagged_pdf(laid_out('<p data-tag="Nonsense">x'))
    assert (weasyprint.pdf.add_tags, weasyprint.pdf.add_links) == before


def test_two_threads_at_once() -> None:
    documents = [laid_out(f"<p>{n}") for n in range(4)]
    done: list[bytes] = []
    threads = [threading.Thread(target=lambda d=d: done.append(write_tagged_pdf(d))) for d in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4


def test_version_is_pinned() -> None:
    check_version("70.3")
    with pytest.raises(ImportError, match="71"):
        check_version("71.0")


# ---------------------------------------------------------------------------------------------------
# The checks themselves: a sound file is spoiled in one way, and that is what is found


def _first(element: Any, type_: str) -> Any:
    if str(element.S) == f"/{type_}":
        return element
    kids = (kid for kid in element.get("/K", ()) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)
    return next((found for kid in kids if (found := _first(kid, type_)) is not None), None)


def _without(type_: str, key: str) -> Callable[[Any, Any], None]:
    def spoil(opened: Any, tree: Any) -> None:
        del _first(tree, type_)[key]

    return spoil


def _drop_contents(opened: Any, tree: Any) -> None:
    opened.pages[0].Annots[0].Contents = pikepdf.String("dossier:note:1")


def _drop_annotation_key(opened: Any, tree: Any) -> None:
    del opened.pages[0].Annots[0].StructParent


def _move_note(opened: Any, tree: Any) -> None:
    paragraph = _first(tree, "P")
    paragraph.K.append(paragraph.K[2])
    del paragraph.K[2]


def _repeat_id(opened: Any, tree: Any) -> None:
    _first(tree, "TH").ID = pikepdf.String("note:1")


def _wrong_owner(opened: Any, tree: Any) -> None:
    opened.Root.StructTreeRoot.ParentTree.Nums[1][0] = _first(tree, "TD")


def _skip_level(opened: Any, tree: Any) -> None:
    _first(tree, "H1").S = pikepdf.Name.H2


def _unmark(opened: Any, tree: Any) -> None:
    data = opened.pages[0].Contents.read_bytes()
    start = data.index(b"/H1")
    end = data.index(b"EMC", start)
    data = data[:start] + data[data.index(b"BDC", start) + 3 : end] + data[end + 3 :]
    opened.pages[0].Contents.write(data)


def _mistag(opened: Any, tree: Any) -> None:
    _first(tree, "TOCI").S = pikepdf.Name.P


def _move_caption(opened: Any, tree: Any) -> None:
    caption = _first(tree, "Caption")
    del _first(tree, "Table").K[0]
    caption.P = _first(tree, "P")
    caption.P.K.append(caption)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_without("Figure", "/Alt"), "Figure: without alternative text"),
        (_without("Figure", "/A"), "Figure: without BBox"),
        (_without("TH", "/A"), 'TH "A": without scope'),
        (_without("Note", "/ID"), "without ID"),
        (_without("Caption", "/K"), "Caption: empty"),
        (_drop_contents, 'Contents is "dossier:note:1"'),
        (_drop_annotation_key, "another owner for the annotation"),
        (_move_note, "does not stand behind its Reference"),
        (_repeat_id, "2 elements have the ID note:1"),
        (_wrong_owner, "another owner for MCID 0"),
        (_skip_level, 'H2 "Title": follows nothing'),
        (_unmark, "1 × text neither tagged nor an artifact"),
        (_mistag, "in TOC"),
        (_move_caption, "a Caption of nothing"),
    ],
)
def test_faults_are_found(pdf: Path, spoil: Callable[[Any, Any], None], told: str) -> None:
    body = f"""
      <h1>Title</h1><p>Text{mark(1)} end.</p>
      <table><caption>Table</caption><tr><th>A<tr><td>b</table><img alt="A dot" src="{DOT}">
      <ol data-tag="TOC"><li data-tag="TOCI"><a href="dossier:x">One</a></ol>
    """
    pdf.write_bytes(write_tagged_pdf(laid_out(body), "s1"))
    assert faults(pdf) == []
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        tree: Any = opened.Root.StructTreeRoot
        spoil(opened, tree.K[0])
        opened.save()
    assert any(told in fault for fault in faults(pdf)), faults(pdf)
