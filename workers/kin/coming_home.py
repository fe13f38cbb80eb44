"""Records that workers on other hosts have stored get their links at home, where the index is: as if they had been made here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workers.history import records_of_file
from workers.kin.linking import Kin, without_warning
from workers.stores import Store


def link_stored(digests: Iterable[str], stores: Sequence[Store], kin: Kin) -> None:
    """Links the records of the files with these sha256 that are stored without, in their order, and stores them again.

    Links that were given once come again from the index: so a record may be stored without them any number of times.
    Raises StoreUnavailable, ValueError for a stored record that can't be read: doing it again is safe.
    """
    if not kin.days:
        return
    found = [record for sha256 in digests for record in records_of_file(stores[0], sha256) if record.cluster_id is None]
    late = kin.link([without_warning(record) for record in found])
    for store in stores if late else ():
        store.put_many(late)
