import json
import subprocess
import sys

import geopandas as gpd
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from pandera.errors import SchemaErrors
from published import announcement as published

import analysis
from analysis import schemas
from analysis.dictionary import dictionary
from analysis.errors import CodeError, SchemaError
from analysis.gazetteer.codes import parse_code
from analysis.gazetteer.register import history, register
from analysis.pipeline import BREAKDOWNS, COMPARED
from analysis.schemas import tables as schemas_of
from analysis.schemas.columns import COLUMNS

READ = ("status", "lg_code", "name_ja", "as_of")
GROUPS = pd.DataFrame(
    {
        "lg_code": ["032069", "032158", "040002"],
        "people": [90_000, 0, 3],
        "land": ["coast", "coast", "hills"],
    }
)


@pytest.fixture(scope="module")
def ours(announcement, entities, located):
    """Return tables of every kind, as the functions make them, by file name."""
    asked = announcement.entities["full_name"]
    users = pd.DataFrame({"town": asked, "note": "mine"})
    resolved = analysis.resolve(asked, as_of="2020-08-21")
    both = analysis.compare(
        [analysis.packaged_announcement(name) for name in analysis.PACKAGED]
    )
    return {
        "announcement": announcement.entities,
        "resolution": resolved,
        "towns.csv": users.join(resolved.rename(columns={"note": "resolution_note"})),
        "entities.csv": entities,
        "located": pd.DataFrame(located),
        **{
            name: analysis.breakdown(entities, by=by) for name, by in BREAKDOWNS.items()
        },
        "by_land.csv": analysis.breakdown(
            entities, by="land", baseline=GROUPS, weight="people"
        ),
        "power.csv": analysis.power(entities, by=("region", "entity_type")),
        "joint_tests.csv": analysis.joint_tests(entities, by=["region", "prefecture"]),
        "errata.csv": analysis.errata(announcement),
        **{f"compared/{name}": getattr(both, of) for name, of in COMPARED.items()},
    }


def kinds(ours):
    return {name: schemas.kind_of(table, name) for name, table in ours.items()}


# --- what we make ---------------------------------------------------------------------


def test_every_kind_of_table_is_looked_at_here(ours):
    assert set(kinds(ours).values()) == set(schemas_of.TABLES)


def test_our_tables_keep_their_schemas(ours):
    for name, table in ours.items():
        kind = schemas.kind_of(table, name)
        schemas.schema(kind, list(table)).validate(table, lazy=True)
        schemas.check(table, kind, columns=list(table))


def test_odd_lists_keep_the_schemas():
    odd = analysis.normalize(
        published(
            *("Kitakami Wide-Area Union", "北上市・奥州市", "臼田町", "Esashi Town"),
            *(
                "Nowhere",
                "札幌市中央区",
                "国後郡泊村",
                "泊村",
                "長野県山口村",
                "北上市",
            ),
            *("北上市", "株式会社北上", "Tokyo", "=1+1", " "),
        )
    )
    assert set(odd["status"]) == {"resolved", "ambiguous", "unmatched"}
    located = pd.DataFrame(analysis.locate(odd))
    for table, kind in ((odd, "entities"), (located, "located")):
        schemas.schema(kind, list(table)).validate(table, lazy=True)
    for by in BREAKDOWNS.values():
        table = analysis.breakdown(odd, by=by)
        assert (table["eligible"] == 0).any()
        schemas.schema("breakdown", list(table)).validate(table, lazy=True)


def test_all_bodies_of_all_times_keep_the_schema_when_they_are_resolved():
    bodies = pd.concat([register(), history()], ignore_index=True)
    prefectures = register().drop_duplicates("prefecture_code")
    prefectures = prefectures.set_index("prefecture_code")["prefecture_ja"]
    names = bodies["prefecture_code"].map(prefectures) + bodies["name_ja"]
    found = analysis.resolve(names.iloc[::7], as_of="2020-08-21")
    schemas.schema("resolution").validate(found, lazy=True)


# --- what others bring ----------------------------------------------------------------


