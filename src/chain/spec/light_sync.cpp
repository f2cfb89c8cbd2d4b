#include "chain/spec/light_sync.hpp"

#include "codec/scale.hpp"

namespace serinus::chain {

Result<std::optional<LightBlock>, SpecError> find_light_block(const ChainSpec& spec) {
    if (!spec.light_sync_state || spec.light_sync_state->finalized_block_header.empty()) {
        return std::optional<LightBlock>();
    }
    auto header = scale::decode<primitives::Header>(spec.light_sync_state->finalized_block_header);
    if (!header) {
        return Err(SpecError{SpecFault::kBadValue, "$.lightSyncState.finalizedBlockHeader",
                             "is no block header: " + scale::to_string(header.error())});
    }
    const Hash256 hash = primitives::header_hash(*header);
    return std::optional(LightBlock{*std::move(header), hash});
}

}  // namespace serinus::chain
