"""Forms about the groups of a class."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classes.actions.life.groups import MOST_GROUPS
from classes.models import ClassGroup, Enrollment
from classes.models.life.group import NAME_LENGTH

EVENLY, BY_ORGANIZATION = "evenly", "organization"


class NewGroupForm(forms.Form):
    """A group to make."""

    name = forms.CharField(label=_("Name of a new group"), max_length=NAME_LENGTH)


class DivideForm(forms.Form):
    """How to divide the class."""

    way = forms.ChoiceField(
        label=_("How"),
        choices=[
            (EVENLY, _("Evenly, each organization spread")),
            (BY_ORGANIZATION, _("A group for each organization")),
        ],
        initial=EVENLY,
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(label=_("Groups"), min_value=1, max_value=MOST_GROUPS, required=False, initial=6)
    everybody = forms.BooleanField(
        label=_("Everybody anew, also those who are in a group"),
        required=False,
        help_text=_("Leaders stay with their group when the class is divided evenly."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the number where it is needed."""
        data = self.cleaned_data
        if data.get("way") == EVENLY and "count" not in self.errors and not data.get("count"):
            self.add_error("count", _("Say how many groups."))
        return data


class GroupForm(forms.Form):
    """The name and the leader of a group."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    leader = forms.ModelChoiceField(
        label=_("Leader"), queryset=Enrollment.objects.none(), required=False, to_field_name="public_id"
    )

    def __init__(self, *args: Any, group: ClassGroup, members: list[Enrollment], **kwargs: Any) -> None:
        leader = next((one.public_id for one in members if one.leads_group), None)
        super().__init__(*args, **{**kwargs, "initial": {"name": group.name, "leader": leader}})
        field: Any = self.fields["leader"]
        field.queryset = Enrollment.objects.filter(pk__in=[one.pk for one in members]).select_related("learner")
        field.empty_label = _("Nobody yet")
        field.label_from_instance = lambda one: one.learner.full_name
