from schoolhouse.plugins import PluginConfig


class TryMeConfig(PluginConfig):
    name = "tests.schoolhouse.try_me"
    label = "try_me"
    verbose_name = "A plugin to try"
    version = "1.0"
    scope = "class"
    settings_form = "tests.schoolhouse.try_me.forms.SettingsForm"
