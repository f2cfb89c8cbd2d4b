#include "chain/light_sync.hpp"

#include "codec/compact.hpp"
#include "hashing/hashing.hpp"

namespace serinus::chain {

Result<std::optional<LightBlock>, SpecError> find_light_block(const ChainSpec& spec) {
    if (!spec.light_sync_state || spec.light_sync_state->finalized_block_header.empty()) {
        return std::optional<LightBlock>();
    }
    const BytesView header = spec.light_sync_state->finalized_block_header;
    const SpecError error{SpecFault::kBadValue, "$.lightSyncState.finalizedBlockHeader", "is no block header"};
    ENSURE(header.size() >= 32 + 1 + 32 + 32 + 1, error);
    BytesView rest = header.subspan(32);
    const auto number = scale::take_compact(rest);
    ENSURE(number.has_value(), error);
    return std::optional(LightBlock{*number, hashing::blake2b_256(header)});
}

}  // namespace serinus::chain
