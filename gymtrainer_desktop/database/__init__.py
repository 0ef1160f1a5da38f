"""The one road to Postgres: engine, identity, the embedded cluster, migrations, errors."""
