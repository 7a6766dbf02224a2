"""What the styleguide shows: sample people, lessons and forms, in the language of whoever looks."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template.loader import get_template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .icons import ICONS

#: The sections of the styleguide, in order: name of the template in ``styleguide/``, and title.
SECTIONS = [
    ("page", _("Page and columns")),
    ("colors", _("Two lights")),
    ("type", _("Type")),
    ("buttons", _("Buttons, pills, avatars")),
    ("icons", _("Icons")),
    ("timeline", _("The line of a day")),
    ("cards", _("Cards and rows")),
    ("figures", _("Figures")),
    ("tables", _("Tables")),
    ("forms", _("Forms")),
    ("messages", _("Messages, empty places, dialogs")),
    ("navigation", _("Finding one's way")),
    ("lesson", _("A lesson")),
    ("forum", _("The evening forum")),
]

_TEXTS = {
    "learner": ("Zhou Lan", "周兰"),
    "instructor": ("He Min", "何敏"),
    "post_author": ("Wang Jun", "王军"),
    "guest": ("Li Wen", "李文"),
    "village": ("Xiaoping Village", "小坪村"),
    "class": ("Class 12 for community workers", "第12期社区工作者培训班"),
    "kicker": ("Sunday, November 22 · Class 12, day 3", "11月22日 星期日 · 第12期第3天"),
    "today": ("Zhou Lan, three things today", "周兰，今天有三项安排"),
    "lead": ("The first begins at nine in the large classroom.", "第一项九点开始，在二楼大教室。"),
    "signed_in": ("Signed in", "已签到"),
    "on_time": ("on time", "准时"),
    "lesson": ("Four steps to settle a quarrel between neighbors", "邻里纠纷调解的四个步骤"),
    "lesson_note": ("He Min · large classroom, second floor", "何敏 老师 · 二楼大教室"),
    "now": ("Now · began 12 minutes ago", "进行中 · 已开始12分钟"),
    "live": ("How to read a land record", "土地档案怎么读"),
    "live_note": ("Guest instructor Li Wen · online and at the learning points", "客座教师 李文 · 在线与学点同步"),
    "join": ("Join the class", "进入课堂"),
    "materials": ("Materials", "资料"),
    "evening": ("Evening discussion", "晚间研讨"),
    "prompt": ("How would you mediate this one?", "这件事，你会怎么调解？"),
    "prompt_note": ("Answer first, then read · 17 have spoken", "先答后看 · 已有 17 人发言"),
    "prompt_text": (
        "Two families share a well. One has paved the path to it. Read the case from this morning, then say what you "
        "would do on the first day, and why not later.",
        "两家共用一口井，一家把去井边的路铺上了水泥。先读上午的案例，再说说第一天你会做什么，为什么不能拖到以后。",
    ),
    "prompt_meta": (
        "Open until 21:30 · 17 of 58 have spoken · your answer counts for up to 3 points",
        "21:30 截止 · 58 人中已有 17 人发言 · 最多可得 3 分",
    ),
    "answer_first": ("Prompt · answer first", "研讨主题 · 先答后看"),
    "todo": ("Still to do", "待完成"),
    "todo_count": ("2 things", "2 项"),
    "rate": ("Say how the morning's class was", "评价上午的课"),
    "rate_note": ("Anonymous · about 1 minute · until 22:00", "匿名 · 约1分钟 · 今晚22点截止"),
    "fill_in": ("Fill in", "填写"),
    "micro": ("Micro-lesson: three tables of book-keeping", "微课：记账三张表"),
    "points": ("Points", "考核得分"),
    "why": ("Why 83.5?", "为什么是 83.5？"),
    "gained": ("+2.5 today", "今天 +2.5"),
    "category": ("Skills · 25 min · 1 training hour · by He Min", "技能 · 25 分钟 · 1 学时 · 何敏"),
    "card_text": ("First aid in the field until the ambulance comes.", "救护车到来之前，田间能做的急救。"),
    "first_aid": ("First aid for heat stroke", "中暑急救"),
    "responses": ("answers, anonymous", "份评价，匿名"),
    "overall": ("overall (school mean 4.3)", "总体（全校均值 4.3）"),
    "lowest": ("lowest: time to discuss", "最低一项：讨论时间"),
    "remarks": ("remarks, 3 to answer", "条文字意见，3 条待回应"),
    "q1": ("Fits my work", "内容切合我的工作"),
    "q2": ("Clear, easy to follow", "讲得清楚，听得懂"),
    "q3": ("Time left to discuss", "留给讨论的时间"),
    "above": ("above the school", "高于全校"),
    "similar": ("about the same", "相当"),
    "below": ("below 3.8", "低于 3.8"),
    "roster": ("Roster of class 12", "第12期学员名册"),
    "name": ("Name", "姓名"),
    "unit": ("Organization", "单位"),
    "group": ("Group", "小组"),
    "state": ("State", "状态"),
    "score": ("Points", "得分"),
    "group_1": ("First group", "第一组"),
    "group_2": ("Second group", "第二组"),
    "present": ("present", "已到"),
    "late": ("late", "迟到"),
    "leave": ("on leave", "请假"),
    "missing": ("missing", "未到"),
    "open": ("Open", "查看"),
    "total": ("Mean", "平均"),
    "post_1": (
        "On the first day I would not talk about the path at all. I would ask each of them to show me how they carry "
        "water, walking it with them.",
        "第一天我不会先谈路的事。我会请两家各带我走一趟，看看他们平时怎么挑水。",
    ),
    "post_2": (
        "Whoever walks it together has already agreed on something.",
        "能一起走这一趟，就已经在一件事上达成了一致。",
    ),
    "post_3": (
        "Hold on to that sentence. Now: what do you write down that evening, and who signs it?",
        "记住这句话。那么，当天晚上要写下什么？由谁签字？",
    ),
    "best": ("Best answer", "优秀发言"),
    "instructor_word": ("Instructor", "授课教师"),
    "thanks": ("Thanks · 12", "感谢 · 12"),
    "reply": ("Reply", "回复"),
    "quote": ("Quote", "引用"),
    "report": ("Report", "举报"),
    "posts": ("23 posts", "23 条发言"),
    "new_count": ("4 new", "4 条新发言"),
    "since": ("since you left", "，在您离开之后"),
    "new_since": ("New since 20:05", "20:05 之后的新发言"),
    "write": ("Write your answer…", "写下您的想法……"),
    "draft": ("Draft saved at 20:14 on this phone", "草稿已于 20:14 存在本机"),
    "post_it": ("Post", "发表"),
    "study_list": ("Study list", "学习清单"),
    "done": ("done", "已学"),
    "well": ("Case: the shared well", "案例：两家一口井"),
    "write_down": ("Micro-lesson: writing it down, 6 min", "微课：怎样写调解记录，6 分钟"),
    "contents": ("In this lesson", "本课内容"),
    "c1": ("Before you knock", "敲门之前"),
    "c2": ("Listen to each alone", "分别倾听"),
    "c3": ("Say back what you heard", "复述听到的话"),
    "c4": ("Write it down together", "一起写下来"),
    "lesson_text_1": (
        "People repeat themselves until they are sure that someone has understood.",
        "人会反复说同一件事，直到确信有人听懂了。",
    ),
    "lesson_mark": (
        "So say it back, in their words, before you say anything of your own.",
        "所以，在说自己的话之前，先用对方的话复述一遍。",
    ),
    "lesson_text_2": ("It takes half a minute and saves an hour.", "只要半分钟，能省一小时。"),
    "quotation": ("“I only wanted somebody to hear it to the end.”", "“我只是想有人听我把话说完。”"),
    "quotation_by": ("A party in a mediation of 2023", "2023年一次调解的当事人"),
    "callout_title": ("Take care", "注意"),
    "callout_text": (
        "Never promise in the first house what the second has not heard.",
        "第二家还没听到的事，不要先答应第一家。",
    ),
    "step_1": ("Knock and say why you came", "敲门，说明来意"),
    "step_2": ("Listen, write down three sentences", "倾听，记下三句话"),
    "step_3": ("Read them back and ask what is missing", "念一遍，问还缺什么"),
    "quiz": ("What do you say first at the second house?", "到第二家，第一句话说什么？"),
    "quiz_wrong": ("“Your neighbor told me that you…”", "“邻居说您……”"),
    "quiz_right": ("“Tell me how it has been for you.”", "“您说说，这段时间是怎么过来的。”"),
    "quiz_note": ("Right: nobody's story before theirs", "对：先听他的，不带别人的话"),
    "progress": ("Progress", "学习进度"),
    "finished_when": (
        "Finished when: read to the end, 90 % of the video seen, quick check passed.",
        "完成条件：读到最后，视频看完 90%，小测验通过。",
    ),
    "saved": ("Saved. Your class teacher has been told.", "已保存，并已通知班主任。"),
    "info": ("The live class moved to the hall.", "课次改到礼堂。"),
    "care": ("No network: 9 people noted, sent when it is back.", "暂时没有网络，已记下 9 人，恢复后自动上传。"),
    "fault": ("Row 14: the phone number has ten digits.", "第 14 行：手机号码只有十位。"),
    "empty_title": ("No live class today", "今天没有课次"),
    "empty_text": ("A quiet day: two lessons wait for you.", "正好可以静心学习，还有两门课程等着您。"),
    "empty_action": ("To the lessons", "去看课程"),
    "dialog_title": ("Leave the class?", "确定退学吗？"),
    "dialog_text": (
        "Your place goes to the next person on the waiting list.",
        "您的名额将转给候补名单上的下一位。",
    ),
    "yes": ("Leave the class", "退学"),
    "no": ("Stay", "暂不退学"),
}


def texts(language: str) -> dict[str, str]:
    """Return the sample texts in ``language`` ("en" or "zh-hans")."""
    place = 1 if language.startswith("zh") else 0
    return {name: pair[place] for name, pair in _TEXTS.items()}


class SampleForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    phone = forms.CharField(
        label=_("Mobile phone"),
        help_text=_("We write to it only about your classes."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    county = forms.ChoiceField(label=_("County"), choices=[("", "—"), ("1", _("Qingshan")), ("2", _("Heshui"))])
    email = forms.EmailField(label=_("E-mail"))
    held = forms.ChoiceField(
        label=_("How would you like to take part?"),
        widget=forms.RadioSelect,
        choices=[("room", _("In the room")), ("online", _("Online"))],
    )
    rating = forms.ChoiceField(
        label=_("The class was clear"), widget=forms.RadioSelect, choices=[(n, n) for n in range(1, 6)]
    )
    remarks = forms.CharField(label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    roster = forms.FileField(label=_("Roster (.xlsx or .csv)"), required=False)
    agreed = forms.BooleanField(label=_("I have read how my data are used"))


def _sample_form() -> SampleForm:
    data = {"full_name": "周兰", "email": "zhou@", "county": "1", "held": "room", "rating": "4"}
    return SampleForm(data)


def _sections() -> list[dict[str, Any]]:
    sections = []
    for name, title in SECTIONS:
        template = f"styleguide/{name}.html"
        source = get_template(template).template.source  # type: ignore[attr-defined]
        sections.append({"name": name, "title": title, "template": template, "source": source.strip()})
    return sections


def styleguide_context() -> dict[str, Any]:
    """Return everything that the styleguide's templates show."""
    s = texts(get_language() or "en")
    return {
        "sections": _sections(),
        "s": s,
        "icons": sorted(ICONS),
        "form": _sample_form(),
        "page_obj": Paginator(range(60), 10).page(3),
        "crumbs": [{"label": s["class"], "url": "#navigation"}, {"label": s["evening"], "url": "#forum"}],
        "people": [
            {"name": s["learner"], "unit": s["village"], "group": s["group_1"], "state": s["present"], "kind": "ok",
             "points": "83.5"},
            {"name": s["post_author"], "unit": s["village"], "group": s["group_2"], "state": s["late"], "kind": "lamp",
             "points": "79.0"},
            {"name": s["guest"], "unit": s["village"], "group": s["group_2"], "state": s["missing"], "kind": "bad",
             "points": "64.5"},
        ],
        "answers": [
            {"label": s["q1"], "counts": [1, 2, 5, 17, 28], "mean": "4.7", "verdict": s["above"], "kind": "ok"},
            {"label": s["q2"], "counts": [1, 2, 6, 18, 26], "mean": "4.5", "verdict": s["similar"], "kind": ""},
            {"label": s["q3"], "counts": [4, 8, 15, 16, 10], "mean": "3.7", "verdict": s["below"], "kind": "lamp"},
        ],
        "grounds": ["paper", "card", "ink-2", "day", "lamp", "ok", "bad", "primary"],
    }  # fmt: skip
