#include "crypto/ss58.hpp"

#include "base/assert.hpp"
#include "crypto/base58.hpp"
#include "hashing/streaming.hpp"

namespace serinus::crypto::ss58 {
namespace {

constexpr size_t kMaxDecodedSize = 2 + 33 + 2;

struct Layout {
    size_t account_size;
    size_t checksum_size;
};

/// How what follows the prefix divides into account and checksum. The sizes never overlap: 1+1, 2+1, 2+2, 4+1 … 4+4,
/// 8+1 … 8+8, 32+2, 33+2.
std::optional<Layout> layout_of(size_t size) {
    switch (size) {
        case 2:
            return Layout{1, 1};
        case 3:
        case 4:
            return Layout{2, size - 2};
        case 5:
        case 6:
        case 7:
        case 8:
            return Layout{4, size - 4};
        case 34:
            return Layout{32, 2};
        case 35:
            return Layout{33, 2};
        default:
            break;
    }
    if (size >= 9 && size <= 16) return Layout{8, size - 8};
    return std::nullopt;
}

ByteArray<64> checksum(BytesView prefix_and_account) {
    ByteArray<64> out;
    hashing::Blake2b(64).update(as_bytes("SS58PRE")).update(prefix_and_account).finish(out);
    return out;
}

}  // namespace

const char* to_string(Error error) noexcept {
    switch (error) {
        case Error::kBadBase58:
            return "not base58";
        case Error::kBadLength:
            return "no account has this length";
        case Error::kBadPrefix:
            return "invalid prefix byte";
        case Error::kReservedPrefix:
            return "reserved prefix";
        case Error::kBadChecksum:
            return "wrong checksum";
    }
    return "?";
}

Result<Address, Error> decode(std::string_view text) {
    // One byte takes at least 1.36 characters, a zero byte one: nothing longer can fit.
    if (text.size() > kMaxDecodedSize * 138 / 100 + 1) return Err(Error::kBadLength);
    const auto data = base58_decode(text, kMaxDecodedSize);
    if (!data) return Err(Error::kBadBase58);
    if (data->size() < 2) return Err(Error::kBadLength);

    const uint8_t first = (*data)[0];
    const uint8_t second = (*data)[1];
    ENSURE(first < 128, Error::kBadPrefix);
    const size_t prefix_size = first < 64 ? 1 : 2;
    // Two bytes 01aaaaaa bbcccccc stand for cccccc aaaaaabb: the low byte comes first, as if 16 bits were
    // little-endian.
    const auto prefix = prefix_size == 1
                            ? Prefix{first}
                            : static_cast<Prefix>((first & 0x3f) << 2 | second >> 6 | (second & 0x3f) << 8);

    const auto layout = layout_of(data->size() - prefix_size);
    ENSURE(layout.has_value(), Error::kBadLength);
    ENSURE(prefix != 46 && prefix != 47, Error::kReservedPrefix);
    const size_t checked_size = prefix_size + layout->account_size;
    const BytesView all = *data;
    ENSURE(equal(all.subspan(checked_size), BytesView(checksum(all.first(checked_size))).first(layout->checksum_size)),
           Error::kBadChecksum);
    return Address{prefix, to_bytes(all.subspan(prefix_size, layout->account_size))};
}

std::string encode(Prefix prefix, BytesView account) {
    const size_t size = account.size();
    SERINUS_ASSERT(size == 1 || size == 2 || size == 4 || size == 8 || size == 32 || size == 33);
    prefix &= kMaxPrefix;
    Bytes data;
    data.reserve(kMaxDecodedSize);
    if (prefix < 64) {
        data.push_back(static_cast<uint8_t>(prefix));
    } else {
        data.push_back(static_cast<uint8_t>(0x40 | (prefix & 0xfc) >> 2));
        data.push_back(static_cast<uint8_t>((prefix & 3) << 6 | prefix >> 8));
    }
    append(data, account);
    const auto sum = checksum(data);
    append(data, BytesView(sum).first(size >= 32 ? 2 : 1));
    return base58_encode(data);
}

std::string network_name(Prefix prefix) {
    const auto name = find_network_name(prefix);
    return name ? std::string(*name) : std::to_string(prefix);
}

}  // namespace serinus::crypto::ss58
