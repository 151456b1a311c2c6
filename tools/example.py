"""Makes the archived files of the example dossier, `examples/footbridge/sources/`: `make example`.

Everything in them is invented. They are kept in the repository, since the dossier gives their sha256; made
anew, their bytes may differ with the versions of the libraries, and then so must those.
"""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from weasyprint import CSS, HTML

from report.render.tags import write_tagged_pdf

SOURCES = Path(__file__).resolve().parent.parent / "examples" / "footbridge" / "sources"

_STYLE = """
@page { size: A4; margin: 25mm 28mm }
@page front { @bottom-center { content: "i" } }
@page one { @bottom-center { content: "1" } }
@page two { @bottom-center { content: "2" } }
@page wide { size: A4 landscape; @bottom-center { content: "3" } }
html { font: 10.5pt/15pt "Linux Libertine O", serif; hyphens: auto }
h1 { font-size: 20pt; line-height: 26pt } h2 { font-size: 13pt; margin: 18pt 0 6pt; break-after: avoid }
.front { page: front } .wide { page: wide; break-before: page; break-after: page }
.one { page: one; break-before: page } .two { page: two; break-before: page }
table { width: 100%; border-collapse: collapse }
td, th { border-bottom: .4pt solid; padding: 4pt; text-align: left }
p { margin: 0 0 8pt; text-align: justify }
"""

_REPORT = """
<html lang="en"><head><title>Inspection of the Millbrook footbridge, 2019</title></head><body>
<div class="front"><h1>Inspection of the Millbrook footbridge</h1>
<p>Report of the Borough Engineer to the Highways Committee, 14 March 2019</p>
<h2>Contents</h2><p><a href="#summary">1. Summary</a></p><p><a href="#findings">2. Findings</a></p>
<p><a href="#table">3. Measurements</a></p></div>
<div class="one"><h1 id="summary">1. Summary</h1>
<p>1. The footbridge over the mill race was inspected on 4 and 5 March 2019, at low water. It carries the
path between the school and the station and is crossed by some nine hundred people on a working day.</p>
<p>2. The two main girders are sound. The bearing at the north-east corner is not: its lower plate is cracked
through, and the girder rests on the masonry.</p>
<p>3. The Committee is advised that the bridge should be closed to the public until the bearing has been
replaced.</p></div>
<div class="two"><h1 id="findings">2. Findings</h1>
<p>4. The crack in the lower plate was first noted in 1987, when it was 40 millimetres long. It now runs the
whole length of the plate, 310 millimetres.</p>
<p>5. No record was found of any work on the bearing between 1987 and the present inspection.</p>
<p>6. The masonry below the bearing has lost its pointing to a depth of 60 millimetres.</p></div>
<div class="wide"><h1 id="table">3. Measurements</h1><table><tr><th>Bearing</th><th>Plate, mm</th>
<th>Crack in 1987, mm</th><th>Crack in 2019, mm</th><th>Remark</th></tr>
<tr><td>North-west</td><td>310</td><td>0</td><td>0</td><td>Sound</td></tr>
<tr><td>North-east</td><td>310</td><td>40</td><td>310</td><td>Cracked through</td></tr>
<tr><td>South-west</td><td>310</td><td>0</td><td>0</td><td>Sound</td></tr>
<tr><td>South-east</td><td>310</td><td>0</td><td>15</td><td>To be watched</td></tr></table></div>
</body></html>
"""

_SHEET = """
<html lang="en"><head><title>Inspection sheet</title></head><body style="font-family: monospace">
<h1>BOROUGH OF MILLBROOK</h1><p>INSPECTION SHEET &nbsp; No. 112 &nbsp; 9 OCTOBER 1987</p>
<p>STRUCTURE: FOOTBRIDGE, MILL RACE</p>
<p>BEARING N.E.: CRACK IN LOWER PLATE, ABOUT 40 MM. NOT URGENT. TO BE LOOKED AT AGAIN IN SPRING.</p>
<p>OTHER BEARINGS: SOUND. GIRDERS: SOUND. DECK: TWO BOARDS RENEWED.</p>
<p>SIGNED: INSPECTOR OF BRIDGES</p></body></html>
"""

