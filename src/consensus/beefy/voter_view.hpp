/// The BEEFY voter of this node as the rest of the program sees it.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "primitives/header.hpp"

namespace serinus::consensus::beefy {

/// Counts are since the start. Observed: metrics.rs of sc-consensus-beefy, polkadot-sdk v1.1.0
struct Figures {
    uint64_t validator_set_id = 0;
    primitives::BlockNumber best_block = 0;      ///< 0: none is proven
    primitives::BlockNumber best_voted = 0;      ///< 0: this node has not voted
    primitives::BlockNumber should_vote_on = 0;  ///< the last block that was due
    uint64_t votes_sent = 0;
    uint64_t lagging_sessions = 0;  ///< that began before the mandatory block of the one before was proven
    uint64_t no_authority_found_in_store = 0;
    uint64_t good_votes = 0;
    uint64_t equivocation_votes = 0;
    uint64_t invalid_votes = 0;
    uint64_t stale_votes = 0;
    uint64_t buffered_justifications = 0;
    uint64_t buffered_justifications_dropped = 0;
    uint64_t stale_justifications = 0;
    uint64_t imported_justifications = 0;
    uint64_t good_justification_imports = 0;  ///< those that came with blocks
    uint64_t bad_justification_imports = 0;
};

/// Any thread.
class VoterView {
  public:
    virtual ~VoterView() = default;
    /// The last block that BEEFY proved; nullopt: none yet, or the chain has no BEEFY.
    virtual std::optional<Hash256> finalized_head() const = 0;
    /// Calls back with each justification that this node makes or takes: SCALE VersionedFinalityProof. The id is for
    /// unsubscribe().
    virtual uint64_t subscribe(std::function<void(std::shared_ptr<const Bytes>)> callback) = 0;
    virtual void unsubscribe(uint64_t id) = 0;
    virtual Figures figures() const = 0;
};

}  // namespace serinus::consensus::beefy
