/// The events of candidates in the relay chain's blocks: which have been backed and included, and where.
/// Observed: polkadot-node-core-dispute-coordinator 36.0.0, scraping
#pragma once

#include <deque>
#include <functional>

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

/// A block that is not final, or was until lately.
struct ScrapedBlock {
    Hash256 hash;
    BlockNumber number{};
    std::vector<CandidateReceipt> included;  ///< of its events
    std::vector<CandidateReceipt> backed;
    SessionIndex session{};  ///< of the votes
    std::vector<polkadot_primitives::v5::BackersOfCandidate> backers;
    std::vector<DisputeVoteSet> disputes;
};

/// In which blocks candidates have been seen.
class CandidateSightings {
  public:
    using Block = std::pair<BlockNumber, Hash256>;

    void add(const CandidateHash& candidate, const Block& block);
    void forget_below(BlockNumber number);
    bool contains(const CandidateHash& candidate) const { return blocks_.contains(candidate); }
    /// Ascending.
    std::vector<Block> blocks_of(const CandidateHash& candidate) const;
    size_t size() const noexcept { return blocks_.size(); }

  private:
    std::map<CandidateHash, std::set<Block>> blocks_;  ///< none is empty
    std::map<BlockNumber, std::set<CandidateHash>> by_number_;
};

class ChainScraper {
  public:
    /// Candidates are remembered for so many blocks after they are final: an approval check may take longer than a
    /// block. Observed: polkadot-node-core-dispute-coordinator 36.0.0, DISPUTE_CANDIDATE_LIFETIME_AFTER_FINALIZATION
    static constexpr BlockNumber kLifetimeAfterFinality = 10;
    /// Ancestors of a leaf that are looked at: no chain may have more that are not final.
    static constexpr size_t kMaxAncestors = 500;
    /// Blocks that are known to have been looked at.
    static constexpr size_t kMaxScraped = 2 * kMaxAncestors;

    using ParentOf = std::function<std::optional<Hash256>(const Hash256&)>;

    /// The blocks to read at a new leaf, the oldest first and the leaf last: ancestors up to one that was read, to the
    /// tenth below the final block, or to one that is not known.
    std::vector<Hash256> missing(const Hash256& leaf, BlockNumber number, BlockNumber finalized,
                                 const ParentOf& parent_of) const;
    void note(const ScrapedBlock& block);
    void on_finalized(BlockNumber number);

    bool is_included(const CandidateHash& candidate) const { return included_.contains(candidate); }
    bool is_backed(const CandidateHash& candidate) const { return backed_.contains(candidate); }
    std::vector<CandidateSightings::Block> blocks_including(const CandidateHash& candidate) const {
        return included_.blocks_of(candidate);
    }
    size_t candidate_count() const noexcept { return included_.size() + backed_.size(); }

  private:
    CandidateSightings included_;
    CandidateSightings backed_;
    std::set<Hash256> scraped_;
    std::deque<Hash256> scraped_order_;
};

}  // namespace serinus::parachain
