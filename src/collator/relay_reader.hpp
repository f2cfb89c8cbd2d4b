/// What the relay chain says to a parachain's author at its best block, read of the relay chain.
#pragma once

#include "collator/candidate.hpp"
#include "collator/relay_chain.hpp"
#include "collator/slot_plan.hpp"

namespace serinus::collator {

struct RelayContext {
    RelayFacts facts;
    PersistedValidationData included;  ///< of the relay parent, as if what is pending there were to time out
    uint32_t session_index = 0;        ///< of the relay parent's children
    size_t validator_count = 0;        ///< of that session

    const primitives::Header& relay_parent() const { return facts.headers.front(); }
};

/// `offset`: so many blocks are between the relay parent and `best`. nullopt: there is no relay parent there, as an
/// epoch begins between, or the chain is too young; or the para has no head. Errors: sentences.
/// Observed: cumulus-client-consensus-aura 0.36.0, `offset_relay_parent_find_descendants`
Result<std::optional<RelayContext>, std::string> read_relay_context(RelayChain& relay, ParaId para, const Hash256& best,
                                                                    uint32_t offset);

/// What a block on this relay parent is told of it. `parent_head`: encoded, of the block that is built upon.
/// `has_descendants`: the runtime wants those of the relay parent. Errors: sentences.
Result<ParachainInherentData, std::string> read_inherent(RelayChain& relay, ParaId para, const RelayContext& context,
                                                         const PersistedValidationData& data, bool has_descendants,
                                                         std::vector<RelayStorageKey> more_keys,
                                                         std::optional<Bytes> peer_id);

}  // namespace serinus::collator
