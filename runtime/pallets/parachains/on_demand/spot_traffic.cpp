#include "runtime/pallets/parachains/on_demand/on_demand.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand {

std::optional<FixedU128> spot_traffic(FixedU128 traffic, uint32_t capacity, uint32_t size, Perbill target,
                                      Perbill variability, FixedU128 least) {
    using namespace sp_arithmetic::fixed_point;
    if (capacity == 0 || size > capacity) return std::nullopt;
    const FixedU128 used = *nearest_rational<FixedU128>(size, capacity);
    const auto wanted = from_perthing<FixedU128>(target);
    const bool is_high = used >= wanted;
    const FixedU128 distance = saturating_sub(std::max(used, wanted), std::min(used, wanted));
    const FixedU128 by_variability = saturating_mul(distance, from_perthing<FixedU128>(variability));
    const FixedU128 half_square = {saturating_mul(by_variability, by_variability)._0 / 2};
    // Below the target the factor is about the distance itself, not what is left of one: traffic falls to the least at
    // once. Observed: real Kusama 1.7.1 does the same.
    const FixedU128 factor = is_high ? saturating_add(saturating_add(distance, half_square), FixedU128::one())
                                     : saturating_sub(distance, half_square);
    return std::max(saturating_mul(factor, traffic), least);
}

}  // namespace serinus::polkadot_runtime_parachains::on_demand
