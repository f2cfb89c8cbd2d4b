#include "state/row_keys.hpp"

#include <algorithm>

namespace serinus::state {

void append_terminated(Bytes& out, BytesView bytes) {
    out.reserve(out.size() + bytes.size() + 16);
    while (!bytes.empty()) {
        const auto zero = std::ranges::find(bytes, 0);
        const auto size = static_cast<size_t>(zero - bytes.begin());
        append(out, bytes.first(size));
        if (zero == bytes.end()) break;
        out.insert(out.end(), {0, 0xff});
        bytes = bytes.subspan(size + 1);
    }
    out.insert(out.end(), {0, 0});
}

bool take_terminated(BytesView& in, Bytes& bytes) {
    bytes.clear();
    for (BytesView rest = in;;) {
        const auto zero = std::ranges::find(rest, 0);
        const auto size = static_cast<size_t>(zero - rest.begin());
        if (rest.size() - size < 2) return false;
        append(bytes, rest.first(size));
        const uint8_t end = rest[size + 1];
        rest = rest.subspan(size + 2);
        if (end == 0) {
            in = rest;
            return true;
        }
        if (end != 0xff) return false;
        bytes.push_back(0);
    }
}

ByteArray<8> big_endian(uint64_t number) noexcept {
    ByteArray<8> out;
    store_le(out.data(), __builtin_bswap64(number));
    return out;
}

uint64_t load_big_endian(const uint8_t* at) noexcept { return __builtin_bswap64(load_le<uint64_t>(at)); }

void append_big_endian(Bytes& out, uint64_t number) { append(out, big_endian(number)); }

namespace {

RowSpace space_of(Area area, storage::Column top, storage::Column child) {
    if (area.is_top()) return {top, {}};
    RowSpace out{child, {}};
    append_terminated(out.prefix, area.child_key());
    return out;
}

}  // namespace

RowSpace entries_of(Area area) { return space_of(area, columns::kTopEntries, columns::kChildEntries); }
RowSpace nodes_of(Area area) { return space_of(area, columns::kTopNodes, columns::kChildNodes); }

void append_position(Bytes& out, const trie::NibblePath& position) {
    const size_t size = position.size();
    for (size_t i = 0; i + 1 < size; i += 2) out.push_back(static_cast<uint8_t>(position[i] << 4 | position[i + 1]));
    if (size % 2 == 1) out.push_back(static_cast<uint8_t>(position[size - 1] << 4));
    out.push_back(size % 2);
}

Bytes versions_of(storage::Column column, BytesView row_key) {
    Bytes out;
    out.reserve(row_key.size() + 24);  // room for the end and a number
    out.push_back(column);
    append_terminated(out, row_key);
    return out;
}

}  // namespace serinus::state
