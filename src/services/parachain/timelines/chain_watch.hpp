/// What blocks say of candidates, for their timelines: backed, included, timed out, final; and whether this validator
/// was in the group.
#pragma once

#include "services/parachain/part.hpp"
#include "services/parachain/timelines/timelines.hpp"

namespace serinus::services::paras {

class ChainWatch final : public Part {
  public:
    /// All outlive it.
    ChainWatch(RelayStates& states, Headers& headers, Timelines& timelines)
        : states_(states), headers_(headers), timelines_(timelines) {}

    void on_leaf(const RelayState& leaf) override;
    void on_finalized(const ActiveLeaves::Leaf& block) override;

  private:
    /// Ours: blocks below a leaf that are read when it comes.
    static constexpr size_t kMaxCatchUp = 16;
    /// Ours: included candidates that wait for their block to be final.
    static constexpr size_t kMaxIncluded = 4096;

    void read(const Hash256& hash, BlockNumber number);
    std::string place_text(const Hash256& block, BlockNumber number, CoreIndex core, GroupIndex group) const;

    RelayStates& states_;
    Headers& headers_;
    Timelines& timelines_;
    std::map<Hash256, BlockNumber> read_;
    struct Inclusion {
        BlockNumber number{};
        Hash256 block;
        CandidateHash candidate;
    };
    std::deque<Inclusion> included_;
};

}  // namespace serinus::services::paras
