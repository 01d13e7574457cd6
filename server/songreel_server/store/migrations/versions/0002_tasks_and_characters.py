"""Tasks with their callbacks, characters, and what callbacks are signed with."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("webhook_secret", sa.String(), nullable=True))
    op.create_table(
        "characters",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_characters_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_characters")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_characters_account_id_name")),
    )
    op.create_index(op.f("ix_characters_account_id"), "characters", ["account_id"])
    op.create_table(
        "character_photos",
        sa.Column("character_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["character_id"], ["characters.id"], name=op.f("fk_character_photos_character_id")),
        sa.ForeignKeyConstraint(["item_id"], ["vault.id"], name=op.f("fk_character_photos_item_id")),
        sa.PrimaryKeyConstraint("character_id", "item_id", name=op.f("pk_character_photos")),
    )
    op.create_index(op.f("ix_character_photos_item_id"), "character_photos", ["item_id"])
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tasks_account_id")),
        sa.ForeignKeyConstraint(["id"], ["jobs.id"], name=op.f("fk_tasks_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_account_id"), "tasks", ["account_id"])
    op.create_table(
        "callbacks",
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("next_try_at", sa.Double(), nullable=False),
        sa.Column("last_status", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_callbacks_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_callbacks")),
    )
    op.create_index("ix_holds_token", "holds", ["token_id", "made_at"])
    op.create_index("ix_callbacks_due", "callbacks", ["state", "next_try_at"])
