// A type of all shapes, nested in itself: what decodes is encoded to the bytes that were read, except where the
// reference accepts more than one encoding (maps, sets and bits); then the canonical bytes must be stable.
#include "base/assert.hpp"
#include "codec/scale.hpp"

namespace {

using namespace serinus;
using namespace serinus::scale;

enum class Kind : uint8_t { kFirst, kSecond, kFar = 200 };

struct Fixed {
    uint32_t number;
    bool flag;
    Kind kind;
    std::array<uint16_t, 3> array;
};

/// One encoding for each value.
struct Canonical {
    struct Leaf {
        Compact<uint128_t> number;
        std::string text;
    };
    struct Branch {
        std::vector<Canonical> children;
        std::optional<Box<Canonical>> more;
    };

    Fixed fixed;
    Enum<At<3, Leaf>, At<9, Branch>, At<0, Unit>> content;
    Result<Compact<uint64_t>, std::vector<Fixed>> result = Compact<uint64_t>();
    std::vector<bool> flags;
    OptionBool option_bool;
    std::tuple<std::optional<std::optional<uint8_t>>, Compact<uint8_t>, U256> tuple;
    std::vector<Unit> units;
    std::vector<uint64_t> numbers;
};

/// More than one.
struct Lenient {
    std::map<Compact<uint32_t>, std::vector<Lenient>> map;
    std::set<Bytes> set;
    BitSequence<BitOrder::kLsb0> low;
    BitSequence<BitOrder::kMsb0> high;
};

void check_canonical(BytesView input) {
    BytesView rest = input;
    const auto value = take<Canonical>(rest);
    if (!value) {
        const DecodeError& error = value.error();
        SERINUS_ASSERT(error.offset <= input.size() && static_cast<uint8_t>(error.fault) != 0);
        SERINUS_ASSERT(!to_string(error).empty());
        return;
    }
    const BytesView consumed = input.first(input.size() - rest.size());
    const Bytes encoded = encode(*value);
    SERINUS_ASSERT(equal(encoded, consumed));
    SERINUS_ASSERT(encoded_size(*value) == encoded.size());
    // No proper prefix of an encoding is one.
    if (!consumed.empty()) SERINUS_ASSERT(!decode<Canonical>(consumed.first(consumed.size() - 1)).has_value());
}

void check_lenient(BytesView input) {
    BytesView rest = input;
    const auto value = take<Lenient>(rest);
    if (!value) return;
    const Bytes encoded = encode(*value);
    SERINUS_ASSERT(encoded_size(*value) == encoded.size());
    SERINUS_ASSERT(encoded.size() <= input.size() - rest.size());  // only equal keys can make it shorter
    const auto again = decode<Lenient>(encoded);
    SERINUS_ASSERT(again.has_value());
    SERINUS_ASSERT(encode(*again) == encoded);
}

/// Views see what vectors copy.
void check_views(BytesView input) {
    const auto view = decode<std::vector<std::pair<BytesView, std::string_view>>>(input);
    const auto copy = decode<std::vector<std::pair<Bytes, std::string>>>(input);
    SERINUS_ASSERT(view.has_value() == copy.has_value());
    if (view) SERINUS_ASSERT(encode(*view) == encode(*copy) && equal(encode(*view), input));
    if (!view) SERINUS_ASSERT(view.error() == copy.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    check_canonical(input);
    check_lenient(input);
    check_views(input);
    return 0;
}
