import pytest

from foundation.search.tokens import MAX_QUERY_CHARACTERS, Term, clean, index_text, phrase_term, query_terms


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("培训班", "培训 训班 班"),
        ("学", "学"),
        ("电脑，打开", "电脑 脑 , 打开 开"),
        ("5G网络", "5G 网络 络"),
        ("用WPS做表", "用 WPS 做表 表"),
        ("Lessons learned", "Lessons learned"),
        ("ＷＰＳ　１２３", "WPS 123"),
        ("金額", "金額 額"),
        ("\ufa19社", "神社 社"),
        ("二〇二五年", "二〇 〇二 二五 五年 年"),
        ("\U00020bb7野家", "u20bb7野 野家 家"),
        ("葛\U000e0100城", "葛城 城"),
        ("培\u200b训", "培训 训"),
        ("好😀吗", "好 吗"),
        ("a\x00b\ud800c", "a b c"),
        ("2024-05-01", "2024 05 01"),
        ("don’t", "don t"),
        ("", ""),
    ],
)
def test_index_text_gives_pairs_and_repairs(text, tokens):
    assert index_text(text).split() == tokens.split()


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("培训班", [Term(("培训", "训班"), is_han=True)]),
        ("学", [Term(("学",), is_prefix=True, is_han=True)]),
        ("5G网络", [Term(("5G",)), Term(("网络",), is_han=True)]),
        ("土地 合同", [Term(("土地",), is_han=True), Term(("合同",), is_han=True)]),
        ("e-mail", [Term(("e",)), Term(("mail",))]),
        ("！？…，。“”", []),
        ("!!! && ||", []),
        ("😀", []),
        (" \x00 ", []),
    ],
)
def test_query_terms_follow_the_index(question, terms):
    assert query_terms(question) == terms


def test_query_terms_cut_a_long_question():
    terms = query_terms("长" * 10_000)
    assert [len(term.tokens) for term in terms] == [MAX_QUERY_CHARACTERS - 1]
    assert len(query_terms("学a" * 5_000)) == 64


def test_query_terms_cut_what_normalization_lengthens():
    assert sum(len(term.tokens[0]) for term in query_terms("\ufdfa" * 255)) <= MAX_QUERY_CHARACTERS


@pytest.mark.parametrize(
    ("phrase", "term"),
    [
        ("打开WPS软件", Term(("打开", "开", "WPS", "软件"), is_han=True)),
        ("WPS表", Term(("WPS", "表"), is_prefix=True, is_han=True)),
        ("machine learning", Term(("machine", "learning"))),
        ("……", None),
    ],
)
def test_phrase_term_joins_chinese_and_latin(phrase, term):
    assert phrase_term(phrase) == term


def test_clean_is_stable():
    for text in ("ＡＢＣ，培训－班。", "①㎡½", "e\u0301"):
        assert clean(clean(text)) == clean(text)
