/// How the rows of a state are named in the store, so that their order is that of keys. For this folder only.
#pragma once

#include "state/backend.hpp"
#include "state/columns.hpp"
#include "trie/nibbles.hpp"

namespace serinus::state {

/// A byte string that ends itself and keeps its order before whatever follows: a zero byte is followed by 0xff, the
/// end is two zero bytes.
void append_terminated(Bytes& out, BytesView bytes);
/// Takes such a string off the front of `in`; false if there is none.
bool take_terminated(BytesView& in, Bytes& bytes);

void append_big_endian(Bytes& out, uint64_t number);
ByteArray<8> big_endian(uint64_t number) noexcept;
uint64_t load_big_endian(const uint8_t* at) noexcept;

/// Where the entries, or the nodes, of one trie stand.
struct RowSpace {
    storage::Column column;
    Bytes prefix;  ///< of all their keys in that column
};
RowSpace entries_of(Area area);
RowSpace nodes_of(Area area);

/// The name of a node: its nibbles in bytes, then whether the last of these is only half used.
void append_position(Bytes& out, const trie::NibblePath& position);

/// What keys of versions (`columns::kLayers`, `columns::kHistory`) begin with: the row they are about.
Bytes versions_of(storage::Column column, BytesView row_key);

}  // namespace serinus::state