def spoilt(table, column, value, row=6):
    """Return a table with one cell changed, its rows labelled by letters."""
    table = pd.DataFrame(table).set_axis(list("abcdefghijkl"))
    table[column] = table[column].astype(object)
    table.loc[table.index[row], column] = value
    return table


CELLS = [
    ("status", "Resolved", "'Resolved' is none of resolved, ambiguous, unmatched"),
    ("status", None, "a missing value where there must be one"),
    (
        "lg_code",
        "32069",
        "'32069' is no local government code of six digits; codes are",
    ),
    ("lg_code", "032060", "'032060' does not end in its check digit"),
    ("lg_code", "０３２０６９", "'０３２０６９' is no local government code"),
    ("lg_code", "032069\n", r"'032069\\n' is no local government code"),
    ("lg_code", 32069, "32069 is not text; codes are text with their zeros: read"),
    ("lg_code", True, "True is not text"),
    ("prefecture_code", "48", "'48' is no prefecture code, 01 to 47"),
    ("prefecture_code", "3", "'3' is no prefecture code"),
    ("prefecture_code", 3.0, "3.0 is not text"),
    ("name_ja", ["北上市"], r"\['北上市'\] is not text"),
    ("entity_type", "county", "'county' is none of prefecture, city,"),
    ("latitude", 141.1, "141.1 is no latitude of Japan"),
    ("latitude", np.inf, "inf is no latitude"),
    ("longitude", 39.3, "39.3 is no longitude of Japan"),
    ("latitude", "39.3", "'39.3' is not a number; turn it into numbers with"),
    ("latitude", True, "True is not a number"),
    ("as_of", "21.8.2020", "'21.8.2020' is not a date such as 2020-08-21"),
    ("as_of", 2020, "2020 is not a date"),
    ("as_of", pd.NaT, "a missing value where there must be one"),
    ("current_lg_code", "032068", "'032068' does not end in its check digit"),
    ("method", "guessed", "'guessed' is none of code, exact"),
    ("note", 5, "5 is not text"),
]


@pytest.mark.parametrize(
    ("column", "value", "message"), CELLS, ids=[f"{c}-{v!r}" for c, v, _ in CELLS]
)
def test_locate_names_row_and_column_of_a_wrong_cell(entities, column, value, message):
    where = rf"^the entity table: row 7 \(index 'g'\), column '{column}': {message}"
    table = entities.set_axis(list("abcdefghijkl"))
    table[column] = table[column].astype(object)
    table.at["g", column] = value
    with pytest.raises(SchemaError, match=where):
        analysis.locate(table)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            "name_ja",
            "columns 'status' and 'name_ja': 'resolved' and a missing value: a",
        ),
        ("prefecture_code", "a resolved row has a prefecture_code"),
        ("entity_type", "a resolved row is one of prefecture, city"),
        ("method", "a resolved row has a method"),
    ],
)
def test_resolved_rows_hold_what_makes_them_so(entities, column, message):
    with pytest.raises(SchemaError, match=rf"row 7 \(index 'g'\).*{message}"):
        analysis.locate(spoilt(entities, column, None))


def test_a_code_lies_in_its_prefecture(entities):
    with pytest.raises(SchemaError, match=r"'242161' and '03': a code begins with"):
        analysis.locate(spoilt(entities, "prefecture_code", "03"))


def test_what_is_left_in_a_row_that_was_set_aside_does_not_matter(entities):
    aside = spoilt(entities, "status", "unmatched")
    table = analysis.breakdown(aside, by="region").set_index("region")
    assert table.at["not resolved", "count"] == 1
    assert analysis.locate(aside)["geometry"].isna().sum() == 1


def test_rows_are_numbered_where_the_index_only_counts_them(entities):
    wrong = entities.assign(status=["resolved", *"x" * 11])
    with pytest.raises(
        SchemaError, match=r"row 2, column.*\(and 10 more rows: 3, 4, 5"
    ):
        analysis.breakdown(wrong)


def test_one_more_row_is_one(entities):
    wrong = entities.assign(status=["x", "x", *["resolved"] * 10])
    with pytest.raises(SchemaError, match=r"\(and 1 more row: 2\)$"):
        analysis.breakdown(wrong)


