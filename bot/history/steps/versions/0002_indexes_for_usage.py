"""Let the indexes by day and by server hold all that the statistics of use count."""

from alembic import op

revision = "0002"
down_revision = "0001"

_COUNTED = ["day", "outcome", "entry", "via", "milliseconds"]


def upgrade() -> None:
    """Take the step; there is none back."""
    op.drop_index("replies_by_day", "replies")
    op.drop_index("replies_by_server", "replies")
    op.create_index("replies_by_day", "replies", _COUNTED)
    op.create_index("replies_by_server", "replies", ["server", *_COUNTED])
