// Features of nodes in the JSON of a genesis: {"order": "bitvec::order::Lsb0", "head": {"width": 8, "index": 0},
// "bits": 4, "data": [11]}. Observed: bitvec 1.0.1, serdes
#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/sdk/genesis/config.hpp"

namespace serinus::sdk::genesis {
namespace {

constexpr std::string_view kOrder = "bitvec::order::Lsb0";
/// An index is a byte.
constexpr uint128_t kMaxFeatures = 256;

struct JsonOfFeatures {
    uint128_t bits{};
    Bytes data;
};

bool read_head(json::Reader& in) {
    std::string name;
    uint128_t value;
    if (!in.begin_object()) return false;
    while (in.next_member(name)) {
        const uint128_t expected = name == "width" ? 8 : 0;
        if (name != "width" && name != "index") return in.fail("expected `width` or `index`");
        if (!in.number(value, 8)) return false;
        if (value != expected) return in.fail("expected bits that begin with a byte");
    }
    return !in.failed();
}

bool read_data(json::Reader& in, Bytes& bytes) {
    uint128_t byte;
    if (!in.begin_array()) return false;
    while (in.next_element()) {
        if (!in.number(byte, 0xff)) return false;
        bytes.push_back(static_cast<uint8_t>(byte));
    }
    return !in.failed();
}

bool read_member(json::Reader& in, std::string_view name, JsonOfFeatures& features) {
    if (name == "order") {
        std::string order;
        return in.text(order) && (order == kOrder || in.fail("expected bits with the lowest first"));
    }
    if (name == "head") return read_head(in);
    if (name == "bits") return in.number(features.bits, kMaxFeatures);
    if (name == "data") return read_data(in, features.data);
    return in.fail("expected `order`, `head`, `bits` or `data`");
}

}  // namespace

template <>
bool read(json::Reader& in, polkadot_primitives::v5::Bits& value) {
    JsonOfFeatures features;
    std::string name;
    if (!in.begin_object()) return false;
    while (in.next_member(name)) {
        if (!read_member(in, name, features)) return false;
    }
    if (in.failed()) return false;
    const auto bits = static_cast<size_t>(features.bits);
    if ((bits + 7) / 8 != features.data.size()) return in.fail("expected as many bytes as the bits need");
    value = polkadot_primitives::v5::Bits(bits);
    for (size_t i = 0; i < bits; ++i) value.set(i, (features.data[i / 8] >> i % 8 & 1) != 0);
    return true;
}

template <>
void write(json::Writer& out, const polkadot_primitives::v5::Bits& value) {
    out.begin_object();
    out.member("order");
    out.text(kOrder);
    out.member("head");
    out.begin_object();
    out.member("width");
    out.number(8);
    out.member("index");
    out.number(0);
    out.end_object();
    out.member("bits");
    out.number(value.size());
    out.member("data");
    out.begin_array();
    for (const uint8_t byte : value.bytes()) out.number(byte);
    out.end_array();
    out.end_object();
}

}  // namespace serinus::sdk::genesis
