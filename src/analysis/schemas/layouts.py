"""Which columns each table has, in order."""

ANNOUNCEMENT_COLUMNS = (
    "number",
    "published_name",
    "full_name",
    "entry",
    "group",
    "role",
    "page",
    "line",
    "cell",
)
"""The columns of a list as read."""

RESOLUTION_COLUMNS = {
    "status": "str",
    "lg_code": "str",
    "current_lg_code": "str",
    "name_ja": "str",
    "name_kana": "str",
    "name_en": "str",
    "entity_type": "str",
    "prefecture_code": "str",
    "method": "str",
    "confidence": "Float64",
    "candidates": "str",
    "note": "category",  # sentences, the same for every row of one name
}
"""The columns that `resolve` returns, in order, with their dtypes."""

ENTITY_COLUMNS = (
    "number",
    "published_name",
    "status",
    "lg_code",
    "prefecture_code",
    "prefecture_ja",
    "prefecture_en",
    "county_ja",
    "name_ja",
    "name_kana",
    "name_en",
    "entity_type",
    "city_class",
    "region",
    "telecom_bureau",
    "latitude",
    "longitude",
    "area_km2",
    "method",
    "confidence",
    "note",
    "as_of",
    "page",
    "line",
    "cell",
    "candidates",
    "current_lg_code",
)
"""The columns of ``entities.csv``; `area_km2` comes with the boundaries."""

LOCATION_COLUMNS = (
    "boundary_of",
    "boundary_lg_code",
    "boundary_source",
    "boundary_vintage",
    "point_source",
)
"""What `locate` adds besides `area_km2` and the geometry: where they are from."""

ERRATA_COLUMNS = {
    "number": "Int64",
    "published_name": "str",
    "error": "str",
    "certain": "bool",
    "official_name": "str",
    "name_ja": "str",
    "name_kana": "str",
    "lg_code": "str",
    "evidence": "str",
    "correction_en": "str",
    "correction_ja": "str",
    "page": "str",
    "line": "Int64",
    "cell": "str",
}
"""The columns of errata, in order, with dtypes."""

PREFECTURE_COLUMNS = ("prefecture_code", "prefecture_ja", "prefecture_en")
"""What tells a prefecture apart in a table of groups."""

COUNT_COLUMNS = (
    "count",
    "share",
    "eligible",
    "rate",
    "rate_low",
    "rate_high",
    "representation",
    "representation_low",
    "representation_high",
    "p",
    "p_holm",
)
"""The columns of a breakdown after those of its groups."""

WEIGHT_COLUMNS = (
    "weight",
    "per_100000",
    "weighted_representation",
    "weighted_representation_low",
    "weighted_representation_high",
    "p_weighted",
)
"""What a breakdown has besides if its bodies are weighed."""

POWER_COLUMNS = (
    "eligible",
    "expected",
    "fewest_high",
    "most_low",
    "detectable_over",
    "detectable_under",
)
"""The columns of a table of power after those of its groups."""

JOINT_COLUMNS = (
    "by",
    "groups",
    "counted",
    "eligible",
    "p",
    "method",
    "tables",
    "standard_error",
    "p_holm",
)
"""The columns of joint tests."""
