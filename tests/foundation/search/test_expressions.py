import pytest
from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from foundation.search.expressions import FTS5, TSQUERY, Expression, compile_query, fts5_match, tsquery

A, B, C = PlainText("土地"), PlainText("合同"), PlainText("x")
NONSENSE = PlainText("？！")


@pytest.mark.parametrize(
    ("query", "fts5", "postgres"),
    [
        (A, '"土地"', "'土地'"),
        (PlainText("培训班"), '"培训 训班"', "('培训' <-> '训班')"),
        (PlainText("学"), '"学"*', "'学':*"),
        (PlainText("a b", operator="or"), '("a" OR "b")', "('a' | 'b')"),
        (Phrase("打开WPS"), '"打开 开 WPS"', "('打开' <-> '开' <-> 'WPS')"),
        (And([A, Or([B, C])]), '("土地" AND ("合同" OR "x"))', "('土地' & ('合同' | 'x'))"),
        (And([A, Not(B)]), '("土地" NOT "合同")', "('土地' & !'合同')"),
        (And([Not(A), B, Not(C)]), '("合同" NOT ("土地" OR "x"))', "('合同' & !('土地' | 'x'))"),
        (Not(Not(A)), '"土地"', "'土地'"),
        (Boost(Fuzzy("土地"), 2), '"土地"', "'土地'"),
        (And([A, NONSENSE, MATCH_ALL]), '"土地"', "'土地'"),
        (Or([A, NONSENSE, MATCH_NONE]), '"土地"', "'土地'"),
        ((A & B) & C, '("土地" AND "合同" AND "x")', "('土地' & '合同' & 'x')"),
        (PlainText("""say "hi" o'x \\ :*"""), '("say" AND """hi""" AND "o\'x")', "('say' & '\"hi\"' & 'o''x')"),
    ],
)
def test_compile_query_writes_both_dialects(query, fts5, postgres):
    assert compile_query(query, FTS5).query_string == fts5
    assert compile_query(query, TSQUERY).query_string == postgres


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        (NONSENSE, MATCH_NONE),
        (Not(NONSENSE), MATCH_ALL),
        (And([NONSENSE, PlainText("")]), MATCH_NONE),
        (Or([]), MATCH_NONE),
        (MATCH_ALL, MATCH_ALL),
        (MATCH_NONE, MATCH_NONE),
        (And([A, MATCH_NONE]), MATCH_NONE),
        (Or([A, MATCH_ALL]), MATCH_ALL),
        (Or([MATCH_ALL, Not(A)]), MATCH_ALL),
    ],
)
def test_compile_query_settles_what_needs_no_index(query, outcome):
    for dialect in (FTS5, TSQUERY):
        assert repr(compile_query(query, dialect)) == repr(outcome)


@pytest.mark.parametrize(
    ("query", "excluded"),
    [
        (Not(A), '"土地"'),
        (And([Not(A), Not(B)]), '("土地" OR "合同")'),
        (Or([A, Not(B)]), '("合同" NOT "土地")'),
        (Or([Not(A), Not(B)]), '("土地" AND "合同")'),
    ],
)
def test_compile_query_turns_a_negated_question_round(query, excluded):
    negated = compile_query(query, FTS5)
    assert isinstance(negated, Not)
    assert negated.subquery.query_string == excluded
    assert compile_query(query, TSQUERY).query_string[0] == "!"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lear", '"lear"*'),
        ("培训 lear", '("培训" AND "lear"*)'),
        ("lear培训", '("lear" AND "培训")'),
        ("café", '"café"*'),
    ],
)
def test_compile_query_completes_the_last_latin_word(typed, expected):
    assert compile_query(PlainText(typed), FTS5, last_is_prefix=True).query_string == expected


def test_compile_query_never_tokenizes_twice():
    once = compile_query(PlainText("培训班"), FTS5)
    assert compile_query(once, FTS5).query_string == once.query_string
    assert isinstance(once, Expression)


def test_compile_query_refuses_unknown_queries():
    class Unknown(SearchQuery):
        pass

    with pytest.raises(TypeError, match="Unknown"):
        compile_query(Unknown(), FTS5)


def test_table_helpers_give_text():
    assert (fts5_match("培训 5G"), tsquery("培训 5G")) == ('("培训" AND "5G")', "('培训' & '5G')")
    assert (fts5_match("。"), tsquery("")) == ("", "")
