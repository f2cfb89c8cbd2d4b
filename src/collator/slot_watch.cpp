#include "collator/slot_watch.hpp"

namespace serinus::collator {

SlotWatch::Turn SlotWatch::turn(const SlotPlan& plan, const IsOwn& is_own) const {
    if (last_relay_slot_ && plan.relay_slot <= *last_relay_slot_) return Turn::kWorkedAt;
    return is_own(plan.author) ? Turn::kOwn : Turn::kOthers;
}

std::optional<bool> SlotWatch::expect(const SlotPlan& plan, size_t authority_count, const IsOwn& is_own) {
    const auto next_author = static_cast<size_t>((plan.slot + 1) % authority_count);
    const bool expects = is_own(plan.author) || is_own(next_author);
    if (is_expecting_ == expects) return std::nullopt;
    is_expecting_ = expects;
    return expects;
}

}  // namespace serinus::collator
