#!/usr/bin/env python3
"""Writes the first inputs of the fuzz targets of XCM to fuzz/corpus: programs that chains send, by the formats."""
import pathlib

CORPUS = pathlib.Path(__file__).parent / 'corpus'
HERE = bytes([0, 0])
PARENT = bytes([1, 0])
ACCOUNT = bytes([0, 1, 1, 0]) + bytes([1] * 32)


def save(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def compact(value):
    if value < 64:
        return bytes([value << 2])
    if value < 1 << 14:
        return (value << 2 | 1).to_bytes(2, 'little')
    return (value << 2 | 2).to_bytes(4, 'little')


def parachain(number):
    return bytes([0, 1, 0]) + compact(number)


def coins(amount, place=HERE, version=5):
    return (bytes([0]) if version == 3 else b'') + place + bytes([0]) + compact(amount)


def program(*instructions):
    return compact(len(instructions)) + b''.join(instructions)


def withdraw(amount, version=5):
    return bytes([0, 4]) + coins(amount, version=version)


def deposit(place):
    return bytes([13, 1, 2, 4]) + place


CLEAR_ORIGIN = bytes([10])
REFUND = bytes([20])
TOPIC = bytes([44]) + bytes(range(32))
BUY = bytes([19]) + coins(100, PARENT) + bytes([0])
TELEPORT = bytes([17, 1, 0]) + parachain(1000) + program(BUY, deposit(ACCOUNT))
RESERVE = bytes([14, 1, 0]) + parachain(2000) + program(BUY, deposit(ACCOUNT))
PAY = bytes([48]) + coins(500)
TRANSFER = bytes([49]) + parachain(1000) + bytes([1, 0, 0, 4]) + coins(500) + bytes([0, 4, 1, 1, 0]) + program(REFUND, deposit(ACCOUNT))
APPENDIX = bytes([22]) + program(REFUND, deposit(ACCOUNT))
PROGRAMS = {
    'teleport': (5, program(withdraw(5000), TELEPORT)),
    'reserve': (5, program(withdraw(5000), RESERVE, TOPIC)),
    'transfer': (5, program(withdraw(5000), PAY, TRANSFER, REFUND, deposit(ACCOUNT))),
    'trap': (5, program(withdraw(5000), APPENDIX, bytes([25, 4]))),
    'handler': (4, program(bytes([21]) + program(bytes([23])), bytes([31, 1, 0, 0, 0, 0, 36]))),
    'version_3': (3, program(withdraw(5000, 3), CLEAR_ORIGIN, bytes([6, 1, 4, 4, 12, 0, 0, 0]), deposit(ACCOUNT))),
    'hints': (5, program(bytes([51, 4, 0]) + ACCOUNT, withdraw(1000), bytes([46]) + parachain(1000))),
    'query': (5, program(bytes([3, 4, 2, 1, 1, 0, 0, 0, 21, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))),
    'received': (5, program(bytes([2, 4]) + coins(1000, PARENT), CLEAR_ORIGIN, BUY, deposit(ACCOUNT), TOPIC)),
}
for name, (version, content) in PROGRAMS.items():
    save('xcm_types', name, bytes([9, version]) + content)
    save('xcm_executor', name, bytes([11, len(name), version]) + content)
VALUES = [bytes([5]) + ACCOUNT, bytes([4, 1, 9, 4]), bytes([5]) + coins(7), bytes([3, 4]) + coins(7, version=3), bytes([3, 1]) + bytes(32),
          bytes([5, 4, 4, 4]) + b'\x04B' + b'\x04b' + bytes([4, 8, 12]), bytes([4, 5]), bytes([5, 8, 1, 1, 2, 3, 4, 2, 4, 8])]
for kind, value in enumerate(VALUES):
    save('xcm_types', f'value_{kind}', bytes([kind]) + value)
