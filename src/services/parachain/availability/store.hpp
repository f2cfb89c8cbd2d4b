/// Chunks and data of candidates on the disk, for as long as the retention says.
///
/// A store of its own beside the chain's database: what is kept here is large, short-lived and of no use without the
/// node's session keys. The state of a candidate is written with what changes it, so that a node which is killed at any
/// time continues as if it had not been. That of candidates of final blocks, which are millions, is on the disk alone,
/// and a list of them by time says what is to be removed. The commits are not synced: after a loss of power the last
/// chunks are fetched again, or missed by nobody, as a third of them suffices.
#pragma once

#include "parachain/availability/retention.hpp"
#include "parachain/availability/serving.hpp"
#include "storage/store.hpp"

namespace serinus::services::paras {

using parachain::CandidateHash;
using parachain::CandidateMeta;
using parachain::ErasureChunk;
using parachain::Retention;
using parachain::Seconds;
using parachain::ValidatorIndex;

/// Changes come from one thread; what is found may be asked by any. Errors are sentences: the disk.
class AvailabilityStore final : public parachain::AvailableStore {
  public:
    using Status = Result<void, std::string>;

    /// Reads the state of all candidates that are not final. `store` outlives this. Errors: the disk; what is stored is
    /// none of ours.
    static Result<std::unique_ptr<AvailabilityStore>, std::string> open(storage::Store& store,
                                                                        const parachain::RetentionOptions& options);

    Status on_backed(const CandidateHash& candidate, size_t validators, Seconds now);
    Status on_included(const CandidateHash& candidate, parachain::BlockNumber number, const Hash256& block);
    template <class FinalHash>  // std::optional<Hash256>(BlockNumber)
    Status on_finalized(parachain::BlockNumber number, FinalHash&& final_hash, Seconds now) {
        TRY(recover());
        Retention::Effects effects;
        retention_.on_finalized(number, final_hash, now, effects);
        return carry_out(effects, {}, {});
    }
    /// The chunk of a validator. Nothing happens if nobody spoke of the candidate.
    Status put_chunk(const CandidateHash& candidate, ValidatorIndex validator, const ErasureChunk& chunk);
    /// All data, and the chunks of all validators, of which there is one for each.
    Status put_data(const CandidateHash& candidate, const parachain::AvailableData& data,
                    const std::vector<ErasureChunk>& chunks_by_validator, Seconds now);
    /// Whether there is more to remove: another call does.
    Result<bool, std::string> prune(Seconds now);

    /// After a write that failed nothing is here until the disk works again: what this node says to have, it has.
    bool has_chunk(const CandidateHash& candidate, ValidatorIndex validator) const;
    bool has_data(const CandidateHash& candidate) const;
    /// Candidates that are kept in memory: those that are not final.
    size_t size() const noexcept { return retention_.size(); }

    // AvailableStore. A disk that fails has nothing.
    std::optional<ErasureChunk> find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const override;
    std::optional<parachain::AvailableData> find_data(const CandidateHash& candidate) const override;

  private:
    using Puts = std::vector<std::pair<ValidatorIndex, const ErasureChunk*>>;

    AvailabilityStore(storage::Store& store, const parachain::RetentionOptions& options)
        : store_(store), options_(options), retention_(options) {}
    /// The state of all candidates that are not final, as it is on the disk.
    Status load();
    /// Before an input about a candidate: what is stored of it if it is final.
    Status restore_final(const CandidateHash& candidate);
    /// Before candidates are removed: the final ones that are due.
    Status restore_due(Seconds now);
    /// Of a final candidate by its entry in the list of times.
    Status restore_due_one(storage::Snapshot& snapshot, BytesView key);
    /// Of a candidate, final or not. A disk that fails has nothing.
    std::optional<CandidateMeta> find_meta(const CandidateHash& candidate) const;
    /// Before a change: after a write that failed the state is read again, as some of it may not be on the disk.
    Status recover();
    Status carry_out(const Retention::Effects& effects, const std::optional<std::pair<CandidateHash, Bytes>>& data,
                     const std::optional<std::pair<CandidateHash, Puts>>& chunks);
    Status commit(std::unique_ptr<storage::WriteBatch> batch);
    template <class T>
    std::optional<T> find(storage::Column column, BytesView key) const;

    storage::Store& store_;
    const parachain::RetentionOptions options_;
    Retention retention_;
    bool has_failed_ = false;
};

}  // namespace serinus::services::paras
