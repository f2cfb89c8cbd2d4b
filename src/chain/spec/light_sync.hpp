/// Where light clients start from, if a specification says so.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "primitives/header.hpp"

namespace serinus::chain {

struct LightBlock {
    primitives::Header header;
    Hash256 hash;
};

/// The finalized block of `lightSyncState`. nullopt without one.
/// Errors: kBadValue if its header cannot be decoded.
Result<std::optional<LightBlock>, SpecError> find_light_block(const ChainSpec& spec);

/// As write_chain_spec(spec, sink), with another state to begin with.
bool write_chain_spec(const ChainSpec& spec, const LightSyncState& light_sync_state, const TextSink& sink);

}  // namespace serinus::chain
