"""Rows that point at people, organizations and pages, and a page type."""

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from schoolhouse.content import ContentField


class Deck(models.Model):
    title = models.CharField(max_length=100)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    organization = models.ForeignKey("people.Organization", null=True, on_delete=models.CASCADE)
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    first_card = models.ForeignKey("Card", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self):
        return self.title


class Card(models.Model):
    deck = models.ForeignKey(Deck, on_delete=models.CASCADE)
    word = models.CharField(max_length=100)
    learners = models.ManyToManyField(settings.AUTH_USER_MODEL)

    def __str__(self):
        return self.word


class DeckPage(Page):
    intro = models.TextField(blank=True)
    body = ContentField([], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    template = "base.html"
