/// Decides for each slot whether a block is authored, without I/O.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "authorship/slot_timing.hpp"
#include "primitives/header.hpp"

namespace serinus::authorship {

/// The outcome of a slot.
enum class SlotOutcome : uint8_t {
    kAuthored,
    kNotOurs,
    kNoTime,  ///< it is nearly over
    kSyncing,
    kChainIsAhead,     ///< the best block's slot is not before it
    kAlreadyAuthored,  ///< by us, perhaps before a restart
    kBackedOff,        ///< finality is too far behind
    kTooLate,          ///< the block was not ready in time
    kFailed,
};

struct SlotCoreOptions {
    uint64_t slot_duration_ms = 6000;
    Slot last_authored = 0;  ///< as noted on the disk
    std::optional<Backoff> backoff = {};
};

/// Never authors a slot twice, over restarts either: a slot is noted
/// on the disk before its block is sealed. One thread at a time, one slot after the other.
class SlotCore {
  public:
    /// A slot begins on this chain.
    struct SlotBegun {
        Slot slot = 0;
        primitives::BlockNumber best = 0, finalized = 0;
        std::optional<Slot> best_slot = {};  ///< nullopt: the best block is the genesis
        bool is_syncing = false;
    };
    /// Answers Claim. nullopt: a failure of ours.
    struct Claimed {
        std::optional<bool> is_ours;
    };
    /// Answers Note.
    struct Noted {
        bool succeeded = false;
    };
    using Input = std::variant<SlotBegun, Claimed, Noted>;

    /// Ask the engine whether the slot is ours.
    struct Claim {};
    /// Note on the disk that the slot is used.
    struct Note {};
    /// Build the block, whose outcome is that of the slot.
    struct Author {
        uint64_t duration_ms = 0;
    };
    /// The slot is over for this node.
    struct End {
        SlotOutcome outcome = SlotOutcome::kFailed;
    };
    /// The chain's time is ahead of the clock, as if blocks had been sealed without it. Once for each best slot.
    struct WarnAhead {
        uint64_t seconds = 0;  ///< until the next block can be authored
    };
    using Effect = std::variant<Claim, Note, Author, End, WarnAhead>;
    using Effects = std::vector<Effect>;

    explicit SlotCore(const SlotCoreOptions& options) : options_(options), last_authored_(options.last_authored) {}

    /// `unix_now_ms`: since 1970; in the slot.
    void handle(const Input& input, uint64_t unix_now_ms, Effects& effects);

  private:
    /// What ends the slot before it is claimed.
    std::optional<SlotOutcome> check(uint64_t unix_now_ms, Effects& effects);

    SlotCoreOptions options_;
    Slot last_authored_;
    Slot warned_of_ = 0;        ///< the best slot of the last WarnAhead
    SlotBegun begun_;           ///< the slot that is being decided
    uint64_t duration_ms_ = 0;  ///< of its proposal
};

}  // namespace serinus::authorship
