"""Session payloads of the sizes that are timed, made by CPython."""

import base64
import datetime
import decimal
import pickle
import random
import uuid

# Bytes of the pickle.
SIZES = {"200 B": 200, "2 KB": 2_000, "20 KB": 20_000, "300 KB": 300_000}


def user(rng):
    """Who is logged in, as Flask-Login and Flask-WTF keep it: some 180 bytes."""
    return {
        "_permanent": True,
        "_fresh": True,
        "_user_id": str(rng.randrange(10_000)),
        "csrf_token": rng.randbytes(20).hex(),
        "locale": "en_GB",
        "next": "/checkout/address",
    }


def plain_item(rng, n):
    return {
        "sku": f"SKU-{rng.randrange(10**6):06}",
        "name": rng.choice(["Espresso cup", "Café au lait bowl", "Teapot", "Moka pot"]) + f" no. {n}",
        "quantity": rng.randrange(1, 6),
        "cents": rng.randrange(100, 20_000),
        "weight": round(rng.random() * 2, 3),
        "gift": rng.random() < 0.2,
        "note": None,
        "tags": ["kitchen", rng.choice(["sale", "new", "last"])],
    }


def rich_item(rng, n):
    item = plain_item(rng, n)
    item["price"] = decimal.Decimal(item.pop("cents")) / 100
    item["added"] = datetime.datetime(2026, 11, 22, 20, 0, 17, rng.randrange(10**6)) + datetime.timedelta(minutes=n)
    item["id"] = uuid.UUID(bytes=rng.randbytes(16), version=4)
    return item


def session(item, size, protocol):
    """A session of about so many bytes: a user, and as many items in the cart as fit."""
    rng = random.Random(size)
    value = user(rng)
    if item is rich_item:
        value["_flashes"] = [("message", "Welcome back")]
        value["seen"] = datetime.datetime(2026, 11, 22, 20, 0, 17, 123456)
    n = 0
    while True:
        payload = pickle.dumps(value, protocol)
        if len(payload) >= size * 0.85:
            return payload
        for _ in range(max(1, (size - len(payload)) // 200)):
            value.setdefault("cart", []).append(item(rng, n))
            n += 1


def payloads():
    """Yields kind, size and the text of the `data` attribute. Protocol 4 is what CPython 3.8 to 3.13 write by default."""
    for kind, item in {"plain": plain_item, "rich": rich_item}.items():
        for name, size in SIZES.items():
            yield kind, name, base64.encodebytes(session(item, size, 4)).decode()


if __name__ == "__main__":
    for kind, name, text in payloads():
        data = base64.decodebytes(text.encode())
        print(kind, name, len(data), len(text), len(pickle.loads(data).get("cart", [])))
