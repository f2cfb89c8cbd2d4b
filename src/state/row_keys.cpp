#include "state/row_keys.hpp"

namespace serinus::state {

void append_terminated(Bytes& out, BytesView bytes) {
    out.reserve(out.size() + bytes.size() + 16);
    for (const uint8_t byte : bytes) {
        out.push_back(byte);
        if (byte == 0) out.push_back(0xff);
    }
    out.insert(out.end(), {0, 0});
}

bool take_terminated(BytesView& in, Bytes& bytes) {
    bytes.clear();
    for (size_t i = 0; i < in.size(); ++i) {
        if (in[i] != 0) {
            bytes.push_back(in[i]);
            continue;
        }
        if (++i == in.size()) return false;
        if (in[i] == 0) {
            in = in.subspan(i + 1);
            return true;
        }
        if (in[i] != 0xff) return false;
        bytes.push_back(0);
    }
    return false;
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
    Bytes out{column};
    append_terminated(out, row_key);
    return out;
}

}  // namespace serinus::state
