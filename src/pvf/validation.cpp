#include "pvf/validation.hpp"

#include "codec/scale.hpp"
#include "executor/runtime_code.hpp"

namespace serinus::pvf {
namespace {

/// Observed: polkadot-parachain-primitives 24.0.0: the index of `ValidationParamsExtension::V3`
constexpr uint8_t kTailOfV3 = 3;

}  // namespace

std::optional<Bytes> encode_input(const CandidateInput& input) {
    Bytes storage;
    const auto block_data = executor::decompressed(input.block_data, storage, kMostBlockData);
    if (!block_data) return std::nullopt;
    constexpr size_t kOthers = 256;
    Bytes out;
    out.reserve(input.parent_head.size() + block_data->size() + kOthers);
    append(out, scale::encode(input.parent_head));
    append(out, scale::encode(scale::Compact<uint64_t>{block_data->size()}));
    append(out, *block_data);
    append(out, scale::encode(std::tuple(input.relay_parent_number, input.relay_parent_storage_root)));
    if (input.parents) {
        out.push_back(kTailOfV3);
        append(out, scale::encode(*input.parents));
    }
    return out;
}

std::optional<ValidationResult> decode_result(BytesView output) {
    scale::Decoder in(output);
    ValidationResult result;
    if (!scale::decode_into(in, result)) return std::nullopt;
    return result;
}

}  // namespace serinus::pvf