def test_other_columns_that_are_wrong_are_named_too(entities):
    wrong = entities.assign(lg_code="1", as_of=["2020-08-21"] * 11 + ["never"])
    with pytest.raises(SchemaError, match=r"wrong as well: 'as_of' in 1 row$"):
        analysis.breakdown(wrong)


def test_codes_that_pandas_read_as_numbers_are_refused_with_the_remedy(
    entities, tmp_path
):
    entities.to_csv(tmp_path / "entities.csv", index=False)
    read = pd.read_csv(tmp_path / "entities.csv")
    assert read["lg_code"].dtype.kind == "i"
    message = r"row 1, column 'lg_code': 32069 is not text; .*read_results.*and 11 more"
    for function in (analysis.locate, analysis.breakdown, analysis.power):
        with pytest.raises(SchemaError, match=message):
            function(read)


def test_a_table_read_back_with_its_codes_as_text_is_as_good_as_the_first(
    entities, tmp_path
):
    entities.to_csv(tmp_path / "entities.csv", index=False)
    codes = dict.fromkeys(["lg_code", "prefecture_code", "current_lg_code"], str)
    read = pd.read_csv(tmp_path / "entities.csv", dtype=codes)
    pd.testing.assert_frame_equal(
        analysis.breakdown(read), analysis.breakdown(entities)
    )
    assert analysis.locate(read)["area_km2"].notna().all()


@pytest.mark.parametrize("dtype", ["object", "category", "string"])
def test_text_may_be_kept_as_pandas_likes(entities, dtype):
    texts = entities.select_dtypes("str").columns
    schemas.check(
        entities.astype(dict.fromkeys(texts, dtype)), "entities", columns=READ
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda e: e.drop(columns=["lg_code", "status"]),
            r"the entity table lacks 'status', 'lg_code' \(found: number, .*normalize$",
        ),
        (lambda e: e.set_index("status"), r"'status' is its index: .*reset_index\(\)"),
        (lambda e: pd.concat([e, e["as_of"]], axis=1), "has two columns 'as_of'; keep"),
        (lambda _: "entities.csv", "want the entity table as a DataFrame, got str"),
        (lambda _: None, "want the entity table as a DataFrame, got NoneType"),
    ],
)
@pytest.mark.parametrize(
    "function",
    [
        *(analysis.breakdown, analysis.power, analysis.joint_test),
        *(analysis.locate, analysis.spatial_tests),
    ],
)
def test_what_is_no_entity_table_is_refused(entities, function, change, message):
    with pytest.raises(SchemaError, match=message):
        function(change(entities))


@pytest.mark.parametrize(
    ("call", "table", "column", "value"),
    [
        ("distribution_map", "located", "point_source", "guess"),
        ("locator_maps", "located", "boundary_lg_code", 32069),
        ("region_counts", "by_region.csv", "region", "Kanto"),
        ("type_counts", "by_type.csv", "count", -1),
        ("type_counts", "by_type.csv", "count", 1.5),
        ("representation_plot", "by_region.csv", "p_holm", 1.01),
        ("type_mix", "by_type.csv", "entity_type", "joint"),
        ("region_type_heatmap", "region_by_type.csv", "eligible", "1"),
    ],
)
def test_charts_name_row_and_column_of_a_wrong_cell(ours, call, table, column, value):
    from analysis import charts

    wrong = ours[table].copy()
    wrong[column] = wrong[column].astype(object)
    wrong.loc[2, column] = value
    with pytest.raises(SchemaError, match=rf"row 3, column '{column}': {value!r} is "):
        getattr(charts, call)(wrong)


