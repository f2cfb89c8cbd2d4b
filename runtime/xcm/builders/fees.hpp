/// Fees for delivery. Source: staging-xcm-builder 22, fee_handling.rs
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/xcm/builders/places.hpp"

namespace serinus::xcm {

/// Waived for some origins, whatever the reason, and never without an origin; others pay to one account. What cannot be
/// deposited there is gone.
class FeesTo final : public FeeManager {
  public:
    constexpr FeesTo(std::span<const Locations> waived, const AssetTransactor& assets, Location (*receiver)())
        : waived_{waived}, assets_(assets), receiver_(receiver) {}
    bool is_waived(const Location* origin, FeeReason reason) const override;
    void handle_fee(const Assets& fee, const Context* context, FeeReason reason) const override;

  private:
    AnyOf waived_;
    const AssetTransactor& assets_;
    Location (*receiver_)();
};

/// A price that grows with the message and with a factor, which grows while a queue is long: factor * (base + per_byte
/// * bytes), saturating. Source: polkadot-runtime-common 21, ExponentialPrice
uint128_t exponential_price(sdk::FixedU128 factor, uint128_t base, uint128_t per_byte, uint64_t bytes);

}  // namespace serinus::xcm
