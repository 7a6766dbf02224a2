"""The form of a sound or film: the file comes with it, or was uploaded in pieces before."""

import shutil
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from wagtailmedia.forms import BaseMediaForm

from foundation.recordings import BadRecording
from foundation.recordings.probe import check_recording
from people.actions.converting import take_up
from people.actions.uploads import CHUNK, drop_upload, finish_upload, media_limits, too_large, work_folder
from people.forms.files import ScopedFileForm, look_at_pictures
from people.models import MediaUpload, SchoolMedia, User
from schoolhouse.refusals import Refusal


class SchoolMediaForm(ScopedFileForm, BaseMediaForm):
    """A sound or film. What is uploaded is checked by its bytes, kept under its true suffix, and then converted."""

    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.by = user
        self.taken: MediaUpload | None = None
        self.has_new_file = False
        self.former = self.instance.file.name if self.instance.file else ""
        self.former_still = self.instance.thumbnail.name if self.instance.thumbnail else ""
        look_at_pictures(self, "thumbnail")
        if self.data.get(self.add_prefix("upload")):
            self.fields["file"].required = False

    def clean(self) -> dict[str, Any]:
        """Check the file that came, or take over the upload that was named."""
        cleaned: dict[str, Any] = super().clean()
        name, sent = cleaned.get("upload"), cleaned.get("file")
        try:
            if name:
                self._take_over(name)
            elif isinstance(sent, UploadedFile):
                self._check(sent)
        except (BadRecording, Refusal) as fault:
            self.add_error("file", str(fault.message))
        return cleaned

    def save(self, commit: bool = True) -> SchoolMedia:
        """Save all of it or nothing, and have a new file converted."""
        with transaction.atomic():
            if "thumbnail" in self.changed_data:
                self.instance.thumbnail_was_made = False
            if self.instance.pk and commit:
                self._keep_what_the_worker_wrote()
            media: SchoolMedia = super().save(commit)
            if self.has_new_file and commit:
                take_up(media=media)
            if self.taken is not None and commit:
                drop_upload(upload=self.taken)
                self.cleaned_data["file"].close()
                if self.former and self.former != media.file.name:
                    storage = media.file.storage
                    transaction.on_commit(lambda: storage.delete(self.former))
            if commit and self.former_still and self.former_still != media.thumbnail.name:
                stills = media.thumbnail.storage
                transaction.on_commit(lambda: stills.delete(self.former_still))
        return media

    def _keep_what_the_worker_wrote(self) -> None:
        """Let a conversion that ended since the form was read stay ended."""
        now = SchoolMedia.objects.select_for_update().get(pk=self.instance.pk)
        names = ["state", "state_changed_at", "fault", "progress", "attempts"]
        if not self.has_new_file:
            names += ["duration", "width", "height"]
        if "thumbnail" not in self.changed_data:
            names += ["thumbnail", "thumbnail_was_made"]
        self.former_still = now.thumbnail.name
        for name in names:
            setattr(self.instance, name, getattr(now, name))

    def _take_over(self, name: uuid.UUID) -> None:
        upload = MediaUpload.objects.filter(public_id=name, by=self.by, type=self.instance.type).first()
        if upload is None or upload.received != upload.size:
            raise BadRecording("gone")
        self.taken = finish_upload(upload=upload)
        file = File(upload.file.open("rb"), name=upload.file.name)
        self._set(file, (upload.duration, upload.width, upload.height))

    def _check(self, sent: UploadedFile) -> None:
        if (sent.size or 0) > settings.MEDIA_MAX_UPLOAD_SIZE:
            raise too_large()
        with work_folder() as folder:
            path = folder / "sent"
            with path.open("wb") as target:
                sent.seek(0)
                shutil.copyfileobj(sent, target, CHUNK)
            found = check_recording(path, video=self.instance.type == "video", limits=media_limits())
        sent.seek(0)
        sent.name = f"file{found.suffix}"
        self._set(sent, (found.duration, found.width, found.height))

    def _set(self, file: File, measured: tuple[float, int, int]) -> None:
        self.cleaned_data["file"] = file
        self.has_new_file = True
        self.instance.duration, self.instance.width, self.instance.height = measured
