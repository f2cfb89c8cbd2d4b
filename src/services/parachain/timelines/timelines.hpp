/// What has happened to each candidate at this node, for people: the method serinus_paraWhy and `serinus explain`.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "parachain/wire/node_types.hpp"
#include "platform/scheduler.hpp"

namespace serinus::services::paras {

/// In the order in which a candidate goes through them.
enum class CandidateStep : uint8_t {
    kOffered,        ///< a collator has it, and this validator asks for it
    kFetched,        ///< the collation is here
    kRefused,        ///< the collation is not what was offered; why
    kChecked,        ///< for backing; the verdict
    kSeconded,       ///< by this validator
    kVotedFor,       ///< by this validator, as another of the group has seconded it
    kNotVotedFor,    ///< why
    kBacked,         ///< enough votes are known here
    kOnChain,        ///< a block backs it; core, group
    kChunkKept,      ///< this validator's chunk is on its disk
    kBitSet,         ///< in a bitfield of this validator, for the first time
    kIncluded,       ///< a block includes it
    kTimedOut,       ///< a block frees its core, as too few chunks were there in time
    kAssigned,       ///< this validator has announced that it checks the candidate for approval
    kRecovered,      ///< for approval
    kNotRecovered,   ///< why
    kExecuted,       ///< for approval; the verdict
    kApproved,       ///< by this validator
    kNotApproved,    ///< why
    kDisputed,       ///< by this validator
    kInDispute,      ///< validators contradict each other; in which session
    kDisputeVote,    ///< of this validator, after a check for the dispute; the verdict
    kNoDisputeVote,  ///< why
    kDisputeEnded,   ///< the verdict
    kFinal,          ///< the block that includes it is
};
/// "offered", "notVotedFor" …
std::string_view to_string(CandidateStep step) noexcept;

/// How a candidate stands with approval voting in a block that includes it.
struct ApprovalStanding {
    Hash256 block;
    uint32_t number = 0;
    size_t assigned = 0, approved = 0;
    bool is_approved = false;
    std::vector<uint32_t> no_shows;  ///< validators that have announced a check and not voted in time
};

struct CandidateTimeline {
    struct Entry {
        uint64_t unix_ms = 0;
        CandidateStep step{};
        std::string detail;
    };
    struct Place {
        Hash256 block;
        uint32_t number = 0;
        uint32_t core = 0;
    };
    parachain::CandidateHash candidate;
    std::optional<uint32_t> para;                  ///< once its receipt is known
    std::optional<Hash256> relay_parent;           ///< likewise
    std::vector<Entry> entries = {};               ///< the first kMaxEntries
    std::vector<Place> places = {};                ///< blocks that back or include it
    std::vector<ApprovalStanding> approvals = {};  ///< in blocks that are not final
};

/// Any thread. Of the newest kMaxCandidates, in memory.
class Timelines {
  public:
    static constexpr size_t kMaxCandidates = 4096;
    static constexpr size_t kMaxEntries = 48;
    static constexpr size_t kMaxPlaces = 16;

    /// `scheduler` outlives it.
    explicit Timelines(platform::Scheduler& scheduler) : scheduler_(scheduler) {}

    void note(const parachain::CandidateHash& candidate, CandidateStep step, std::string detail = {});
    /// If there is no such step yet.
    void note_once(const parachain::CandidateHash& candidate, CandidateStep step, std::string detail = {});
    void describe(const parachain::CandidateHash& candidate, uint32_t para, const Hash256& relay_parent);
    void place(const parachain::CandidateHash& candidate, const CandidateTimeline::Place& place);
    /// In place of what was known before.
    void set_approvals(std::map<parachain::CandidateHash, std::vector<ApprovalStanding>> standings);

    std::optional<CandidateTimeline> find(const parachain::CandidateHash& candidate) const;
    /// Those that a block backs or includes, on this core or on all.
    std::vector<parachain::CandidateHash> find_at(const Hash256& block, std::optional<uint32_t> core) const;
    /// Of which something was heard last, the newest first; at most `count`.
    std::vector<CandidateTimeline> latest(size_t count) const;
    size_t size() const;

  private:
    CandidateTimeline& entry(const parachain::CandidateHash& candidate);
    void add(CandidateTimeline& timeline, CandidateStep step, std::string detail);

    platform::Scheduler& scheduler_;
    mutable std::mutex mutex_;
    std::map<parachain::CandidateHash, CandidateTimeline> timelines_;
    std::deque<parachain::CandidateHash> order_;  ///< in which they were first heard of
};

}  // namespace serinus::services::paras
