/// Which block is sealed next where blocks are made on demand: at a call, when a transaction is ready, at an interval.
#pragma once

#include <deque>
#include <variant>

#include "authorship/sealing.hpp"

namespace serinus::authorship {

/// Sans-I/O. Blocks are sealed one after the other: calls in their order, before those that nobody called for.
class DemandCore {
  public:
    using Ticket = uint64_t;

    struct Start {};
    /// A call. Its ticket comes back with an effect.
    struct Call {
        Ticket ticket = 0;
        SealRequest request = {};
    };
    struct TransactionReady {};
    /// Sealing::block_due.
    struct BlockDue {};
    struct IntervalElapsed {};
    /// Blocks are made in this mode from now on: kInstant or kManual. `ready`: transactions in the pool.
    struct SetMode {
        SealingMode::Kind kind = SealingMode::Kind::kManual;
        size_t ready = 0;
    };
    /// The block of the last Seal is imported, or could not be made.
    struct Sealed {
        bool succeeded = false;
        size_t ready = 0;  ///< transactions in the pool
    };
    using Input = std::variant<Start, Call, TransactionReady, BlockDue, IntervalElapsed, SetMode, Sealed>;

    struct Seal {
        SealRequest request = {};
        std::optional<Ticket> ticket = {};  ///< of the call that is answered with the outcome
    };
    /// Too many calls wait.
    struct Refuse {
        Ticket ticket = 0;
    };
    /// IntervalElapsed is due after this time.
    struct WakeAfter {
        uint64_t delay_ms = 0;
    };
    using Effect = std::variant<Seal, Refuse, WakeAfter>;
    using Effects = std::vector<Effect>;

    DemandCore(SealingMode mode, size_t max_calls) : mode_(mode), max_calls_(max_calls) {}

    /// `now_ms`: monotonic.
    void handle(const Input& input, uint64_t now_ms, Effects& effects);

  private:
    void on_sealed(const Sealed& sealed, uint64_t now_ms, Effects& effects);
    void seal_next(Effects& effects);

    SealingMode mode_;
    size_t max_calls_;
    std::deque<Call> calls_;
    bool is_sealing_ = false;
    bool is_automatic_ = false;      ///< nobody called for the block that is being sealed
    bool has_transactions_ = false;  ///< became ready since the last block was begun
    bool is_block_due_ = false;
    bool has_interval_elapsed_ = false;
    uint64_t next_interval_ms_ = 0;
};

}  // namespace serinus::authorship
