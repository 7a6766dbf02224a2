"""Models of how a class lives together: groups, arrival, duties, notices, materials, the wall."""

from classes.models.life.arrival import Arrival, ArrivalWay
from classes.models.life.duty import ClassOffice, DutyShift
from classes.models.life.group import ClassGroup
from classes.models.life.material import ClassMaterial
from classes.models.life.notice import ClassNotice, NoticeRead
from classes.models.life.wall import WallPhoto, WallPost

__all__ = [
    "Arrival",
    "ArrivalWay",
    "ClassGroup",
    "ClassMaterial",
    "ClassNotice",
    "ClassOffice",
    "DutyShift",
    "NoticeRead",
    "WallPhoto",
    "WallPost",
]
