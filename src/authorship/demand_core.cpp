#include "authorship/demand_core.hpp"

#include <algorithm>

namespace serinus::authorship {

using Kind = SealingMode::Kind;

void DemandCore::handle(const Input& input, uint64_t now_ms, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        if (mode_.kind != Kind::kInterval) return;
        next_interval_ms_ = now_ms + mode_.interval_ms;
        effects.emplace_back(WakeAfter{mode_.interval_ms});
    } else if (const auto* call = std::get_if<Call>(&input)) {
        if (calls_.size() >= max_calls_) {
            effects.emplace_back(Refuse{call->ticket});
            return;
        }
        calls_.push_back(*call);
    } else if (std::holds_alternative<TransactionReady>(input)) {
        has_transactions_ = mode_.kind == Kind::kInstant;
    } else if (std::holds_alternative<BlockDue>(input)) {
        is_block_due_ = true;
    } else if (std::holds_alternative<IntervalElapsed>(input)) {
        has_interval_elapsed_ = mode_.kind == Kind::kInterval;
    } else if (const auto* change = std::get_if<SetMode>(&input)) {
        mode_.kind = change->kind;
        has_transactions_ = mode_.kind == Kind::kInstant && change->ready > 0;
    } else {
        on_sealed(std::get<Sealed>(input), now_ms, effects);
    }
    if (!is_sealing_) seal_next(effects);
}

void DemandCore::on_sealed(const Sealed& sealed, uint64_t now_ms, Effects& effects) {
    is_sealing_ = false;
    if (!is_automatic_) return;
    if (mode_.kind == Kind::kInterval) {
        // An interval that was too short for its block is not made up for.
        next_interval_ms_ = std::max(next_interval_ms_ + mode_.interval_ms, now_ms);
        effects.emplace_back(WakeAfter{next_interval_ms_ - now_ms});
    } else if (mode_.kind == Kind::kInstant && sealed.succeeded && sealed.ready > 0) {
        has_transactions_ = true;  // there was no room for them
    }
}

void DemandCore::seal_next(Effects& effects) {
    if (!calls_.empty()) {
        effects.emplace_back(Seal{calls_.front().request, calls_.front().ticket});
        calls_.pop_front();
        is_automatic_ = false;
    } else if (mode_.kind == Kind::kInstant && is_block_due_) {
        has_transactions_ = false;  // they are in this block too
        effects.emplace_back(Seal{});
        is_automatic_ = true;
    } else if (std::exchange(has_transactions_, false)) {
        effects.emplace_back(Seal{{.create_empty = false}});
        is_automatic_ = true;
    } else if (std::exchange(has_interval_elapsed_, false)) {
        effects.emplace_back(Seal{});
        is_automatic_ = true;
    } else {
        return;
    }
    is_sealing_ = true;
    is_block_due_ = false;
}

}  // namespace serinus::authorship
