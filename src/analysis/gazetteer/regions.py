"""The groups of prefectures that Japan is counted by.

Eight customary regions, and the districts of the eleven regional bureaus of
telecommunications of the Ministry of Internal Affairs and Communications (総合通信局;
in Okinawa 総合通信事務所).
"""

from analysis.errors import CodeError
from analysis.schemas.values import BUREAU_PREFECTURES, REGION_PREFECTURES
from analysis.schemas.values import PREFECTURE_CODES as PREFECTURE_CODES
from analysis.schemas.values import REGIONS as REGIONS
from analysis.schemas.values import TELECOM_BUREAUS as TELECOM_BUREAUS

REGION_NAMES_JA = {
    "Hokkaidō": "北海道",
    "Tōhoku": "東北",
    "Kantō": "関東",
    "Chūbu": "中部",
    "Kinki": "近畿",
    "Chūgoku": "中国",
    "Shikoku": "四国",
    "Kyūshū": "九州",
}
"""What each region is called in Japanese."""

BUREAU_NAMES_JA = {
    "Hokkaido": "北海道総合通信局",
    "Tohoku": "東北総合通信局",
    "Kanto": "関東総合通信局",
    "Shin'etsu": "信越総合通信局",
    "Hokuriku": "北陸総合通信局",
    "Tokai": "東海総合通信局",
    "Kinki": "近畿総合通信局",
    "Chugoku": "中国総合通信局",
    "Shikoku": "四国総合通信局",
    "Kyushu": "九州総合通信局",
    "Okinawa": "沖縄総合通信事務所",
}
"""What each bureau is called in Japanese."""

_REGION_OF = {
    f"{number:02d}": region
    for region, numbers in REGION_PREFECTURES.items()
    for number in numbers
}
_BUREAU_OF = {
    f"{number:02d}": bureau
    for bureau, numbers in BUREAU_PREFECTURES.items()
    for number in numbers
}


def region_of(prefecture_code: str) -> str:
    """Return the region of a prefecture, one of `REGIONS`.

    Raises
    ------
    CodeError
        If `prefecture_code` is not one of `PREFECTURE_CODES`.

    Examples
    --------
    >>> region_of("24")
    'Kinki'
    """
    return _lookup(_REGION_OF, prefecture_code)


def telecom_bureau_of(prefecture_code: str) -> str:
    """Return the telecommunications bureau of a prefecture, of `TELECOM_BUREAUS`.

    Raises
    ------
    CodeError
        If `prefecture_code` is not one of `PREFECTURE_CODES`.

    Examples
    --------
    >>> telecom_bureau_of("24")
    'Tokai'
    """
    return _lookup(_BUREAU_OF, prefecture_code)


def _lookup(groups: dict[str, str], prefecture_code: str) -> str:
    """Return the group of a prefecture or say which codes there are."""
    try:
        return groups[prefecture_code]
    except KeyError:
        raise CodeError(
            f"want a prefecture code from '01' to '47', got {prefecture_code!r}"
        ) from None
