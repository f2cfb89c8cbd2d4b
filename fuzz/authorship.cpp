// What a runtime may answer to an author: results of extrinsics and lists of inherents.
#include "authorship/apply_result.hpp"
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"

using namespace serinus;

namespace {

/// The bytes that the result came from, as far as it tells of them.
Bytes encode(const authorship::ApplyResult& result) {
    using Kind = authorship::ApplyResult::Kind;
    if (result.applied()) return {0, static_cast<uint8_t>(result.dispatch_failed)};
    const bool invalid = result.kind == Kind::kInvalid;
    Bytes out = {1, static_cast<uint8_t>(invalid ? 0 : 1), result.index};
    if (result.index == (invalid ? 7 : 2)) out.push_back(result.custom);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto result = authorship::decode_apply_result(input)) {
        const Bytes again = encode(*result);
        const size_t told = result->dispatch_failed ? again.size() : input.size();
        SERINUS_ASSERT(equal(again, input.first(told)));
        SERINUS_ASSERT(!to_string(*result).empty());
        SERINUS_ASSERT(!(result->exhausts_resources() && result->is_future()));
    }
    if (const auto body = scale::decode<primitives::Body>(input)) {
        SERINUS_ASSERT(equal(scale::encode(*body), input));
    }
    return 0;
}
