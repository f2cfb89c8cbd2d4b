#include "runtime/xcm/builders/fees.hpp"

namespace serinus::xcm {

bool FeesTo::is_waived(const Location* origin, FeeReason) const { return origin != nullptr && waived_(*origin); }

void FeesTo::handle_fee(const Assets& fee, const Context* context, FeeReason) const {
    const Location receiver = receiver_();
    for (const Asset& asset : fee) (void)assets_.deposit(asset, receiver, context);
}

uint128_t exponential_price(sdk::FixedU128 factor, uint128_t base, uint128_t per_byte, uint64_t bytes) {
    return sp_arithmetic::fixed_point::saturating_mul_int(
        factor, saturating_add(base, saturating_mul(per_byte, uint128_t{bytes})));
}

}  // namespace serinus::xcm
