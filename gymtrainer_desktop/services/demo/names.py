"""Names, e-mail addresses, telephone numbers and secrets for invented people."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from random import Random


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in words.split())


_FIRST = _split("""
Aaliyah Abdul Adam Agnieszka Aisha Alejandra Alex Alice Amara Amélie Amir Ana Anders Andrea Anjali Anna Antoine
Arjun Arthur Astrid Ayesha Bao Beatriz Benedict Björn Bronagh Caitlin Camila Carla Cecilia Chiara Chidi Chinwe Chloé
Ciarán Clara Connor Daisy Dariusz David Deniz Diego Dina Dmitri Dylan Eilidh Elif Élodie Emeka Emre Enzo Erin Esther
Eva Fatima Felix Finn Fiona Florence Francesca Freya Gabriel George Gita Gloria Håkon Hana Harriet Hassan Hiroshi
Hugo Ifeoma Ilse Imani Ingrid Irina Isaac Iván Jack Jasmine Javier Jelena Jin Joanna Joel José Julia Jürgen Kamal
Karim Katarzyna Kenji Kiran Kofi Lars Laura Leïla Leo Lina Linh Lorenzo Lucía Luka Maeve Magnus Malik Marek Margaret
María Marta Matteo Mei Milan Minh Mohammed Molly Nadia Naomi Natalia Niamh Nikolai Nils Nuria Oisín Olga Olivia Omar
Oskar Pablo Pavel Petra Poppy Quentin Rachel Rajesh Raúl Renée Rhys Rina Robert Rohan Rosie Ruth Salma Samira Sanjay
Seán Selin Simone Siobhán Søren Sunita Tariq Tessa Thabo Theo Thomas Tomás Ulrike Valentina Vera Viktor Wanjiru
Wei William Xavier Yara Yasmin Youssef Yusuf Zainab Zara Zofia Zuzana
""")
_LAST = _split("""
Abbott Abdullah Acheampong Adams Ahmed Åkesson Almasi Álvarez Andersson Aoki Asante Azevedo Bailey Baker Banerjee
Barros Bauer Bello Berg Bianchi Boateng Bondarenko Boyle Braun Byrne Campbell Castillo Çelik Chan Chaudhry Chen
Chowdhury Cohen Cooper Cruz Czarnecki Dahl Das Demir Diallo Díaz Dubois Edwards Ekström Eriksen Evans Farah Fernández
Ferrari Fitzgerald Fofana Foster Fraser Fujita Gallagher García Ghosh Girard Gómez Görtz Gray Greenwood Gupta
Hall Hansen Hashimi Hoang Hoffmann Horák Hughes Hussain Ibrahim Ito Jansen Jensen Jović Kaplan Kaur Kavanagh
Kelly Khan Kim Kimura King Kovács Kowalczyk Kruger Kumar Lambert Larsson Lefèvre Leung Lewis Li Lim Lopes Łukasik
MacDonald Malik Marchetti Martínez Mensah Meyer Mbeki Mohamed Moreau Morgan Müller Murphy Mwangi Nakamura Navarro
Ndlovu Nguyen Nielsen Nkosi Novotný Núñez Nyström O'Brien O'Connor Odukoya Okoye Olsen Ortega Ożóg Park Patel Pereira
Petrov Pham Phillips Popescu Quinn Rahimi Ramírez Rao Reid Ricci Richards Rojas Rossiter Roy Ryan Saito Salazar Sánchez
Schäfer Sharma Shaw Silva Singh Škoda Sokolov Sørensen Sousa Stewart Suzuki Szabó Tamm Taylor Thompson Torres
Tran Turgut Usman Van_Dijk Vargas Vasilenko Vidal Vogel Walker Walsh Ward Watanabe Wójcik Wong Wright Yamada
Yang Yıldız Young Zhang Zielińska
""")
_WORDS = _split("""
anchor amber basil beacon birch canvas cedar cobalt copper coral delta ember fern flint garnet harbour hazel indigo
island jasper kettle lantern lemon linen maple marble meadow mint nutmeg olive orchard otter pebble pepper plum quartz
raven river saffron sail sparrow tidal timber velvet walnut willow
""")
# What Unicode does not take apart into a letter and its accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "đ": "d", "ı": "i", "þ": "th", "œ": "oe"})


class NameMaker:
    """Makes names nobody has yet.

    Args:
        rng: Where chance comes from.
        taken: Names that are in use already.
    """

    def __init__(self, rng: Random, taken: Iterable[str]) -> None:
        self._rng = rng
        self._taken = set(taken)

    def name(self) -> str:
        """Return a new first and last name; beyond the pairs of the lists, with an initial in between."""
        for tries in range(10_000):
            first, last = self._rng.choice(_FIRST), self._rng.choice(_LAST)
            middle = f" {self._rng.choice('ABCDEGHJKLMNPRSTVW')}." if tries > 8 else ""
            name = f"{first}{middle} {last}"
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise AssertionError("more people than names")


class AddressMaker:
    """Makes e-mail addresses that are unique, in domains which RFC 2606 sets aside."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def email(self, name: str, domain: str) -> str:
        """Return an address made of a name."""
        plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
        words = "".join(c for c in plain if c.isascii() and (c.isalpha() or c == " ")).split()
        local, n = ".".join(words), 2
        while f"{local}@{domain}" in self._taken:
            local, n = ".".join(words) + str(n), n + 1
        self._taken.add(f"{local}@{domain}")
        return f"{local}@{domain}"


def phone(n: int) -> str:
    """Return the n-th telephone number of the range that Ofcom keeps free for drama."""
    return f"07700 900{n % 1000:03}"


def password(rng: Random) -> str:
    """Return a password that is easy to type: two words and two digits."""
    first, second = rng.sample(_WORDS, 2)
    return f"{first}-{second}-{rng.randint(10, 99)}"


def pin(rng: Random) -> str:
    """Return four digits that are neither all the same nor a run such as 1234."""
    while True:
        digits = f"{rng.randint(0, 9999):04}"
        if len(set(digits)) > 1 and digits not in "0123456789" and digits not in "9876543210":
            return digits
