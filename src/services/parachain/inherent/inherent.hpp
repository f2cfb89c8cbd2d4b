/// What this node's blocks bring for parachains: bitfields and backed candidates, made ready before a slot begins.
///
/// The author asks while its slot runs and does not wait. So the data of each leaf is made 2 s after it, and again
/// while more comes in; a leaf that is asked for earlier has none, and the block an empty inherent.
#pragma once

#include <mutex>

#include "authorship/inherents.hpp"
#include "parachain/inherent/provisioner.hpp"
#include "services/parachain/bitfields/bitfields.hpp"

namespace serinus::services::paras {

/// Any thread: what the lane has put here is what authors take.
class InherentShelf final : public authorship::ParachainsSource {
  public:
    authorship::ParachainsData data_for(const chain::BlockId& parent) override;
    void put(const Hash256& leaf, authorship::ParachainsData data);
    void remove(const Hash256& leaf);

    struct Figures {
        uint64_t asked = 0, given = 0;  ///< blocks, and those for which there was data
        uint64_t bitfields = 0, candidates = 0;
    };
    Figures figures() const;

  private:
    mutable std::mutex mutex_;
    std::map<Hash256, authorship::ParachainsData> data_;
    Figures figures_;
};

/// Where candidates with enough votes are.
class BackedCandidates {
  public:
    virtual ~BackedCandidates() = default;
    virtual std::vector<parachain::BackedCandidate> select(const Hash256& leaf,
                                                           const std::map<ParaId, parachain::CandidatePlan>& plan) = 0;
};

/// Where the votes in disputes are.
class DisputeVotes {
  public:
    virtual ~DisputeVotes() = default;
    /// Those that a block on this leaf is to bring.
    virtual std::vector<parachain::DisputeVoteSet> votes_for(const Hash256& leaf) const = 0;
};

class Inherents final : public Part, public BitfieldTaker {
  public:
    /// All outlive this. The lane is the one that calls this.
    Inherents(platform::Lane& lane, InherentShelf& shelf, BackedCandidates& candidates, const DisputeVotes& disputes)
        : lane_(lane), shelf_(shelf), candidates_(candidates), disputes_(disputes) {}

    void on_leaf(const RelayState& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override;
    void take(const parachain::BitfieldMessage::Bitfield& bitfield) override;

  private:
    /// Between two makings of one leaf's data.
    static constexpr uint64_t kAgainMs = 500;
    /// Ours: a leaf is one for hours if nobody authors; what came so late would be of no use.
    static constexpr size_t kMaxTimes = 60;

    struct Leaf {
        RelayState state;
        parachain::UncheckedSignedAvailabilityBitfields bitfields;
        size_t times = 0;  ///< that the data was made
    };
    void make(const Hash256& leaf);

    platform::Lane& lane_;
    InherentShelf& shelf_;
    BackedCandidates& candidates_;
    const DisputeVotes& disputes_;
    std::map<Hash256, Leaf> leaves_;
};

}  // namespace serinus::services::paras
