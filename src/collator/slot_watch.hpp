/// Which slots an author works at, and when it wants to be connected with validators.
/// Observed: cumulus-client-consensus-aura 0.36.0, slot_based, `BackingGroupConnectionHelper`: a slot before its own
#pragma once

#include <functional>

#include "collator/slot_plan.hpp"

namespace serinus::collator {

class SlotWatch {
  public:
    /// By the index of an authority: whether this node has its key.
    using IsOwn = std::function<bool(size_t author)>;

    enum class Turn : uint8_t {
        kOwn,
        kWorkedAt,  ///< this slot of the relay chain, or a later one, was worked at
        kOthers,
    };
    /// Of a slot that was planned, among so many authorities, at least one.
    Turn turn(const SlotPlan& plan, const IsOwn& is_own) const;
    /// The slot is worked at from here on.
    void begin(const SlotPlan& plan) { last_relay_slot_ = plan.relay_slot; }

    /// Whether validators are to be there for this slot or the next one; nullopt: as it was said before.
    std::optional<bool> expect(const SlotPlan& plan, size_t authority_count, const IsOwn& is_own);

  private:
    std::optional<uint64_t> last_relay_slot_;
    std::optional<bool> is_expecting_;
};

}  // namespace serinus::collator
