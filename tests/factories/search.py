"""Makes Chinese text and pages to search in, the same for the same seed."""

import random
import re
from collections.abc import Iterator, Sequence

from wagtail.models import Locale, Page

_SLOTS = """
谁: 村民 学员 老人 合作社社员 调解员 村干部 会计 农机手 护林员 社区工作者 养殖户 返乡青年 网格员 邻居 驾驶员
处: 村委会 镇便民服务中心 学堂 卫生院 农技站 县档案馆 文化广场 村口 实训基地 水库边 田头 果园 集市
处: 党群服务中心
时: 春耕前 雨季到来时 每月初 年底 赶集日 晚饭后 收割结束后 第二天上午 遇到大风天气时 签订合同之前 三个工作日内
物: 土地承包合同 身份证复印件 发票 收据 急救包 手机 银行卡 登记表 种子 化肥 农药 水泵 账本 户口簿 测量记录
数: 3 5 10 15 30 45 60 100 120 2024 0.5 1.5
物候: 水稻 玉米 茶叶 柑橘 马铃薯 油菜 食用菌 生猪 蜜蜂 稻田鱼
机: 5G网络 WPS表格 微信 APP 二维码 Wi-Fi USB接口 GPS定位 GIS系统 4G路由器
"""
_SENTENCES = """
{谁}到{处}办事，先取号，再把{物}交给窗口工作人员核对。
{时}，{谁}应当检查{物}是否齐全；缺少材料的，当场一次告知。
发现有人昏倒，先确认周围安全，再轻拍双肩大声呼唤，同时请人拨打120。
胸外按压的深度约{数}厘米，频率每分钟100至120次，按压与吹气之比为30比2。
烫伤后立即用流动的凉水冲{数}分钟，不要涂牙膏、酱油或者草木灰。
被毒蛇咬伤的{谁}要保持安静，取下戒指和手表，尽快送往{处}。
异物卡喉时，站在患者身后，双臂环抱上腹部，向内向上快速冲击。
骨折的部位用木板固定，绑扎不宜过紧，每隔{数}分钟查看一次手指的颜色。
土地确权要做到面积准、四至清、登记簿与实地一致。
{谁}对测量结果有异议的，可以在{时}申请复核，并保存好{物}。
宅基地的边界由相邻各方到场指认，签字以后存入档案。
流转期限不得超过承包期的剩余年限，租金每亩{数}元，按年支付。
调解之前先听双方把话说完，不打断、不评判，把争议写成三句话。
{谁}与{谁}因为排水沟的走向发生争执，调解员{时}到{处}查看。
达成协议后当场写成书面材料，双方签名，各执一份，{数}日内履行。
涉及{物}的纠纷，要先看凭证，再问经过，最后算账。
记账要做到日清月结：收入记一边，支出记一边，余额与现金相符。
{谁}报销时应当提供{物}，写明用途、日期和经手人。
集体资产清查从{处}开始，逐件编号，拍照留存，不得漏登。
村级账目每季度公开一次，公示时间不少于{数}天，接受{谁}监督。
{物候}的播种深度约{数}厘米，过深出苗慢，过浅容易受旱。
{时}，{物候}要及时追肥，每亩用量不超过{数}公斤。
防治{物候}病虫害，优先使用黄板、杀虫灯和天敌，不得使用禁用农药。
{物候}采收后放在阴凉通风的地方，避免堆放过厚引起发热。
修剪宜在{时}进行，先剪枯枝、病枝，再疏密枝，剪口要平。
灌溉渠道{时}清淤，闸门由{谁}专人管理。
打开手机的设置，找到{机}，点击右上角的加号完成绑定。
{机}覆盖{处}以后，{谁}可以在家里办理医保缴费。
接到陌生电话要求转账的，一律挂断，并到{处}核实。
扫描{机}之前，看清来源；不明链接不点，验证码不告诉任何人。
用{机}登记{物}，姓名、电话、地址三项必须填写完整。
网上申请提交后，{数}个工作日内可以在“我的办件”中查看进度。
制作短视频先写提纲：一个问题、三个步骤、一句提醒。
直播销售{物候}，要如实介绍产地、规格和保存方法。
{谁}在{处}参加面授，晚上在学员论坛写下当天最有用的一个做法。
小组讨论时每人发言{数}分钟，组长记录，讲师逐条回应。
培训班的课表贴在{处}门口，临时调整以班主任通知为准。
请假须在{时}提出，返回后及时销假。
入户走访要带好{物}，先说明来意，再填写登记表。
防火期内禁止在{处}附近烧荒，发现火情立即报告{谁}。
汛期值班实行双人制，水位每{数}分钟记录一次。
饮用水源周围{数}米内不得堆放垃圾和粪肥。
"""
SENTENCES = _SENTENCES.split()
SLOTS: dict[str, list[str]] = {}
for _line in _SLOTS.split("\n")[1:-1]:
    _name, _words = _line.split(":")
    SLOTS.setdefault(_name, []).extend(_words.split())

_SLOT = re.compile(r"\{(.+?)\}")
HAN = re.compile(r"[\u4e00-\u9fff]+")


def make_paragraphs(count: int, *, seed: int = 1, sentences: int = 4) -> list[str]:
    """Make ``count`` paragraphs of practical advice, of up to 255 characters (what a page's title holds)."""
    source = random.Random(seed)

    def sentence() -> str:
        return _SLOT.sub(lambda slot: source.choice(SLOTS[slot[1]]), source.choice(SENTENCES))

    return ["".join(sentence() for _ in range(source.randint(1, sentences)))[:255] for _ in range(count)]


def make_questions(paragraphs: Sequence[str], count: int, *, seed: int = 1) -> Iterator[str]:
    """Give ``count`` questions of 1 to 8 Han characters: three of four from the paragraphs, one shuffled."""
    source = random.Random(seed)
    made = 0
    while made < count:
        run = source.choice(HAN.findall(source.choice(paragraphs)) or [""])
        length = made % 8 + 1
        if len(run) < length:
            continue
        start = source.randint(0, len(run) - length)
        question = run[start : start + length]
        made += 1
        yield question if made % 4 else "".join(source.sample(question, length))


def make_pages(titles: Sequence[str], descriptions: Sequence[str] | None = None) -> list[Page]:
    """Put one live page per title below the root, in bulk; none of them is indexed yet."""
    root = Page.objects.get(depth=1)
    taken = Page.objects.filter(depth=2).count()
    pages = [
        Page(
            title=title,
            draft_title=title,
            slug=f"found-{number}",
            search_description=descriptions[number] if descriptions else "",
            path=Page._get_path(root.path, 2, taken + number + 1),
            depth=2,
            url_path=f"/found-{number}/",
            locale=Locale.get_default(),
            live=True,
        )
        for number, title in enumerate(titles)
    ]
    return Page.objects.bulk_create(pages)
