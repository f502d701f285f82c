"""What changes in the library when an item's file arrives on this computer, from wherever. One transaction."""

from desktop.media import away_store, job_store, store
from desktop.media.messages import Probe
from desktop.storage.content import StoredFile
from desktop.storage.transaction import Transaction
from shared.ids import JobId, new_id


def take_in(tx: Transaction, stored: StoredFile, probe: Probe, *, thumbnail: bool) -> None:
    """The file is here from now on: what waited for it goes on, what nobody has made a text of is read here."""
    sha = stored.sha256
    store.put_media_file(tx, sha, stored.size_bytes, probe, thumbnail=thumbnail)
    if not away_store.transcript_announced(tx, sha):
        for item_id in away_store.items_without_job(tx, sha):
            job_store.add(tx, JobId(new_id()), item_id, sha, "")
    for item_id in away_store.items_of_file(tx, sha):
        tx.changed("item", item_id)
        tx.changed("job", item_id)
