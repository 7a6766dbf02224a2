"""Words that moderators want to know of, or that are not said here."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from forums.writing.words import LEAST, plain


class WordAction(models.TextChoices):
    """What happens to a post in which a word of the list stands."""

    HOLD = "hold", pgettext_lazy("word list", "A moderator reads the post first")
    MASK = "mask", pgettext_lazy("word list", "The word is covered")
    REFUSE = "refuse", pgettext_lazy("word list", "The post is not taken; the author reads why")


class ListedWord(models.Model):
    """A word or phrase, for the forums of an organization and everything below it.

    ``plain`` is what is compared: without width, case, spaces, punctuation and old forms of characters.
    """

    organization = models.ForeignKey(
        "people.Organization", verbose_name=_("organization"), on_delete=models.CASCADE, related_name="listed_words"
    )
    words = models.CharField(
        _("word or phrase"), max_length=60, help_text=_("As it is: it is found in any width, case and spacing.")
    )
    plain = models.CharField(max_length=120, editable=False)
    action = models.CharField(_("what happens"), max_length=8, choices=WordAction.choices, default=WordAction.HOLD)
    note = models.CharField(
        _("what the author reads"),
        max_length=150,
        blank=True,
        help_text=_("Where the post is not taken: what to do instead."),
    )

    panels = [
        FieldPanel("organization"),
        FieldRowPanel([FieldPanel("words"), FieldPanel("action")]),
        FieldPanel("note"),
    ]
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("listed word")
        verbose_name_plural = _("listed words")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "plain"],
                name="forums_word_listed_once",
                violation_error_message=_("This word is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what is compared beside what is shown."""
        self.plain = plain(self.words)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Refuse what would be found everywhere."""
        super().clean()
        self.plain = plain(self.words)
        if len(self.plain) < LEAST:
            raise ValidationError({"words": _("At least two letters or characters: one alone stands everywhere.")})
