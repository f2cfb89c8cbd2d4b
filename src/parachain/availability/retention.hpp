/// The data that the availability store has of each candidate, and how long.
/// Observed: polkadot-node-core-av-store 36.0.0.
///
/// - A candidate that a block has backed, or that this node has executed, is kept for an hour from then on, unless it
/// is
///   included.
/// - Included in blocks that are not final it is kept; when all of these are given up, it has its hour again, counted
/// from
///   its first day.
/// - Included in a final block it is kept for 25 hours more: approvals and disputes may need it.
#pragma once

#include <map>
#include <set>

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

using Seconds = uint64_t;  ///< by the wall clock, for it must survive a restart

struct RetentionOptions {
    Seconds keep_unavailable = 60 * 60;
    Seconds keep_finalized = 25 * 60 * 60;
};

/// What is stored beside chunks and data, in SCALE: the state of a candidate over a restart.
struct CandidateMeta {
    struct Unavailable {
        Seconds since;
        friend bool operator==(const Unavailable&, const Unavailable&) = default;
    };
    struct Unfinalized {
        Seconds since;                                        ///< since the node knows of it
        std::vector<std::pair<BlockNumber, Hash256>> blocks;  ///< that include it, ascending
        friend bool operator==(const Unfinalized&, const Unfinalized&) = default;
    };
    struct Finalized {
        Seconds since;
        friend bool operator==(const Finalized&, const Finalized&) = default;
    };
    std::variant<Unavailable, Unfinalized, Finalized> state;
    bool has_data = false;
    Bits chunks;  ///< by validator; empty while their number is unknown
    friend bool operator==(const CandidateMeta&, const CandidateMeta&) = default;
};

/// One effect on the store; they are carried out in order.
struct RetentionEffect {
    struct WriteMeta {
        CandidateHash candidate;
        CandidateMeta meta;
    };
    /// The state, the data and these chunks.
    struct Remove {
        CandidateHash candidate;
        bool has_data = false;
        std::vector<ValidatorIndex> chunks;
    };
    std::variant<WriteMeta, Remove> v;
};

class Retention {
  public:
    using Effects = std::vector<RetentionEffect>;

    explicit Retention(const RetentionOptions& options) : options_(options) {}

    /// At the start of a node: what was written before.
    void restore(const CandidateHash& candidate, CandidateMeta meta);

    void on_backed(const CandidateHash& candidate, size_t validators, Seconds now, Effects& out);
    /// A candidate that was never backed in a block that this node has seen is not kept.
    void on_included(const CandidateHash& candidate, BlockNumber number, const Hash256& block, Effects& out);
    /// The final block of each number up to `number`, as far as they are asked for.
    template <class FinalHash>  // std::optional<Hash256>(BlockNumber)
    void on_finalized(BlockNumber number, FinalHash&& final_hash, Seconds now, Effects& out) {
        while (!by_number_.empty() && by_number_.begin()->first <= number) {
            const BlockNumber lowest = by_number_.begin()->first;
            const std::optional<Hash256> hash = final_hash(lowest);
            if (!hash) return;
            finalize(lowest, *hash, now, out);
        }
    }

    /// This node has a candidate's chunk for a validator. Returns false if nobody spoke of the candidate, or there is
    /// no such validator: the chunk is not to be stored then.
    bool note_chunk(const CandidateHash& candidate, ValidatorIndex validator, Effects& out);
    /// All data and all chunks.
    void note_data(const CandidateHash& candidate, size_t validators, Seconds now, Effects& out);

    bool has_data(const CandidateHash& candidate) const;
    bool has_chunk(const CandidateHash& candidate, ValidatorIndex validator) const;
    const CandidateMeta* find(const CandidateHash& candidate) const;

    /// Candidates that one call of prune() removes at most: ours. With a thousand validators a candidate has as many
    /// chunks where this node has executed it.
    static constexpr size_t kMaxPruned = 1000;
    /// Removes what is to be removed by `now`, the oldest first. Returns whether there is more.
    bool prune(Seconds now, Effects& out);
    size_t size() const noexcept { return metas_.size(); }

  private:
    void finalize(BlockNumber number, const Hash256& hash, Seconds now, Effects& out);
    std::optional<Seconds> prune_time(const CandidateMeta& meta) const noexcept;
    void change(const CandidateHash& candidate, CandidateMeta meta, Effects* out);
    void forget(const CandidateHash& candidate);

    RetentionOptions options_;
    std::map<CandidateHash, CandidateMeta> metas_;
    std::set<std::pair<Seconds, CandidateHash>> by_time_;
    std::map<BlockNumber, std::set<CandidateHash>> by_number_;  ///< of blocks that include them and are not final
};

}  // namespace serinus::parachain