_MINUTES = """\
MILLBROOK RESIDENTS' ASSOCIATION
Minutes of the meeting of 2 April 2019

Present: fourteen members.

1. The chair reported that the Borough Engineer had advised closing the
footbridge on 14 March.

2. It was noted that the bridge was still open on the day of the meeting, and
that children crossed it twice a day.

3. Resolved, without a vote: to write to the Highways Committee.
"""


def report() -> bytes:
    """A PDF with tags, bookmarks, links, a wide page, and page numbers that its labels tell too."""
    document = HTML(string=_REPORT).render(stylesheets=[CSS(string=_STYLE)], pdf_variant="pdf/ua-1")
    with pikepdf.open(io.BytesIO(write_tagged_pdf(document, "report"))) as pdf:
        labels = [0, pikepdf.Dictionary(S=pikepdf.Name.r), 1, pikepdf.Dictionary(S=pikepdf.Name.D)]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def scan() -> bytes:
    """A sheet as a scanner gives it: a picture, a little askew, with no text."""
    sheet = pypdfium2.PdfDocument(HTML(string=_SHEET).write_pdf(stylesheets=[CSS(string=_STYLE)]))
    picture = sheet[0].render(scale=150 / 72, grayscale=True).to_pil()
    askew = picture.rotate(0.7, fillcolor=255, resample=Image.Resampling.BICUBIC)
    aged = askew.filter(ImageFilter.GaussianBlur(0.6)).point(lambda level: min(250, 40 + level * 210 // 255))
    target = io.BytesIO()
    aged.save(target, "PDF", resolution=150, quality=70)
    with pikepdf.open(target) as pdf:
        del pdf.trailer["/Info"]  # the hour of its making
        clean = io.BytesIO()
        pdf.save(clean, deterministic_id=True)
    return clean.getvalue()


def sketch() -> bytes:
    """A drawing, made lying and marked as turned, as telephones do."""
    image = Image.new("RGB", (1240, 880), "#fbf8f0")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 500, 1240, 640), fill="#b9cad6")
    draw.rectangle((140, 380, 1100, 420), outline="#333333", width=5)
    for x in (160, 1060):
        draw.rectangle((x, 420, x + 40, 520), fill="#8a7f72")
        draw.rectangle((x - 6, 408, x + 46, 422), fill="#b03a2e" if x > 1000 else "#555555")
    draw.line((1086, 414, 1160, 250), fill="#b03a2e", width=4)
    draw.text((880, 200), "cracked bearing", fill="#b03a2e", font_size=42)
    draw.text((60, 60), "Footbridge from the south", fill="#333333", font_size=52)
    draw.text((60, 790), "not to scale", fill="#333333", font_size=34)
    exif = Image.Exif()
    exif[0x0112] = 8  # Orientation: what is shown as the top is at the right
    target = io.BytesIO()
    image.rotate(-90, expand=True).save(target, "JPEG", quality=85, dpi=(150, 150), exif=exif)
    return target.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Borough Engineer <engineer@millbrook.example>"
    message["To"] = "Clerk to the Highways Committee <clerk@millbrook.example>"
    message["Date"] = "Fri, 15 Mar 2019 09:12:00 +0000"
    message["Subject"] = "Footbridge – please act today"
    message["Message-ID"] = "<20190315-1@millbrook.example>"
    message.set_content(
        "Dear Clerk,\n\nyou have had my report since yesterday. I repeat its one request in case it was not\n"
        "read to the end: close the bridge now. Barriers are in the depot and can be up by noon.\n\n"
        "A bearing that is cracked through does not get better.\n\nThe Borough Engineer\n"
    )
    message.add_attachment("Barriers: 6\nSigns: 4\n", filename="depot.txt")
    message.set_boundary("=-millbrook-=")
    return message.as_bytes()


def main() -> None:
    SOURCES.mkdir(parents=True, exist_ok=True)
    made = {
        "report-2019.pdf": report(),
        "sheet-1987.pdf": scan(),
        "sketch.jpg": sketch(),
        "engineer.eml": mail(),
        "minutes.txt": _MINUTES.encode(),
    }
    for name, data in made.items():
        (SOURCES / name).write_bytes(data)


if __name__ == "__main__":
    main()
