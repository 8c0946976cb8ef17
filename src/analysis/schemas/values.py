"""The words that columns are limited to; they are defined here and nowhere else."""

STATUSES = ("resolved", "ambiguous", "unmatched")
"""What a name can come to."""

METHODS = (
    "code",
    "exact",
    "romanization",
    "alias",
    "historical",
    "reading",
    "fuzzy",
)
"""The rules that find a body."""

LEVELS = ("prefecture", "city", "special_ward", "town", "village", "ward")
"""Entity types of the register, the highest level of government first."""

MADE_OF_MANY = ("union", "joint")
"""Types of rows that are no single local government but made of them: not resolved."""

ENTITY_TYPES = (*LEVELS, *MADE_OF_MANY)
"""All of them."""

NO_CITY = "not_a_city"
"""The class of the bodies that are no cities, so that the classes add up to all."""

CITY_CLASSES = ("designated_city", "core_city", "special_city", "ordinary_city")
"""The classes of cities, the largest powers first."""

GROUPINGS = ("region", "telecom_bureau", "prefecture", "entity_type", "city_class")
"""What entities can be broken down by."""

NOT_RESOLVED = "not resolved"
NOT_ELIGIBLE = "could not apply"
LISTED_AGAIN = "listed again"
APART = (NOT_RESOLVED, NOT_ELIGIBLE, LISTED_AGAIN)
"""The labels of the lines for rows that are in no group.

Ambiguous and unmatched rows; wards of designated cities, villages without a government,
bodies that are not there on the day and those that the user's table leaves out; and
bodies that the list names more than once, but for the first time.
"""

MOVEMENTS = ("first", "repeat", "dropped")
"""What a body does in a list: it is in one for the first time, it was in one before, or
it was in the list before and is not in this one.
"""

ERRORS = {
    "wrong_reading": "a possible reading of the kanji, but not the official one",
    "misspelling": "letters are wrong",
    "missing_kanji": "a character is missing",
    "wrong_kanji": "a character is wrong, or one too many",
    "misspelt_prefecture": "the name of the prefecture is misspelt",
    "wrong_type": "a city is called a town, or the like",
    "wrong_place": "there is no such body in the stated prefecture or county",
    "abolished": "the body was gone on the day",
    "not_yet": "the body, or its name, was not there yet on the day",
    "unknown": "no body is called so",
}
"""What can be wrong with a published name."""

BOUNDARY_SOURCES = ("jma", "n03")
"""Where polygons are from: the Japan Meteorological Agency, or 国土数値情報 N03."""

BOUNDARY_OF = ("own", "city", "successor", "predecessor")
"""Whose the polygon of a body is."""

POINT_SOURCES = ("office", "representative_point")
"""What the point of a body is."""

JOINT_METHODS = ("enumeration", "monte carlo")
"""How the p of a joint test is found."""

REGION_PREFECTURES = {
    "Hokkaidō": (1,),
    "Tōhoku": (2, 3, 4, 5, 6, 7),
    "Kantō": (8, 9, 10, 11, 12, 13, 14),
    "Chūbu": (15, 16, 17, 18, 19, 20, 21, 22, 23),
    "Kinki": (24, 25, 26, 27, 28, 29, 30),
    "Chūgoku": (31, 32, 33, 34, 35),
    "Shikoku": (36, 37, 38, 39),
    "Kyūshū": (40, 41, 42, 43, 44, 45, 46, 47),
}
"""The numbers of the prefectures of each region."""

BUREAU_PREFECTURES = {
    "Hokkaido": (1,),
    "Tohoku": (2, 3, 4, 5, 6, 7),
    "Kanto": (8, 9, 10, 11, 12, 13, 14, 19),
    "Shin'etsu": (15, 20),
    "Hokuriku": (16, 17, 18),
    "Tokai": (21, 22, 23, 24),
    "Kinki": (25, 26, 27, 28, 29, 30),
    "Chugoku": (31, 32, 33, 34, 35),
    "Shikoku": (36, 37, 38, 39),
    "Kyushu": (40, 41, 42, 43, 44, 45, 46),
    "Okinawa": (47,),
}
"""The numbers of the prefectures of each regional bureau of telecommunications."""

REGIONS = tuple(REGION_PREFECTURES)
"""The eight regions from north to south."""

TELECOM_BUREAUS = tuple(BUREAU_PREFECTURES)
"""The eleven bureaus from north to south."""

PREFECTURE_CODES = tuple(f"{number:02d}" for number in range(1, 48))
"""The 47 prefecture codes of JIS X 0401, ``"01"`` to ``"47"``."""

CHECK_DIGIT_WEIGHTS = (6, 5, 4, 3, 2)
"""What the digits of an area code are multiplied by for its check digit."""
