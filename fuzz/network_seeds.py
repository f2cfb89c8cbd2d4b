#!/usr/bin/env python3
"""Writes the first inputs of the fuzz targets of the network to fuzz/corpus: what honest peers say, by the formats."""
import hashlib
import pathlib

CORPUS = pathlib.Path(__file__).parent / 'corpus'


def save(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def field(number, content):
    """A field of protobuf."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def compact(value):
    """SCALE."""
    if value < 1 << 6:
        return bytes([value << 2])
    if value < 1 << 14:
        return (value << 2 | 1).to_bytes(2, 'little')
    return (value << 2 | 2).to_bytes(4, 'little')


def blake2(data):
    return hashlib.blake2b(data, digest_size=32).digest()


EMPTY_ROOT = bytes.fromhex('03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314')


def header(parent, number, items=b'\0', root=EMPTY_ROOT):
    return parent + compact(number) + bytes(32) + root + items


def root_of_one(extrinsic):
    """The extrinsics root of a body with one extrinsic: a leaf whose partial key are the two nibbles of index 0."""
    return blake2(b'\x42\x00' + compact(len(extrinsic)) + extrinsic)


# Blocks.
chain, parent = [], bytes(32)
for block in range(4):
    chain.append(header(parent, block))
    parent = blake2(chain[-1])
answer = b''.join(field(1, field(1, blake2(one)) + field(2, one)) for one in chain)
down = b''.join(field(1, field(1, blake2(one)) + field(2, one)) for one in reversed(chain[1:]))
save('block_messages', 'ascending', b'\x00' + answer)
save('block_messages', 'with_bodies', b'\x01' + answer)
extrinsic = compact(40) + bytes(40)
full = header(bytes(32), 0, root=root_of_one(extrinsic))
save('block_messages', 'extrinsic', b'\x01' + field(1, field(1, blake2(full)) + field(2, full) + field(3, extrinsic)))
save('block_messages', 'descending', b'\x34' + down)
save('block_messages', 'justified', b'\x02' + field(1, field(1, blake2(chain[0])) + field(2, chain[0]) +
                                                   field(8, b'\x04FRNK' + compact(5) + b'proof')))
save('block_messages', 'request_number', field(1, 19 << 24) + field(3, (7).to_bytes(4, 'little')) + field(6, 64) + field(7, 1))
save('block_messages', 'request_hash', field(1, 1 << 24) + field(2, bytes(32)) + field(5, 1) + field(6, 1))

# Gossip.
save('gossip_messages', 'handshake', b'\x01' + (5).to_bytes(4, 'little') + bytes(range(32)) + bytes(32))
save('gossip_messages', 'announcement', header(bytes(32), 5, b'\x04\x06BABE' + compact(3) + b'abc') + b'\x01\x00')
save('gossip_messages', 'announcement_of_old_peer', header(bytes(32), 5))
save('gossip_messages', 'transactions', compact(2) + compact(3) + b'abc' + compact(0))

# Records of authorities: their signed part.
key = bytes.fromhex('ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c')  # of the seed 7, 0, 0 …
peer = b'\x00\x24' + b'\x08\x01\x12\x20' + key
address = b'\x04\x01\x02\x03\x04\x06\x76\x7d' + varint(421) + varint(len(peer)) + peer
created = field(2, field(1, (77).to_bytes(16, 'little')))
save('authority_record', 'signed', b'\x01' + field(1, address) + created)
save('authority_record', 'signed_twice', b'\x01' + field(1, address) * 20 + created)
save('authority_record', 'outer', b'\x00' + field(1, b'record') + field(2, bytes(64)) + field(3, field(1, bytes(64)) + field(2, b'key')))

# The book of peers, without its hash.
def book_entry(number, flags, addresses):
    peer_id = b'\x00\x24' + b'\x08\x01\x12\x20' + bytes([number]) * 32
    out = varint(len(peer_id)) + peer_id + varint(flags) + varint(len(addresses))
    return out + b''.join(varint(served) + varint(len(one)) + one for served, one in addresses)


tcp = b'\x04\x01\x02\x03\x04\x06\x76\x7d'
save('address_book', 'empty', b'serinus peers 1\n')
save('address_book', 'two', b'serinus peers 1\n' + book_entry(1, 1, [(1, tcp), (0, tcp + varint(477))]) + book_entry(2, 0, [(0, tcp)]))
save('address_book', 'many', b'serinus peers 1\n' + b''.join(book_entry(one, 0, [(1, tcp)] * 6) for one in range(20)))


# yamux.
def frame(kind, flags, stream, length, data=b''):
    return bytes([0, kind]) + flags.to_bytes(2, 'big') + stream.to_bytes(4, 'big') + length.to_bytes(4, 'big') + data


def taken(data):
    """As the target reads bytes of the other side: in pieces behind an order and a size."""
    return b''.join(b'\x00' + bytes([len(data[at:at + 200])]) + data[at:at + 200] for at in range(0, len(data), 200))


SYN, ACK, FIN, RST = 1, 2, 4, 8
save('yamux', 'server', b'\x00' + taken(frame(1, SYN, 1, 0) + frame(0, 0, 1, 5, b'hello')) + b'\x04\x00\x01' + b'\x02\xff' +
     taken(frame(1, 0, 1, 1000) + frame(0, FIN, 1, 0)) + b'\x05\x00' + b'\x02\xff')
save('yamux', 'client', b'\x01' + b'\x03' + b'\x04\x00\xff' + b'\x02\xff' + taken(frame(1, ACK, 1, 0) + frame(0, RST, 1, 0)))
save('yamux', 'pings', b'\x00' + taken(b''.join(frame(2, SYN, 0, one) for one in range(40))) + b'\x02\xff')
save('yamux', 'many', b'\x00' + taken(b''.join(frame(1, SYN, 2 * one + 1, 0) for one in range(12))) + b'\x06\x02\x02\xff')
save('yamux', 'data_before_open', b'\x00' + taken(frame(0, 0, 2, 5, b'ab')) + b'\x03' + taken(b'cde'))
save('yamux', 'go_away', b'\x01' + b'\x03' + taken(frame(3, 0, 0, 0)) + b'\x03\x02\xff')

# The core: orders of the target. Connect, open and answer block announces, announce, download, look up, time.
connect = bytes([0, 1])
answer_all = b''.join(bytes([4, at, 1, 1, 2, 3, 4]) for at in range(6))
second = bytes([15, 10])
save('network_core', 'dial_and_sync', b'\x01' + second * 2 + bytes([1, 1]) + (answer_all + second) * 6 + bytes([12, 1]) + second * 3)
save('network_core', 'accept_and_sync', b'\x02' + connect + (answer_all + second) * 8)
save('network_core', 'announced', b'\x03' + connect + answer_all + b''.join(bytes([4, at % 5, 20 + at, 0]) for at in range(15)) + second * 4)
save('network_core', 'opened_by_peers', b'\x04' + connect + b''.join(bytes([3, 0, name]) + bytes([4, name, 5, 1, 9]) for name in range(6)) + second)
save('network_core', 'garbage', b'\x05' + connect + b''.join(bytes([3, 0, name, 6, name, 4]) + b'\xff\x01\x02\x03' for name in range(6)) + second)
save('network_core', 'lost', b'\x06' + connect * 3 + answer_all + bytes([2, 0, 8, 1, 9, 2, 10, 1, 11, 0]) * 4 + second * 3)
save('network_core', 'dials_fail', b'\x07' + bytes([13, 1, 1, 13, 2, 2, 13, 3, 3]) + (second + bytes([1, 0, 1, 4, 1, 1])) * 8)

# Sets of peers: games as they come, and one of each kind of move (the number of a peer, of a set, of the move, and what it chooses).
for game in range(4):
    save('peer_sets', f'game_{game}', b''.join(hashlib.sha256(bytes([game, block])).digest() for block in range(48)))
known = b''.join(bytes([peer, 0, 14]) for peer in range(6))
all_reserved = bytes([0, 1, 10]) + bytes(12) + bytes([0])
save('peer_sets', 'reserved', known + all_reserved + (bytes([0, 0, 15, 1, 12]) + bytes([0, 0, 1, 0, 1]) + bytes([0, 0, 6, 0, 9])) * 20)
save('peer_sets', 'inbound', b''.join(bytes([peer, 0, 0]) + bytes([peer, 2, 4, 9]) + bytes([0, 0, 6, 0, 9]) for peer in range(9)) * 3)
save('peer_sets', 'lies', b''.join(bytes([peer, 0, 0]) + bytes([peer, one, 4, 3]) for peer in range(6) for one in range(4)))
save('peer_sets', 'authorities', b''.join(bytes([peer, 0, 0]) + bytes([peer, 0, 4, 9]) + bytes([0, 0, 6, 0, 9]) for peer in range(6)) + (bytes([0, 0, 12]) + bytes(12) + bytes([0]) + bytes([0, 0, 12]) + b'\x01' * 12 + bytes([0])) * 4)
