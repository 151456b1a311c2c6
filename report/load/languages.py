"""Language tags (BCP 47): their form, and whether there is such a language and country.

A tag goes in and comes out with the usual capitals (`en-GB`). ISO 639-1 and ISO 3166-1 are closed lists
of two letters, so that a wrong one can be told; of the thousands of three letters none is refused.
"""

from __future__ import annotations

import re

from report.load.faults import Fault

# RFC 5646, 2.1, without the grandfathered tags.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-[a-z]{3}){0,3}(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)

_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig "
    "ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh "
    "mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru "
    "rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty "
    "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_REGIONS = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV "
    "BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES "
    "ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE "
    "IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY "
    "MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU "
    "NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM "
    "SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE "
    "VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
# Codes that are often written and mean nothing, or something else.
_MEANT = {"uk": "GB", "eu": "150", "gr": "el", "jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "ir": "fa"}


def check_language(tag: str) -> str:
    found = _TAG.fullmatch(tag)
    if not found:
        raise Fault("bad-language", f'"{tag}" is not a language tag', _advice(tag))
    language, script, region = found["language"].lower(), found["script"], found["region"]
    if len(language) == 2 and language not in _LANGUAGES.split():
        raise Fault("bad-language", f'there is no language "{language}"', _meant(language) or _EXAMPLES)
    if region and region.isalpha() and region.upper() not in _REGIONS.split():
        raise Fault("bad-language", f'there is no country "{region}"', _meant(region.lower()))
    tag = language + tag[len(language) :]
    for part, usual in ((script, str.title), (region, str.upper)):
        if part:
            tag = tag.replace(f"-{part}", f"-{usual(part)}", 1)
    return tag


_EXAMPLES = "write a tag such as en, fr or fa"


def _meant(code: str) -> str:
    return f'did you mean "{_MEANT[code]}"?' if code in _MEANT else ""


def _advice(tag: str) -> str:
    """The tag of a language that is written out, in English or in itself."""
    if re.fullmatch(r"[A-Za-z]{2,3}(_[A-Za-z]{2,4})+", tag):
        return f"write {tag.replace('_', '-')}"
    # Imported when something is wrong: its tables take longer than a faultless dossier to load.
    from babel import Locale, localedata  # noqa: PLC0415

    english = Locale("en").languages
    named = {english.get(code, "").casefold(): code for code in _LANGUAGES.split()}
    if code := named.get(tag.casefold()):
        return f"write {code}"
    for code in _LANGUAGES.split():
        locale = Locale.parse(code) if localedata.exists(code) else None
        if locale and (locale.get_language_name(code) or "").casefold() == tag.casefold():
            return f"write {code}"
    return _EXAMPLES
