"""The evaluations room in the API."""

from ninja import Router

from evaluations.api.feedback import router as feedback_router
from evaluations.api.points import router as points_router

router = Router()
router.add_router("", feedback_router)
router.add_router("", points_router)
