/// What the author tells the runtime, so that it can make its inherents.
#pragma once

#include "chain/import/inherents.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"
#include "primitives/parachain/dispute_votes.hpp"

namespace serinus::authorship {

using chain::inherent_identifier;
using chain::InherentData;
using chain::InherentIdentifier;
using chain::kAuraInherent;
using chain::kBabeInherent;
using chain::kTimestampInherent;

inline constexpr InherentIdentifier kUnclesInherent = inherent_identifier("uncles00");      ///< Vec<Header>
inline constexpr InherentIdentifier kParachainsInherent = inherent_identifier("parachn0");  ///< v9::InherentData

/// What a node knows of parachains that a block of the relay chain is to say.
struct ParachainsData {
    polkadot_primitives::v5::UncheckedSignedAvailabilityBitfields bitfields;  ///< by ascending validator index
    std::vector<polkadot_primitives::v5::BackedCandidate> backed_candidates;  ///< in the order of their cores
    std::vector<polkadot_primitives::v9::DisputeVoteSet> disputes;
};

/// What a node collects for the authors of relay chain blocks.
class ParachainsSource {
  public:
    virtual ~ParachainsSource() = default;
    /// For a block on `parent`, of what is known so far. On the author's lane while the slot runs: it does not wait.
    /// What the runtime has no room for, or does not believe, it leaves out by itself. Spec:
    /// defn-parachain-inherent-data
    virtual ParachainsData data_for(const chain::BlockId& parent) = 0;
};

/// Of a block in any chain: the time and no uncles.
InherentData common_inherents(uint64_t timestamp_ms);

/// common_inherents().
std::shared_ptr<chain::InherentProvider> provide_common_inherents();
/// The slot, under the identifier of the engine.
std::shared_ptr<chain::InherentProvider> provide_slot(const InherentIdentifier& identifier);
/// For a runtime with the API ParachainHost: what `source` has, with the parent's header; without a source all lists
/// are empty, which such a runtime demands at least.
std::shared_ptr<chain::InherentProvider> provide_parachains(std::shared_ptr<ParachainsSource> source);
inline std::shared_ptr<chain::InherentProvider> provide_no_parachains() { return provide_parachains(nullptr); }

}  // namespace serinus::authorship
