"""Run by Alembic on the connection that `schema.bring_up_to_date` hands over, inside its transaction."""

from alembic import context

from songreel_server.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    # SQLite cannot change a column or a constraint in place: the table is copied instead.
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
