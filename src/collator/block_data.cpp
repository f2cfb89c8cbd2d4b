#include "collator/block_data.hpp"

#include "base/assert.hpp"

namespace serinus::collator {
namespace {

using primitives::Block;

constexpr std::string_view kVersionedPrefix = "VERSIONEDPBD";
constexpr uint8_t kBlocksAndProof = 1;
constexpr uint8_t kWithSchedulingProof = 2;

}  // namespace

Bytes encode_block_data_v0(const ParachainBlockData& data) {
    SERINUS_ASSERT(data.blocks.size() == 1 && !data.scheduling_proof);
    return scale::encode(std::tie(data.blocks.front(), data.proof));
}

Bytes encode_block_data(const ParachainBlockData& data) {
    Bytes out = to_bytes(as_bytes(kVersionedPrefix));
    out.push_back(data.scheduling_proof ? kWithSchedulingProof : kBlocksAndProof);
    scale::append_encoded(out, std::tie(data.blocks, data.proof));
    if (data.scheduling_proof) scale::append_encoded(out, *data.scheduling_proof);
    return out;
}

Result<ParachainBlockData, scale::DecodeError> decode_block_data(BytesView input) {
    const BytesView prefix = as_bytes(kVersionedPrefix);
    scale::Decoder in(input);
    ParachainBlockData out;
    if (input.size() < prefix.size() || !equal(input.first(prefix.size()), prefix)) {
        out.blocks.push_back(TRY(scale::decode_from<Block>(in)));
        out.proof = TRY(scale::decode_from<std::vector<Bytes>>(in));
    } else {
        const uint8_t* at = nullptr;
        uint8_t version = 0;
        if (!in.take(prefix.size(), at) || !in.byte(version)) return Err(in.error());
        if (version != kBlocksAndProof && version != kWithSchedulingProof) {
            (void)in.fail(scale::DecodeFault::kUnknownVariant, in.position() - 1, version);
            return Err(in.error());
        }
        out.blocks = TRY(scale::decode_from<std::vector<Block>>(in));
        out.proof = TRY(scale::decode_from<std::vector<Bytes>>(in));
        if (version == kWithSchedulingProof) out.scheduling_proof = TRY(scale::decode_from<SchedulingProof>(in));
    }
    if (!in.finish()) return Err(in.error());
    return out;
}

}  // namespace serinus::collator
