"""Makes entries of the register for its tests."""

import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from plugins.attendance.register.actions.head_counts import Counted, enter_count
from plugins.attendance.register.actions.outside_classes import Held, enter_outside

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
164
%%EOF
"""  # noqa: W291


def photo(name="room.jpg", color="red"):
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at the village hall"
    Image.new("RGB", (40, 30), color).save(file, "JPEG", exif=exif)
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg")


def count_at(organization, people=12, *, by, training_class=None, item=None, hours_ago=3, hours=2, **more):
    """Enter a head count of a session that began some hours ago."""
    papers, corrects, reason = (more.pop(name, default) for name, default in ENTRY)
    starts_at = timezone.now().replace(second=0, microsecond=0) - datetime.timedelta(hours=hours_ago)
    said = {
        "title": "Village evening",
        "starts_at": starts_at,
        "ends_at": starts_at + datetime.timedelta(hours=hours),
        **more,
    }
    counted = Counted(organization=organization, people=people, training_class=training_class, item=item, **said)
    return enter_count(said=counted, by=by, papers=papers, corrects=corrects, reason=reason)


ENTRY = (("papers", ()), ("corrects", None), ("reason", ""))


def outside_of(organization, people=40, *, by, **more):
    """Enter a class that was held yesterday."""
    papers, corrects, reason = (more.pop(name, default) for name, default in ENTRY)
    day = timezone.localdate() - datetime.timedelta(days=1)
    said = {"title": "Held before", "starts_on": day, "ends_on": day, "minutes": 180, "sessions": 3, **more}
    held = Held(organization=organization, people=people, **said)
    return enter_outside(said=held, by=by, papers=papers, corrects=corrects, reason=reason)
