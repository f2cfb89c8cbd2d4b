/// What the relay chain says to a parachain's author at its best block, read of the relay chain.
#pragma once

#include "collator/block_data.hpp"
#include "collator/candidate.hpp"
#include "collator/relay_chain.hpp"
#include "collator/slot_plan.hpp"
#include "hashing/hashing.hpp"

namespace serinus::collator {

struct RelayContext {
    RelayFacts facts;
    PersistedValidationData included;  ///< of the relay parent, as if what is pending there were to time out
    uint32_t session_index = 0;        ///< of the relay parent's children
    size_t validator_count = 0;        ///< of the session in which the candidate is backed
    /// Of candidates of version 3: the scheduling parent's session, counted from `session_index`. nullopt: version 2.
    std::optional<uint8_t> scheduling_session_offset = {};

    const primitives::Header& relay_parent() const { return facts.headers.front(); }
    /// Where the candidate is backed.
    Hash256 scheduling_parent() const {
        return primitives::header_hash(scheduling_session_offset ? facts.headers.back() : facts.headers.front());
    }
    /// The parachain's block that the relay parent has as included.
    Hash256 included_block() const { return hashing::blake2b_256(included.parent_head._0); }
    /// By which a candidate of version 3 shows how its scheduling parent descends from its relay parent.
    std::optional<SchedulingProof> scheduling_proof() const;
};

/// For candidates of version 2. `offset`: so many blocks are between the relay parent and `best`. nullopt: there is no
/// relay parent there, as an epoch begins between, or the chain is too young; or the para has no head. Errors:
/// sentences. Observed: cumulus-client-consensus-aura 0.36.0, `offset_relay_parent_find_descendants`
Result<std::optional<RelayContext>, std::string> read_relay_context(RelayChain& relay, ParaId para, const Hash256& best,
                                                                    uint32_t offset);

/// The same for candidates of version 3: claims, validators and heads are those at the scheduling parent, and as many
/// sessions as the relay chain says may begin between it and the relay parent.
Result<std::optional<RelayContext>, std::string> read_relay_context_v3(RelayChain& relay, ParaId para,
                                                                       const Hash256& scheduling_parent,
                                                                       uint32_t offset);

/// What a block on this relay parent is told of it. `parent_head`: encoded, of the block that is built upon.
/// `has_descendants`: the runtime wants those of the relay parent. Errors: sentences.
Result<ParachainInherentData, std::string> read_inherent(RelayChain& relay, ParaId para, const RelayContext& context,
                                                         const PersistedValidationData& data, bool has_descendants,
                                                         std::vector<RelayStorageKey> more_keys,
                                                         std::optional<Bytes> peer_id);

}  // namespace serinus::collator
