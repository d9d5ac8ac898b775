"""Writes data/yearly.txt: zones of dateutil with daylight saving time, and their offset at moments of their clocks.

Usage: python generate_yearly.py > data/yearly.txt
"""

import datetime as dt
import pickle
import random

from dateutil import relativedelta, tz

ZONES = [
    tz.tzstr("EST5EDT"),
    tz.tzstr("EST5EDT,M3.2.0,M11.1.0"),
    tz.tzstr("AEST-10AEDT,M10.1.0,M4.1.0/3"),
    tz.tzstr("CET-1CEST,J87/2,J300/3"),
    tz.tzstr("EST5EDT4,M4.1.0/02:30:00,M10-5-0/02:00"),
    tz.tzrange("EST", -18000, "EDT"),
    tz.tzrange(
        "LHST", 37800, "LHDT", 39600,
        relativedelta.relativedelta(hours=2, month=10, day=1, weekday=relativedelta.SU(1)),
        relativedelta.relativedelta(hours=1, minutes=30, month=4, day=31, weekday=relativedelta.SU(-2)),
    ),
    tz.tzrange(
        "A", 3600, "B", 7200,
        relativedelta.relativedelta(month=2, day=31, days=1, weekday=relativedelta.TH),
        relativedelta.relativedelta(yearday=300, hours=-3),
    ),
]

draw = random.Random(1)
for zone in ZONES:
    print("zone", pickle.dumps(zone, 2).hex())
    for year in (2019, 2020, 2024):
        moments = [dt.datetime(year, 1, 1) + dt.timedelta(minutes=draw.randrange(366 * 1440)) for _ in range(10)]
        for change in zone.transitions(year):
            moments += [change + dt.timedelta(minutes=minutes) for minutes in (-61, -60, -1, 0, 1, 29, 30, 59, 60, 61)]
        for moment in moments:
            for fold in (0, 1):
                offset = moment.replace(tzinfo=zone, fold=fold).utcoffset()
                print(moment.isoformat(timespec="minutes"), fold, int(offset.total_seconds()))
