/// Recovery of a candidate's data: from its backers, from systematic chunks, or from any chunks.
/// Observed: polkadot-availability-recovery 36.0.0.
///
/// | strategy | when | how |
/// | --- | --- | --- |
/// | backers | the group is known and the data is small, by the size of an own chunk | one after the other, in random
/// order | | systematic chunks | the core is known and chunks are shared out by core | all of them, missing ones from
/// backers | | any chunks | always, at last | enough of them, in random order |
///
/// Requests that take more than a second are not waited for, but their answers are taken. What was recovered is encoded
/// again, so that all who recover from other chunks find the same; a collator compares the proof's hash instead.
#pragma once

#include <deque>
#include <map>

#include "erasure/chunk_mapping.hpp"
#include "erasure/code.hpp"
#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

using Millis = uint64_t;  ///< monotonic

struct RecoveryOptions {
    CandidateHash candidate;
    Hash256 erasure_root;
    Hash256 pov_hash;
    std::vector<ValidatorIndex> backers;  ///< empty if the group is not known
    std::optional<CoreIndex> core;
    erasure::ChunkMapping mapping = erasure::ChunkMapping::kByIndex;
    /// Data below this size is asked of backers first, if an own chunk says that it is so small.
    size_t small_data_size = size_t{4} * 1024 * 1024;
    bool compares_pov_hash_only = false;  ///< for collators
};

class Recovery {
  public:
    /// Requests for chunks that are waited for at once.
    static constexpr size_t kParallel = 50;
    static constexpr Millis kWaitForAnswer = 1000;
    static constexpr uint32_t kSystematicTries = 2;
    static constexpr uint32_t kAnyTries = 5;

    struct Effect {
        /// req_available_data/1; the answer is `on_data`.
        struct RequestData {
            ValidatorIndex target;
        };
        /// The chunk of a validator, of itself or of a backer that has all of them; the answer is `on_chunk`.
        struct RequestChunk {
            ValidatorIndex target;
            ValidatorIndex chunk_of;
        };
        /// `check_recovered` on a worker; the answer is `on_checked`.
        struct Check {
            AvailableData data;
        };
        /// `rebuild_recovered` on a worker; the answer is `on_checked`.
        struct Rebuild {
            std::vector<std::pair<uint32_t, Bytes>> chunks;
        };
        struct Recovered {
            AvailableData data;
        };
        struct Failed {
            bool is_invalid = false;  ///< the data is not what its root says; otherwise too few have answered
        };
        std::variant<RequestData, RequestChunk, Check, Rebuild, Recovered, Failed> v;
    };
    using Effects = std::vector<Effect>;

    /// `code` is for the session's validators, and outlives this. `own_chunks`: those that this node has, and
    /// whose they are. `seed`: random.
    Recovery(const erasure::Code& code, RecoveryOptions options,
             const std::vector<std::pair<ValidatorIndex, ErasureChunk>>& own_chunks, const ByteArray<32>& seed);

    void start(Millis now, Effects& out);
    /// nullopt: no answer, one that does not decode, or no such data.
    void on_data(ValidatorIndex target, std::optional<AvailableData> data, Millis now, Effects& out);

    enum class NoChunk : uint8_t {
        kNone,     ///< the peer has none, or its answer does not decode: it is not asked again
        kFailure,  ///< of the network: it may be asked again
    };
    void on_chunk(ValidatorIndex target, ValidatorIndex chunk_of, std::variant<ErasureChunk, NoChunk> answer,
                  Millis now, Effects& out);
    /// nullopt: the data is not what the root, or the proof's hash, says.
    void on_checked(std::optional<AvailableData> data, Millis now, Effects& out);
    /// To be called at `wake_at`.
    void on_time(Millis now, Effects& out);
    std::optional<Millis> wake_at(Millis now) const;
    bool is_done() const noexcept { return strategy_ == Strategy::kDone; }

  private:
    enum class Strategy : uint8_t { kBackers, kSystematic, kAny, kDone };
    using Ask = std::pair<ValidatorIndex, ValidatorIndex>;  ///< whom, for whose chunk

    void next_strategy(Millis now, Effects& out);
    void ask_backer(Millis now, Effects& out);
    void proceed(Millis now, Effects& out);
    void finish(Effects& out, bool is_invalid);
    size_t needed() const noexcept;
    size_t count_chunks() const;
    size_t desired_requests() const;
    bool may_ask_again(const Ask& ask) const;
    bool is_valid(const ErasureChunk& chunk) const;

    const erasure::Code& code_;
    RecoveryOptions options_;
    Strategy strategy_ = Strategy::kBackers;
    bool is_checking_ = false;
    std::vector<ValidatorIndex> backers_left_;   ///< to be asked for all data, the next one last
    std::vector<ValidatorIndex> backers_spare_;  ///< to be asked for systematic chunks of others
    std::vector<ValidatorIndex> any_order_;
    std::deque<Ask> queue_;  ///< the next one last
    std::map<Ask, Millis> asked_;
    std::map<Ask, uint32_t> failures_;
    std::set<Ask> given_up_;
    std::map<uint32_t, Bytes> chunks_;
    std::set<ValidatorIndex> have_chunk_of_;
    size_t answers_ = 0;
    size_t errors_ = 0;
};

/// The data, if it is what was to be recovered.
std::optional<AvailableData> check_recovered(const erasure::Code& code, const RecoveryOptions& options,
                                             AvailableData data);
/// The same from chunks, whose branches were checked.
std::optional<AvailableData> rebuild_recovered(const erasure::Code& code, const RecoveryOptions& options,
                                               const std::vector<std::pair<uint32_t, Bytes>>& chunks);

}  // namespace serinus::parachain
