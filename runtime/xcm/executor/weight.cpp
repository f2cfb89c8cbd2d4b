// What execution costs, and what comes back.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

XcmResult Machine::buy_execution(const Instruction& i) {
    if (!i.limit) return {};
    const Holding before = holding_;
    asset_for_fees_ = i.asset.id;
    auto max_fee = holding_.take_exactly(AssetFilter::of(i.asset));
    ENSURE(max_fee, Error(Error::Code::NotHoldingFees));
    XcmResult result = in_layer([&]() -> XcmResult {
        holding_.subsume(TRY(trader_->buy(*i.limit, *max_fee, context_)));
        return {};
    });
    if (!result) holding_ = before;
    return result;
}

XcmResult Machine::pay_fees(const Instruction& i) {
    if (has_paid_fees_) return {};
    has_paid_fees_ = true;
    XcmResult result = in_layer_with_holding([&]() -> XcmResult {
        auto max_fee = holding_.take_exactly(AssetFilter::of(i.asset));
        ENSURE(max_fee, Error(Error::Code::NotHoldingFees));
        fees_.subsume(TRY(trader_->buy(message_weight_, *max_fee, context_)));
        return {};
    });
    if (!result) has_paid_fees_ = false;
    return result;
}

XcmResult Machine::refund_surplus() {
    const Weight surplus = surplus_.saturating_sub(refunded_);
    if (surplus.any_gt(Weight::zero())) {
        if (const auto refund = trader_->refund(surplus, context_)) {
            const Asset any_of_it = Asset::fungible(refund->id, 1);
            if (!holding_.contains(any_of_it) && !ensure_room(1)) {
                (void)trader_->buy(surplus, Holding(*refund), context_);
                return Err(Error(Error::Code::HoldingWouldOverflow));
            }
            refunded_.saturating_accrue(surplus);
            holding_.subsume(*refund);
        }
    }
    holding_.subsume(std::exchange(fees_, {}));
    return {};
}

XcmResult Machine::set_handler(const Instruction& i, Program& handler, Weight& handler_weight) {
    const auto weight = config_.weigher.weight(i.program, Weight::max());
    ENSURE(weight, Error(Error::Code::WeightNotComputable));
    surplus_.saturating_accrue(handler_weight);
    handler = i.program;
    handler_weight = *weight;
    return {};
}

}  // namespace serinus::xcm
