"""Let alembic work on the connection that bot.history.database hands it."""

from alembic import context

from bot.history.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
