"""Finding listed words in what people write: text against text, never an expression of somebody's making."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEAST = 2
"""A listed word has at least so many characters."""
COVER = "＊"
"""Stands for each character of a word that is covered; in Markdown it means nothing."""

# Forms of characters that stand for the same in everyday words; what is not here is compared as it is.
_OLD = (
    "萬與專業東絲兩嚴個豐臨為麗舉義樂習鄉書買亂爭於雲產畝親億僅從侖倉儀們價眾優會傘傷倫偽傳體餘俠僑償黨蘭"
    "關興養獸內岡冊寫軍農馮沖決況凍淨準涼減湊鳳憑凱擊鑿創別劑動務勝勞勢區醫華協單賣盧衛卻廠廳曆厲壓參雙發"
    "變葉號嘆嚇嗎聽啟員園圍國圖圓聖場壞塊堅壇壯聲處備復夠頭夾奪奮獎婦媽嬰孫學寧寶實寵審憲宮寬賓對尋導屆層"
    "屬歲島嶺幣帥師帳幫廣莊慶應廟廢開異張彈強歸當錄徹憶懷態總戀惡慣慚戰戲戶執擴掃揚撫搶護報擔擬擁撥擇掛揮"
    "損換據攝攤敗敵數斷無舊時曠曬顯曉權條來楊極構槍櫃標樓樣檢歡毀氣漢湯溝淚潔測濟渾滅燈災點煉煙熱愛爺狀獨"
    "獄環現電療瘋監盤礦禮禍種積稱穩窮競筆節範築簽簡糧約級紀純線組細終給絕統繼續維網罰羅職聯腦臉藝蘇藥虛蟲"
    "補襲見觀規視覽覺觸誤說認討讓訓議訊記講許論設訪證評識訴詞試話該詳語誰調談請諸課謝譯讀貝財責貨質販貪貧"
    "購貴費賀賊資賭賞賠賢賬賴賺贈贊趙趕跡車軌軟輕載較輔輛輝輩輪輸辦辭邊遞遠違連遲適選遺還進這運過達遷郵鄰"
    "釋針錢鐵銀銷鎖錯鐘鋼長門閉問閒間聞閱陣陽陰際陸險隨隱難霧靈靜韓頁項順須預領頻題顏願類風飛飯飲飽餓館馬"
    "驗騙驚魚鮮鳥麥黃齊齒龍龜"
)
_NEW = (
    "万与专业东丝两严个丰临为丽举义乐习乡书买乱争于云产亩亲亿仅从仑仓仪们价众优会伞伤伦伪传体余侠侨偿党兰"
    "关兴养兽内冈册写军农冯冲决况冻净准凉减凑凤凭凯击凿创别剂动务胜劳势区医华协单卖卢卫却厂厅历厉压参双发"
    "变叶号叹吓吗听启员园围国图圆圣场坏块坚坛壮声处备复够头夹夺奋奖妇妈婴孙学宁宝实宠审宪宫宽宾对寻导届层"
    "属岁岛岭币帅师帐帮广庄庆应庙废开异张弹强归当录彻忆怀态总恋恶惯惭战戏户执扩扫扬抚抢护报担拟拥拨择挂挥"
    "损换据摄摊败敌数断无旧时旷晒显晓权条来杨极构枪柜标楼样检欢毁气汉汤沟泪洁测济浑灭灯灾点炼烟热爱爷状独"
    "狱环现电疗疯监盘矿礼祸种积称稳穷竞笔节范筑签简粮约级纪纯线组细终给绝统继续维网罚罗职联脑脸艺苏药虚虫"
    "补袭见观规视览觉触误说认讨让训议讯记讲许论设访证评识诉词试话该详语谁调谈请诸课谢译读贝财责货质贩贪贫"
    "购贵费贺贼资赌赏赔贤账赖赚赠赞赵赶迹车轨软轻载较辅辆辉辈轮输办辞边递远违连迟适选遗还进这运过达迁邮邻"
    "释针钱铁银销锁错钟钢长门闭问闲间闻阅阵阳阴际陆险随隐难雾灵静韩页项顺须预领频题颜愿类风飞饭饮饱饿馆马"
    "验骗惊鱼鲜鸟麦黄齐齿龙龟"
)
_SAME = str.maketrans(_OLD, _NEW)


@dataclass(frozen=True)
class Found:
    """A listed word where it stands in a text."""

    word: int
    start: int
    end: int


def plain(text: str) -> str:
    """Return what is compared of ``text``."""
    return "".join(character for character, _at in _kept(text))


def find(text: str, words: Iterable[str]) -> Iterator[Found]:
    """Give each place in ``text`` where one of ``words`` (as ``plain`` gives them) stands, by its number.

    A word that begins or ends with a letter or digit of an alphabet is found as a whole word alone. Takes time in
    proportion to the text and the list, whatever either says.
    """
    kept = list(_kept(text))
    line = "".join(character for character, _at in kept)
    for number, word in enumerate(words):
        at = line.find(word)
        while at >= 0 and word:
            start, end = kept[at][1], kept[at + len(word) - 1][1] + 1
            if _stands_alone(text, start, end):
                yield Found(number, start, end)
            at = line.find(word, at + 1)


def cover(text: str, found: Iterable[Found]) -> str:
    """Return ``text`` with what was found covered, its spaces kept."""
    characters = list(text)
    for one in found:
        for at in range(one.start, one.end):
            if not characters[at].isspace():
                characters[at] = COVER
    return "".join(characters)


def _kept(text: str) -> Iterator[tuple[str, int]]:
    """Give the characters that count, in one form, each with its place in ``text``."""
    for at, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).casefold().translate(_SAME):
            if unicodedata.category(one)[0] in "LN":
                yield one, at


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (_joined(text, start - 1, start) or _joined(text, end - 1, end))


def _joined(text: str, before: int, after: int) -> bool:
    """Say whether two neighbors are parts of one word of an alphabet."""
    return before >= 0 and after < len(text) and _is_letter(text[before]) and _is_letter(text[after])


def _is_letter(character: str) -> bool:
    one = unicodedata.normalize("NFKC", character)[:1]
    return one.isalnum() and not "\u2e80" <= one <= "\u9fff" and ord(one) < 0x20000
