"""Invented names: given names of many kinds, with family names made up of parts of no real place."""

import re

import numpy as np

_GIVEN = """
Aaliyah Abena Adaeze Aidan Aisling Alasdair Alina Amara Amina Anneke Anwen Arjun Asha Astrid Aurelia Ayesha Bashir
Beatrix Bethan Bilal Branwen Bronagh Bryony Callum Carys Chidi Ciara Clemency Cormac Damaris Daniyar Delphine Dilys
Dorota Eilidh Elowen Emeka Esme Eszter Farah Fatima Fergus Fiadh Folasade Freya Gethin Greta Gwendolen Habiba Hamish
Hana Haruka Idris Ifeoma Imogen Ines Iona Isolde Jamila Jasper Jelena Joao Kamala Kaveh Keziah Khadija Kofi Kwame
Laszlo Leila Linnea Llewelyn Lorcan Lubna Mabel Magda Mairead Malik Marisol Meera Mehmet Milena Morag Mustafa Nadia
Naveed Nerys Ngozi Niamh Noor Oksana Olamide Orla Oscar Parveen Petra Priya Quentin Rahim Rania Reuben Rhiannon Rohan
Roisin Rosalind Saffron Sanjay Seren Shabana Sian Sibusiso Solveig Sunita Tamsin Tariq Tegan Theodora Tobias Tomasz
Ulrika Uzma Vikram Wanjiru Winifred Xanthe Yasmin Yewande Yusuf Zadie Zainab Zofia
"""
_FIRST = """
Alder Amber Ash Beck Birch Black Brack Briar Calder Cinder Clay Copper Crest Dove Elder Ember Fallow Fen Fern Fox
Frost Gilder Glen Gold Hale Haw Hazel Heath Holt Juniper Kell Kestrel Lark Linden Marl Marsh Mead Merle Moss North
Oaken Orchard Osier Pebble Quarry Raven Reed Rook Rowan Rush Sable Sallow Sedge Silver Sorrel Stone Tarn Thistle Thorn
Vale Wex Whin Wick Willow Winter Wren Yarrow
"""
_SECOND = """
acre bourne bray brook combe cote croft dale dene fell field ford garth gate grove ham holm hurst lade low mere more
ridge rigg row shaw side stead stow thwaite vale wake ward wath well worth
"""


def invent(rng: np.random.Generator, number: int) -> list[str]:
    """So many names; two people may have the same, as people do."""
    given = rng.choice(_GIVEN.split(), size=number)
    first = rng.choice(_FIRST.split(), size=number)
    second = rng.choice(_SECOND.split(), size=number)
    return [f"{one} {two}{three}" for one, two, three in zip(given, first, second, strict=True)]


def mailbox(name: str, number: int) -> str:
    """The part of an address in front of the @, unlike that of anybody with another number."""
    return f"{re.sub(r'[^a-z]+', '.', name.lower())}.{number}"
