"""On what terms the ministry gives N03, and how it wants to be named."""

import datetime as dt

OPEN_FROM = 2018
"""Vintages of this year and later are open data by the ministry's pages."""

_TERMS = "https://nlftp.mlit.go.jp/ksj/other/agreement_0"


def licence(vintage: dt.date) -> str:
    """Return on what terms the boundaries of a day may be used."""
    if vintage.year >= OPEN_FROM:
        return f"CC BY 4.0 ({_TERMS}1.html)"
    return f"商用可, commercial use allowed ({_TERMS}2.html)"


def attribution(vintage: dt.date) -> str:
    """Return the words that the ministry asks for, of boundaries that were mended."""
    return (
        f"Boundaries: 「国土数値情報（行政区域データ、{vintage.year}年）」"
        "（国土交通省）を加工して作成"
    )
