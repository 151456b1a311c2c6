"""The words that name a pinpoint, in English, French, Spanish and German, with CSL's term for each.

They are the terms of CSL's locales, which Pandoc reads locators by, and the abbreviations that lawyers
write besides (`ch.`, `Rn.`). Where two languages disagree, English wins: `§` is a section.
"""

from __future__ import annotations

import re

_WORDS = {
    "act": "act acts acte actes",
    "appendix": "appendix appendices app. apps. append.",
    "article-locator": "article articles art. arts. artículo artículos Artikel",
    "book": "book books bk. bks. livre livres liv. libro libros lib. Buch Bücher",
    "canon": "canon canons can. cann.",
    "chapter": "chapter chapters chap. chaps. ch. chs. c. cc. chapitre chapitres capítulo capítulos cap. "
    "caps. Kapitel Kap.",
    "column": "column columns col. cols. colonne colonnes columna columnas Spalte Spalten Sp.",
    "elocation": "location locations loc. locs.",
    "equation": "equation equations eq. eqq. eqs. équation équations",
    "figure": "figure figures fig. figs. figura figuras Abbildung Abbildungen Abb.",
    "folio": "folio folios fol. fols. f. fᵒ fᵒˢ Blatt Blätter Bl.",
    "issue": "issue issues no. nos. number numbers nᵒ nᵒˢ n° número números n.º Nummer Nummern Nr.",
    "line": "line lines l. ll. ligne lignes línea líneas Zeile Zeilen Z.",
    "note": "note notes n. nn. nota notas Anmerkung Anmerkungen Anm. Fußnote Fn. fn.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp. pg. pgs. página páginas pág. págs. Seite Seiten S.",
    "paragraph": "paragraph paragraphs para. paras. par. pars. ¶ ¶¶ paragraphe paragraphes paragr. "
    "párrafo párrafos párr. párrs. Absatz Absätze Abs. Randnummer Randnummern Rn. Rz.",
    "part": "part parts pt. pts. partie parties parte partes Teil Teile",
    "rule": "rule rules r. rr. règle règles regla reglas",
    "scene": "scene scenes sc. scs. scène scènes",
    "section": "section sections sec. secs. sect. s. ss. § §§ sección secciones Abschnitt Abschnitte Abschn.",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supplement supplements supp. supps.",
    "table": "table tables tbl. tbls. tableau tableaux tab. tabla tablas Tabelle Tab.",
    "timestamp": "timestamp timestamps",
    "title-locator": "title titles tit. titt. tits. titre titres título títulos",
    "verse": "verse verses v. vv. verset versets verso versos Vers Verse",
    "volume": "volume volumes vol. vols. tome tomes t. volumen volúmenes tomo tomos Band Bände Bd. Bde.",
}

LABELS = {word.lower(): label for label, words in _WORDS.items() for word in words.split()}
# German pages and English sections are told apart by their capitals.
_BY_CAPITAL = {"S.": "page"}

_ALTERNATIVES = "|".join(re.escape(word) for word in sorted(LABELS, key=len, reverse=True))
# A word ends with itself (`page`, not `pageant`); a mark or full stop may touch the number (`p.3`, `§5`).
LABEL = re.compile(rf"(?:{_ALTERNATIVES})(?:(?<=[.§¶°º])|(?!\w))\s*", re.IGNORECASE)


def label_of(word: str) -> str:
    """CSL's term for a word that `LABEL` found."""
    word = word.strip()
    return _BY_CAPITAL.get(word) or LABELS.get(word.lower(), "page")
