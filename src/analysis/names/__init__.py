"""How the names of Japanese places are written: grammar, romanization, kanji readings.

Nothing here knows which places exist: that is the gazetteer's business.
"""
