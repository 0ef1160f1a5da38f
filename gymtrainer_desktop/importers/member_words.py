"""Words of lists of members: what columns are called, and what stands in cells for nothing or for a unit.

Names of columns are compared without accents, case, spaces and signs. The languages are English, German,
French, Spanish, Italian, Portuguese and Dutch.
"""

from __future__ import annotations

from gymtrainer_desktop.domain.member_import import MemberField
from gymtrainer_desktop.domain.units import Unit

_NAMES: dict[MemberField, str] = {
    MemberField.FULL_NAME: """
        name fullname nameofmember membername displayname personname vollname vollstandigername namevorname
        vornamenachname nachnamevorname vorundnachname vorundzuname namedesmitglieds nomcomplet nomprenom
        prenomnom nombrecompleto nomecompleto nomecognome cognomenome volledigenaam naam nom nome nombre
        firstandlastname lastnamefirstname lastfirst surnamefirstname nameandsurname
        """,
    MemberField.FIRST_NAME: """
        firstname first forename givenname givennames fname vorname rufname prenom nombredepila primeiro
        primeironome voornaam christianname preferredname
        """,
    MemberField.LAST_NAME: """
        lastname last surname familyname lname secondname nachname familienname zuname nomdefamille
        apellido apellidos cognome sobrenome apelido achternaam
        """,
    MemberField.NUMBER: """
        number no nr num id membernumber memberno membernr membernum memberid memberref membershipnumber
        membershipno membershipid memid mitgliedsnummer mitgliedsnr mitgliednr mitgliednummer mitgliedid
        mglnr mnr kundennummer kundennr kdnr customernumber customerno customerid clientid clientno
        clientnumber numero numeroadherent ndadherent numerodesocio numsocio nsocio numerosocio tessera
        numerotessera lidnummer cardnumber cardno cardid kartennummer kartennr ausweisnummer barcode tag
        keytag chipnummer
        """,
    MemberField.EMAIL: """
        email mail emailaddress emailadresse mailadresse eaddress emailid courriel adressemail
        adresseemail adresseelectronique correo correoelectronico correoe postaelettronica indirizzoemail
        enderecodeemail emailadres
        """,
    MemberField.PHONE: """
        phone phonenumber phoneno telephone telephonenumber tel telno telnr mobile mobilephone mobilenumber
        mobileno cell cellphone cellnumber contactnumber contactno homephone telefon telefonnummer telefonnr
        rufnummer handy handynummer handynr mobil mobilnummer mobiltelefon mobilfunk festnetz portable
        telephoneportable telefono movil celular cellulare telefone telemovel telefoon mobiel gsm
        """,
    MemberField.BIRTH_DATE: """
        birthdate dateofbirth birthday dob bday birth born bornon geburtsdatum geburtstag geb gebdatum gebdat
        gebam geboren geborenam datedenaissance naissance fechadenacimiento fechanacimiento nacimiento
        datadinascita nascita datadenascimento nascimento geboortedatum
        """,
    MemberField.WEIGHT_UNIT: """
        unit units weightunit weightunits unitofweight weightsin einheit einheiten gewichtseinheit unite
        unidad unita eenheid unitsystem
        """,
    MemberField.JOINED_ON: """
        joined joinedon joindate joiningdate datejoined since startdate start started signupdate signup
        signedup signedupon membershipstart registered registeredon registrationdate dateregistered
        enrolled enrolledon enrollmentdate enrolmentdate createdat created createdon dateadded begin
        eintritt eintrittsdatum eintrittam beitritt beitrittsdatum beitrittam seit anmeldedatum
        angemeldetam vertragsbeginn vertragsstart beginn startdatum aufnahmedatum dateinscription
        datedinscription inscription adhesion dateadhesion datedadhesion fechadealta alta fechaalta
        datadiiscrizione iscrizione inscricao lidsinds
        """,
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN: dict[str, MemberField] = {word: field for field, words in _NAMES.items() for word in _words(words)}
"""What a column's name means."""

BARE_NAMES = _words("name nom nome naam nombre")
"""A whole name, or the half that stands beside a column with the other half."""

GENERIC = _words(
    """
    id no nr num number numero barcode tag keytag cardnumber cardno cardid kartennummer kartennr chipnummer
    first last start started begin beginn created createdat createdon alta anmeldedatum
    """
)
"""Said of many things: where a better word stands above another column, that one wins."""

NOISE = _words(
    """
    member members customer client kunde kunden mitglied mitglieds adherent socio primary main private privat
    personal home your ihre ihr the der die das des of contact kontakt kontaktdaten 1 required optional
    pflichtfeld field dd mm yyyy yy tt jj jjjj
    """
)
"""Adds nothing to what a column's name says."""

OTHERS = _words(
    """
    emergency notfall notfallkontakt company firma firmenname employer trainer coach instructor gym club
    studio street strasse street1 user username benutzer benutzername nick nickname spitzname middle maiden
    geburtsname geburtsort birthplace mother father parent guardian partner spouse eltern mutter vater bank
    iban bic end ende enddate expiry expires expiration kundigung kundigungsdatum austritt austrittsdatum last
    visit letzter besuch plan tariff tarif file referrer referred invoice rechnung fax hausnummer plz zip
    postcode updated modified geandert deleted house visits besuche anzahl count total balance
    """
)
"""A column about another person, another thing, or the end of something."""

NOTHING = _words(
    """
    - -- --- – — . .. ? x n/a n.a. na none null nil nan unknown tbd keine keiner kein k.a. k/a unbekannt leer
    ohne aucun ninguno
    """
)
"""Stands in a cell for no value."""

SHEET_ERRORS = _words(
    "#n/a #na #ref! #value! #name? #div/0! #num! #null! #wert! #bezug! #nv #zahl! #name! #spill! #calc!"
)
"""What a spreadsheet shows where it has no value."""

UNITS: dict[str, Unit] = {
    word: unit
    for unit, words in (
        (Unit.KG, "kg kgs kilo kilos kilogram kilograms kilogramme kilogramm metric metrisch"),
        (Unit.LB, "lb lbs pound pounds pfund imperial libra libras livre livres"),
    )
    for word in _words(words)
}

WEEKDAYS = _words(
    """
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    """
)
DATE_WORDS = _words("st nd rd th of de den der the er")
"""May stand in a date beside its month."""

SUFFIXES = _words("jr sr ii iii iv phd md dr msc bsc mba")
"""Stand behind a name and a comma without being a first name."""
