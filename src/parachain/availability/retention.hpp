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
///
/// Candidates of final blocks are by far the most (200 cores for 25 hours: three million), so what is kept of them is
/// in the store alone: who calls restores such a candidate before an input that is about it, and the oldest of them
/// before prune(), and has them released when the effects are carried out.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

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
    bool is_final() const noexcept { return std::holds_alternative<Finalized>(state); }
    bool has_chunk(ValidatorIndex validator) const noexcept {
        return validator._0 < chunks.size() && chunks[validator._0];
    }
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
        std::optional<Seconds> final_since;  ///< of a final candidate
        bool has_data = false;
        std::vector<ValidatorIndex> chunks;
    };
    std::variant<WriteMeta, Remove> v;
};

class Retention {
  public:
    using Effects = std::vector<RetentionEffect>;

    explicit Retention(const RetentionOptions& options) : options_(options) {}

    /// At the start of a node: what was written before of a candidate that is not final. Later: what is stored of a
    /// final one, for the next inputs. Nothing changes if the candidate is known here.
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

    /// What is in memory; of a final candidate nothing is, unless it was restored.
    const CandidateMeta* find(const CandidateHash& candidate) const;

    /// Candidates that one call of prune() removes at most: ours. With a thousand validators a candidate has as many
    /// chunks where this node has executed it.
    static constexpr size_t kMaxPruned = 1000;
    /// Removes what is to be removed by `now`, the oldest first. Returns whether there is more.
    bool prune(Seconds now, Effects& out);
    /// Candidates of final blocks leave the memory; what is kept of them was written.
    void release_final();
    /// Candidates in memory.
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
    std::vector<CandidateHash> final_;                          ///< to be released
};

}  // namespace serinus::parachain
