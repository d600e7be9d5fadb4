"""A PostgreSQL of one's own for tests: started in a temporary folder, gone afterwards.

::

    from ordercore.testing.postgres import database, postgres

    with postgres() as server, database(server) as url:
        ...

A server that is there already is taken where ``ORDERCORE_PG_URL`` names one.
:func:`postgres` needs nothing but PostgreSQL's programs (:func:`find_binaries` tells where they
were sought); :func:`database` needs the extra ``postgres``.
"""

from ordercore.testing.postgres.binaries import find_binaries
from ordercore.testing.postgres.databases import database
from ordercore.testing.postgres.server import postgres

__all__ = ["database", "find_binaries", "postgres"]