def test_the_linked_view_names_row_and_column_of_a_wrong_cell(located):
    wrong = located.assign(confidence=[*located["confidence"][:11], 1.2])
    with pytest.raises(
        SchemaError, match=r"row 12, column 'confidence': 1\.2 is not from"
    ):
        analysis.explore(wrong)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("published_name", None, "a missing value where there must be one"),
        ("full_name", 7, "7 is not text"),
        ("number", "three", "'three' is not a whole number"),
        ("number", 1.5, "1.5 is not a whole number"),
        ("line", -1, "-1 is less than 0"),
    ],
)
@pytest.mark.parametrize("function", [analysis.normalize, analysis.errata])
def test_an_announcement_of_ones_own_is_checked(function, column, value, message):
    own = published("北上市", "奥州市")
    own.entities[column] = own.entities[column].astype(object)
    own.entities.loc[1, column] = value
    with pytest.raises(
        SchemaError, match=f"the list: row 2, column '{column}': {message}"
    ):
        function(own)


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_damaged_cell_is_named_or_allowed_by_pandera_too(ours, data):
    name = data.draw(st.sampled_from(sorted(ours)))
    kind = schemas.kind_of(ours[name], name)
    columns = [column for column in ours[name] if column != "geometry"]
    table = ours[name][columns].copy()
    row = data.draw(st.integers(0, len(table) - 1))
    column = data.draw(st.sampled_from(columns))
    junk = st.sampled_from(
        [None, "", "x", -1, 0.5, 32069, "032069", True, "2020-08-21"]
    )
    table[column] = table[column].astype(object)
    table.iloc[row, columns.index(column)] = data.draw(junk)
    schema = schemas_of.schema_of_users(kind, columns)
    try:
        schema.validate(table, lazy=True)
    except SchemaErrors:
        with pytest.raises(SchemaError, match=rf"row {row + 1}\b.*'{column}'"):
            schemas.check(table, kind, columns=columns)
    else:
        schemas.check(table, kind, columns=columns)


