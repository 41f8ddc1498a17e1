"""Announces from several threads while another watches: `python -m tests.web.live.announced`, with a home folder set.

Prints the ids in the order in which they became visible to the reader, as the streams read.
"""

from __future__ import annotations

import json
import random
from threading import Thread

THREADS, EACH = 6, 40


def main() -> None:
    """Announce in transactions that take differently long after their announcement."""
    import django  # noqa: PLC0415  # settings are named by the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from waypost.web.live import outbox  # noqa: PLC0415
    from waypost.web.live.announcing import announce  # noqa: PLC0415
    from waypost.web.live.models import Event  # noqa: PLC0415

    call_command("migrate", verbosity=0)

    def tell(seed: int) -> None:
        dice = random.Random(seed)
        for number in range(EACH):
            with transaction.atomic():
                announce(f"document:{seed}", "change", {"number": number})
                for _ in range(dice.randrange(8)):  # the rest of the transaction
                    Event.objects.count()
        connection.close()

    threads = [Thread(target=tell, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in threads) or outbox.after(seen[-1] if seen else 0):
        seen += [frame.id for frame in outbox.after(seen[-1] if seen else 0)]
    print(json.dumps({"seen": seen, "written": sorted(Event.objects.values_list("id", flat=True))}))  # its answer


if __name__ == "__main__":
    main()
