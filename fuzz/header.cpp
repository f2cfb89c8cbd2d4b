// Headers and blocks: what decodes is encoded to the same bytes, and taking the seal off leaves the rest.
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"

namespace {

using namespace serinus;
using namespace serinus::scale;
using namespace serinus::primitives;

/// The size of the header at the front of `input` by the definition alone, 0 if there is none. Spec: defn-block-header
size_t simple_header_size(BytesView input) {
    BytesView rest = input;
    const auto skip = [&](uint64_t bytes) {
        if (rest.size() < bytes) return false;
        rest = rest.subspan(static_cast<size_t>(bytes));
        return true;
    };
    const auto compact = [&]() -> std::optional<uint64_t> {
        const auto number = take_compact(rest);
        if (!number || *number > max_value<uint32_t>()) return std::nullopt;
        return *number;
    };
    if (!skip(32) || !compact() || !skip(64)) return 0;
    const auto items = compact();
    if (!items) return 0;
    for (uint64_t i = 0; i < *items; ++i) {
        if (rest.empty()) return 0;
        const uint8_t kind = rest[0];
        skip(1);
        if (kind == 8) continue;
        if (kind != 0 && kind != 4 && kind != 5 && kind != 6) return 0;
        if (kind != 0 && !skip(4)) return 0;
        const auto size = compact();
        if (!size || !skip(*size)) return 0;
    }
    return input.size() - rest.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    BytesView rest = input;
    const auto header = take<Header>(rest);
    const size_t expected = simple_header_size(input);
    SERINUS_ASSERT(header.has_value() == (expected > 0));
    if (header) {
        SERINUS_ASSERT(input.size() - rest.size() == expected);
        SERINUS_ASSERT(equal(encode(*header), input.first(expected)));
        Header unsealed = *header;
        if (const auto seal = take_seal(unsealed)) {
            SERINUS_ASSERT(unsealed_hash(*header) == header_hash(unsealed));
            unsealed.digest.push_back(*seal);
        }
        SERINUS_ASSERT(unsealed == *header && header_hash(unsealed) == header_hash(*header));
    }
    if (const auto block = decode<Block>(input)) SERINUS_ASSERT(equal(encode(*block), input));
    return 0;
}