@given(digits=st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_check_digits_are_told_as_the_gazetteer_does(digits):
    table = pd.DataFrame({"lg_code": [digits]})
    try:
        parse_code(digits)
    except CodeError:
        with pytest.raises(SchemaError, match="check digit"):
            schemas.check(table, "entities", columns=["lg_code"])
    else:
        schemas.check(table, "entities", columns=["lg_code"])


def test_many_wrong_rows_are_told_at_once(entities):
    """As fast as few: what pandera reports of each row took 20 s of 100,000 rows."""
    many = pd.concat([entities] * 1_000, ignore_index=True)
    with pytest.raises(SchemaError, match=r"and 11,999 more rows: 2, 3, 4, \.\.\."):
        analysis.locate(many.assign(lg_code=32069))


def test_pandera_is_not_imported_by_who_only_resolves():
    code = (
        "import sys, analysis; analysis.resolve(['北上市'], as_of='2020-08-21');"
        "sys.exit('pandera' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- as others read it ----------------------------------------------------------------


@pytest.fixture(scope="module")
def written(ours, tmp_path_factory):
    """Return a folder with our tables as CSV, and a Frictionless schema of each."""
    folder = tmp_path_factory.mktemp("tables")
    described = {}
    for name, table in ours.items():
        flat = table.drop(columns="geometry", errors="ignore")
        path = folder / f"{name.replace('/', '_').removesuffix('.csv')}.csv"
        flat.round(6).to_csv(path, index=False, lineterminator="\n")
        described[path.name] = schemas.table_schema(flat, name)
    return folder, described


@pytest.fixture(scope="module")
def validated():
    frictionless = pytest.importorskip("frictionless")

    def validate(path, schema):
        resource = frictionless.Resource(
            path=path.name,
            basepath=str(path.parent),
            encoding="utf-8",
            schema=frictionless.Schema.from_descriptor(schema),
        )
        report = resource.validate()
        return report.flatten(["type", "rowNumber", "fieldName"])

    return validate


@pytest.mark.filterwarnings("default")  # those of frictionless are its own
def test_our_files_pass_their_table_schemas(written, validated):
    folder, described = written
    found = {name: validated(folder / name, each) for name, each in described.items()}
    assert found == {name: [] for name in described}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("entities.csv", "032069", "32069", ["constraint-error", 2, "lg_code"]),
        ("entities.csv", ",resolved,", ",,", ["constraint-error", 2, "status"]),
        ("entities.csv", "2020-08-21", "21 August", ["type-error", 2, "as_of"]),
        ("by_region.csv", "Tōhoku", "Tohoku", ["constraint-error", 3, "region"]),
        ("by_region.csv", "Tōhoku", "Hokkaidō", ["primary-key", 3, None]),
        ("by_region.csv", "0.020285", "1.5", ["constraint-error", 2, "rate_high"]),
        ("compared_panel.csv", ",resolved,", ",x,", ["constraint-error", 2, "status"]),
    ],
)
def test_a_damaged_file_fails_its_table_schema(
    written, validated, tmp_path, name, old, new, error
):
    folder, described = written
    text = (folder / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    assert error in validated(tmp_path / name, described[name])


def test_a_table_schema_is_plain_json(written):
    _, described = written
    for each in described.values():
        json.dumps(each, allow_nan=False)
        assert each["missingValues"] == [""]


def test_a_table_schema_says_what_tells_rows_apart(written):
    keys = {name: each.get("primaryKey") for name, each in written[1].items()}
    assert keys["by_prefecture.csv"] == ["prefecture_code"]
    assert keys["region_by_type.csv"] is None  # a row for those in no group has no type
    assert keys["compared_movements.csv"] == ["list", "body"]
    assert keys["compared_panel.csv"] == ["body"]
    assert keys["entities.csv"] is None


def test_a_column_that_a_table_never_has_is_no_part_of_its_schema(entities):
    with pytest.raises(KeyError, match="colour"):
        schemas.table_schema(entities.assign(colour="red"), "entities.csv")


# --- the data dictionary --------------------------------------------------------------


@pytest.fixture(scope="module")
def results(root):
    return root / "data" / "processed"


def test_the_committed_dictionary_is_what_the_code_writes(results, announcement):
    shapes = gpd.read_parquet(results / "entities.parquet")
    paths = [p.relative_to(results).as_posix() for p in results.rglob("*.*")]
    package = json.loads((results / "datapackage.json").read_text("utf-8"))
    described = {each["path"] for each in package["resources"]}
    order = ["entities.csv", *BREAKDOWNS, "joint_tests.csv", "power.csv"]
    assert set(order) == {path for path in paths if path.endswith(".csv")}
    files = {name: pd.read_csv(results / name, dtype=str) for name in order}
    files |= {"entities.geojson": shapes, "entities.parquet": shapes}
    text = dictionary(
        sorted({"datapackage.json", *described} - {"README.md"}),
        title=announcement.title,
        tables=files,
    )
    assert (results / "README.md").read_text("utf-8") == text


@pytest.fixture(scope="module")
def explained(ours):
    tables = {name: table for name, table in ours.items() if name.endswith(".csv")}
    files = [*tables, "report.html", "datapackage.json", "charts/type_mix.svg"]
    return tables, dictionary(files, title="A list | of <bodies>", tables=tables)


def test_every_column_of_every_file_is_explained_once_in_its_section(explained):
    tables, text = explained
    sections = [part.splitlines() for part in text.split("\n### ")[1:]]
    for name, table in tables.items():
        [lines] = [lines for lines in sections if f"`{name}`" in lines[0]]
        for column in table:
            rows = [line for line in lines if line.startswith(f"| `{column}` | ")]
            assert len(rows) == 1, (name, column)
            assert len(rows[0].split(" | ")[2]) > 1


def test_every_file_of_a_result_is_named_with_what_it_is(results):
    lines = (results / "README.md").read_text("utf-8").splitlines()
    for path in results.rglob("*.*"):
        name = path.relative_to(results).as_posix()
        if name != "README.md":
            [line] = [line for line in lines if line.startswith(f"| `{name}` | ")]
            assert len(line.split(" | ")[1].strip(" |")) > 5


def test_no_description_is_of_a_column_that_no_table_has(ours):
    assert set(COLUMNS) == {
        column for table in ours.values() for column in table if column in COLUMNS
    }


def test_columns_that_not_all_files_have_say_where_they_are(explained):
    _, text = explained
    [line] = [each for each in text.splitlines() if each.startswith("| `telecom_bure")][
        1:2
    ]
    assert line.endswith("never empty (in `by_bureau.csv`) |")


def test_a_title_cannot_leave_its_heading(explained):
    assert explained[1].startswith("# A list \\| of &lt;bodies>\n\nWritten by")
