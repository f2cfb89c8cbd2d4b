/// Where light clients start from, if a specification says so.
#pragma once

#include "chain/chain_spec.hpp"

namespace serinus::chain {

struct LightBlock {
    uint64_t number = 0;
    Hash256 hash;
};

/// The finalized block of `lightSyncState`. nullopt without one.
/// Errors: kBadValue if its header cannot be decoded.
Result<std::optional<LightBlock>, SpecError> find_light_block(const ChainSpec& spec);

}  // namespace serinus::chain
