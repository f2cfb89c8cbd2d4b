/// Bodies of the parachain's blocks that no peer has given: once a block's candidate is on the relay chain, its
/// validators have the PoV, which the bodies stand in.
/// Observed: cumulus-client-pov-recovery 0.36.0
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <variant>
#include <vector>

#include "primitives/block.hpp"
#include "primitives/parachain/candidate.hpp"

namespace serinus::collator {

using Millis = uint64_t;  ///< monotonic

/// How long a block is waited for before its recovery: at random, so that not all nodes ask validators at once.
struct RecoveryDelay {
    Millis least = 0, most = 0;

    /// Collators are harmed by who withholds blocks: half a slot of the relay chain to a slot.
    static constexpr RecoveryDelay of_collator(Millis slot) { return {slot / 2, slot}; }
    /// Other nodes get from collators what those have recovered: 25 to 50 slots.
    static constexpr RecoveryDelay of_full_node(Millis slot) { return {slot * 25, slot * 50}; }
};

/// A candidate of the parachain that waits on the relay chain for its data to be available.
struct PendingBlock {
    primitives::Header header;  ///< its head: of a bundle the last one
    polkadot_primitives::v5::CandidateReceipt receipt;
    Hash256 seen_at;  ///< the relay chain's block: its children are of the candidate's session
};

class BodyRecovery {
  public:
    /// Ours: candidates that are remembered above the last final block; the lowest ones are forgotten.
    static constexpr size_t kMostCandidates = 1024;
    /// Ours: recovered blocks that wait for their parents; what comes beyond is not kept.
    static constexpr size_t kMostWaiting = 64;

    /// To be recovered from the validators; the answer is `on_recovered`.
    struct Recover {
        Hash256 block;
        polkadot_primitives::v5::CandidateReceipt receipt;
        Hash256 seen_at;
    };
    /// In their order: each the parent of a later one, or its parent is here.
    struct Import {
        std::vector<primitives::Block> blocks;
    };
    /// Twice in vain: for the log.
    struct GivenUp {
        Hash256 block;
    };
    using Effect = std::variant<Recover, Import, GivenUp>;
    using Effects = std::vector<Effect>;

    /// `is_known`: whether this node has a block, or has it in its import queue.
    BodyRecovery(RecoveryDelay delay, primitives::BlockNumber finalized, std::function<bool(const Hash256&)> is_known,
                 uint64_t seed);

    void on_candidate(PendingBlock pending, Millis now);
    /// The block and its ancestors are wanted: it is the head on the relay chain. Nothing follows if one of them was
    /// never seen as a candidate: it is for sync to bring these.
    void request(const Hash256& block, Millis now);
    void on_imported(const Hash256& block, Effects& out);
    void on_finalized(primitives::BlockNumber number);

    enum class NoBlocks : uint8_t {
        kUnavailable,  ///< too few validators have answered: tried once more
        kUnreadable,   ///< what was recovered is no block data, or of another block
    };
    void on_recovered(const Hash256& block, std::variant<std::vector<primitives::Block>, NoBlocks> result, Millis now,
                      Effects& out);
    /// To be called at `wake_at`.
    void on_time(Millis now, Effects& out);
    std::optional<Millis> wake_at() const;

    size_t candidates() const noexcept { return candidates_.size(); }

  private:
    struct Candidate {
        PendingBlock pending;
        bool is_waiting = false;  ///< its recovery is due, or under way
    };

    void push(const Hash256& block, Millis now);
    void reset(const Hash256& block);
    void import(std::vector<primitives::Block> blocks, Effects& out);
    bool is_being_recovered(const Hash256& block) const;

    const RecoveryDelay delay_;
    const std::function<bool(const Hash256&)> is_known_;
    std::mt19937_64 random_;
    primitives::BlockNumber finalized_;
    std::map<Hash256, Candidate> candidates_;  ///< by the hash of the head
    std::deque<Hash256> queue_;                ///< the next one first
    std::multiset<Millis> due_;                ///< at each of these times the next one of the queue
    std::set<Hash256> retried_;
    std::map<Hash256, std::vector<primitives::Block>> waiting_;  ///< by the parent
    size_t waiting_blocks_ = 0;
};

/// The blocks of a recovered PoV, whose last one must be `head`. nullopt: it is no such PoV.
std::optional<std::vector<primitives::Block>> blocks_of_pov(BytesView block_data, const Hash256& head);

}  // namespace serinus::collator
