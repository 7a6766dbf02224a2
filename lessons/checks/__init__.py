"""Quick checks (随堂小测): questions in a lesson's body that learners answer, and that the server judges.

A kind is a block: a subclass of ``base.CheckBlock``, in a module of this package, with a template of its own. A plugin
brings one by registering it at ``schoolhouse.extension_points.content_blocks`` for the place ``lessons.body``, and
holds it to ``schoolhouse.testing.CheckContract``. See ``docs/decisions/0019-quick-checks.md``.
"""
