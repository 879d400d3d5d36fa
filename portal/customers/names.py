"""Names: the keys by which a name is sorted and found, and what of it stands on paper."""
import re
from typing import NamedTuple

# Surnames that are read otherwise than the character: as a surname first, then what people type as well.
READINGS: dict[str, tuple[str, ...]] = {
    "曾": ("zeng", "ceng"), "解": ("xie", "jie"), "仇": ("qiu", "chou"), "朴": ("piao", "pu"), "查": ("zha", "cha"),
    "区": ("ou", "qu"), "翟": ("zhai", "di"), "单": ("shan", "dan"), "吕": ("lv", "lu"), "闾": ("lv", "lu"),
    "盖": ("ge", "gai"), "乐": ("yue", "le"), "员": ("yun", "yuan"), "种": ("chong", "zhong"),
    "重": ("chong", "zhong"), "秘": ("bi", "mi"), "冼": ("xian",), "逄": ("pang",), "缪": ("miao", "mou"),
    "繁": ("po", "fan"), "覃": ("qin", "tan"),
    "谌": ("chen", "shen"), "祭": ("zhai", "ji"), "都": ("du", "dou"), "折": ("she", "zhe"),
    "黑": ("he", "hei"), "隗": ("wei", "kui"), "牟": ("mou", "mu"), "召": ("shao", "zhao"),
    "洗": ("xian", "xi"), "车": ("che", "ju"), "句": ("gou", "ju"), "薄": ("bo", "bao"), "柏": ("bai", "bo"),
    "郗": ("xi", "chi"),
    "六": ("lu", "liu"), "尉": ("wei", "yu"), "长": ("zhang", "chang"),
    "尉迟": ("yuchi", "weichi"), "单于": ("chanyu", "shanyu"), "万俟": ("moqi", "wansi"), "澹台": ("tantai", "dantai"),
    "长孙": ("zhangsun", "changsun"), "乐正": ("yuezheng", "lezheng"),
}
TITLES = ("先生", "女士", "小姐")           # a name that ends so is no full name
COMPOUND = frozenset(name for name in READINGS if len(name) == 2) | frozenset((
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "令狐", "慕容", "夏侯", "端木", "公孙", "南宫",
    "西门", "闻人", "轩辕", "钟离", "宇文", "独孤", "呼延", "赫连", "申屠", "太史", "濮阳", "淳于", "公冶",
    "百里", "东郭", "拓跋"))


class Keys(NamedTuple):
    """A name in letters: lower case, without blanks. `also_read` and `also_initials` by the surname's other reading."""
    pinyin: str
    initials: str
    also_read: str
    also_initials: str


def keys(name: str) -> Keys:
    """The keys of a name; a rare character without a known reading is passed over."""
    family = surname(name)
    first, *others = READINGS.get(family) or ("".join(_syllables(family)),)
    given = _syllables(name.strip()[len(family):])
    rest, heads = "".join(given), "".join(syllable[0] for syllable in given)
    other = others[0] if others else ""
    return Keys((first + rest)[:200], (_heads(family, first) + heads)[:60],
                (other + rest)[:200] if other else "", (_heads(family, other) + heads)[:60] if other else "")


def surname(name: str) -> str:
    """欧阳 of 欧阳锋, 王 of 王女士, the first word of a name in letters."""
    name = name.strip()
    if name[:2] in COMPOUND:
        return name[:2]
    return name.split()[0] if name[:1].isascii() and name else name[:1]


def polite(name: str, title: str, is_company: bool) -> str:
    """How sheets and the wall name a customer: surname and title, of a company its name."""
    return name[:12] if is_company or not name else f"{surname(name)}{title}"


def typed(text: str) -> str:
    """What somebody typed in search of a name, in the form of the keys: ü is v, also where people write yu for it."""
    text = "".join(letter for letter in text.lower() if letter.isalnum() or letter in "üv")
    return text.replace("ü", "v").replace("lyu", "lv").replace("nyu", "nv")


def _syllables(text: str) -> list[str]:
    """One for each character that has a reading; letters and digits stand for themselves."""
    from pypinyin import lazy_pinyin  # its dictionary takes half a second: not at every start
    parts = re.findall(r"[a-z0-9]|[^\x00-\x7f]+", text.lower())
    return [syllable for part in parts
            for syllable in ([part] if part.isascii() else lazy_pinyin(part, errors="ignore"))]


def _heads(family: str, reading: str) -> str:
    """The initial of each character of a surname; in letters all of it is one word."""
    if len(family) == 2 and family in COMPOUND:
        return "".join(syllable[0] for syllable in _split(family, reading))
    return reading[:1]


def _split(family: str, reading: str) -> tuple[str, str]:
    """The two syllables of a compound surname's reading."""
    last = next((syllable for syllable in _syllables(family[1]) if reading.endswith(syllable)), reading[-2:])
    return reading[:-len(last)] or last, last
