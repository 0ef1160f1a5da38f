"""Month names as phones write them.

Hevy writes "8 Apr 2026" in the phone's language. A word is looked up exactly, without accents, case and full
stop; each language gives full names and the abbreviations of CLDR. Words that mean different months in two
languages are left out, as is the language that would need them.
"""

from __future__ import annotations

import re
import unicodedata

_NAMES = (
    # English, German, French, Spanish, Italian, Portuguese, Dutch
    "jan january januar janner janv janvier ene enero gen gennaio janeiro januari",
    "feb february februar feber fevr fevrier febrero febbraio fev fevereiro februari",
    "mar march marz mrz mars marzo marco mrt maart",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio maio mei",
    "jun june juni juin junio giu giugno junho",
    "jul july juli juil juillet julio lug luglio julho",
    "aug august aout ago agosto augustus",
    "sep sept september septembre septiembre set settembre setembro",
    "oct october okt oktober octobre octubre ott ottobre out outubro",
    "nov november novembre noviembre novembro",
    "dec december dez dezember decembre dic diciembre dicembre dezembro",
)
_MORE_NAMES = (
    # Danish, Norwegian and Swedish; Polish; Finnish; Turkish; Russian; Czech
    "sty stycznia styczen tammi tammikuuta oca ocak янв января январь led ledna leden",
    "lut lutego luty helmi helmikuuta sub subat фев февр февраля февраль uno unora unor",
    "marca marzec maalis maaliskuuta mart мар мар марта март bre brezna brezen",
    "kwi kwietnia kwiecien huhti huhtikuuta nis nisan апр апреля апрель dub dubna duben",
    "maj maja touko toukokuuta mayis мая май kve kvetna kveten",
    "cze czerwca czerwiec kesa kesakuuta haz haziran июн июня июнь cvn cervna cerven",
    "lip lipca lipiec heina heinakuuta tem temmuz июл июля июль cvc cervence cervenec",
    "sie sierpnia sierpien elo elokuuta agu agustos авг августа август srp srpna srpen",
    "wrz wrzesnia wrzesien syys syyskuuta eyl eylul сен сент сентября сентябрь zar zari",
    "paz pazdziernika pazdziernik loka lokakuuta eki ekim окт октября октябрь rij rijna rijen",
    "lis listopada listopad marras marraskuuta kas kasim ноя нояб ноября ноябрь listopadu",
    "gru grudnia grudzien joulu joulukuuta ara aralik desember des дек декабря декабрь pro prosince prosinec",
)
_CJK = re.compile(r"(1[0-2]|0?[1-9])\s?[月월]", re.ASCII)


def month_number(word: str) -> int | None:
    """Return 1 to 12 for a month's name or abbreviation, None for any other word."""
    if found := _CJK.fullmatch(word):
        return int(found[1])
    return _NUMBERS.get(_plain(word))


def _plain(word: str) -> str:
    """Return a word in lower case, without accents and without the full stop of an abbreviation."""
    letters = unicodedata.normalize("NFD", word.casefold().replace("ı", "i").replace("ł", "l"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).strip(".")


_NUMBERS: dict[str, int] = {
    _plain(word): number
    for table in (_NAMES, _MORE_NAMES)
    for number, words in enumerate(table, start=1)
    for word in words.split()
}
