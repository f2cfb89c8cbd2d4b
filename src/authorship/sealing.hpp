/// When this node authors blocks, and blocks that are requested.
#pragma once

#include "chain/client/client.hpp"
#include "chain/import/inherents.hpp"

namespace serinus::authorship {

/// --sealing
struct SealingMode {
    enum class Kind : uint8_t {
        kSlots,     ///< as the chain's engine says: by the clock
        kInstant,   ///< a block for each transaction that becomes ready
        kManual,    ///< when engine_createBlock asks
        kInterval,  ///< every `interval_ms`
    } kind = Kind::kSlots;
    uint64_t interval_ms = 0;

    /// Whether slots follow the clock. In the other modes each block uses the next slot that this node wins, so that
    /// the chain's time may be ahead of the clock: the client must be opened without `now_ms`, or it refuses such
    /// blocks.
    bool keeps_time() const noexcept { return kind == Kind::kSlots; }

    friend bool operator==(const SealingMode&, const SealingMode&) = default;
};

/// What a block for developers has that an ordinary one has not.
struct DevelopmentBlock {
    /// In the place of the pool's, in this order; nullopt: the pool's.
    std::optional<std::vector<primitives::Extrinsic>> transactions = {};
    /// Since 1970: the block takes the first slot of this node from this time on, and this time if it is in that slot.
    std::optional<uint64_t> timestamp_ms = {};
    /// Made in the state after the runtime has finished the block. Nobody who executes the block arrives at its state
    /// root then: for chains of a single node.
    state::StateChanges changes = {};
    chain::GivenMessages messages = {};
};

struct SealRequest {
    bool create_empty = true;
    bool finalize = false;
    std::optional<Hash256> parent = std::nullopt;  ///< nullopt: the best block
    std::shared_ptr<const DevelopmentBlock> development = nullptr;
};

struct SealError {
    int code;  ///< as in sc-consensus-manual-seal
    std::string reason;
};

/// Counters since the start of the node, for the metrics.
struct AuthoringCounters {
    uint64_t proposed = 0;      ///< blocks that were built
    uint64_t imported = 0;      ///< of these, blocks that were imported
    uint64_t transactions = 0;  ///< in the last block that was built
    uint64_t proposing_ms = 0;  ///< all together
    uint64_t last_proposing_ms = 0;
    uint64_t inherents_ms = 0;   ///< all together: making the inherents
    uint64_t ended_no_more = 0;  ///< proposals that included all ready transactions
    uint64_t ended_by_deadline = 0;
    uint64_t ended_by_size = 0;
    uint64_t ended_by_weight = 0;
    uint64_t equivocations = 0;  ///< seen of others
    uint64_t offchain_runs = 0;
};

/// The running author. Any thread. Its destructor waits for the block that is being built; calls that wait are answered
/// with an error.
class Sealing {
  public:
    using SealCallback = std::move_only_function<void(Result<chain::BlockId, SealError>)>;

    virtual ~Sealing() = default;
    virtual const SealingMode& mode() const noexcept = 0;
    /// Builds, seals and imports a block, and calls back on the author's lane; at once, on the thread of the caller, in
    /// slots mode, which is an error.
    virtual void seal(const SealRequest& request, SealCallback callback) = 0;
    /// dev_setHead: makes this block the best one, and final where each block is final at once, as soon as the pool has
    /// processed what was before; the pool is empty then. Calls back like seal().
    virtual void set_head(const Hash256& block, SealCallback callback) = 0;
    using Task = std::move_only_function<Result<chain::BlockId, SealError>()>;
    /// Runs the task on the author's lane while no block is being built or imported, and calls back with its result.
    virtual void between_blocks(Task task, SealCallback callback) = 0;
    /// engine_finalizeBlock.
    virtual Result<bool, SealError> finalize_now(const Hash256& block,
                                                 std::optional<primitives::Justification> justification) = 0;
    /// Whether transactions that become ready are sealed from now on (kInstant) or wait for a request (kManual); mode()
    /// stays what the node was started with. Error: blocks follow the clock or an interval.
    virtual Result<void, SealError> set_mode(SealingMode::Kind kind) = 0;
    /// A block is due that nobody called for and no transaction is ready for: made at once in the mode kInstant, or
    /// when that becomes the mode.
    virtual void block_due() {}
    virtual AuthoringCounters counters() const = 0;
};

}  // namespace serinus::authorship
