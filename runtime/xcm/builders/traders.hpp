/// What sells weight. Source: staging-xcm-builder 22, weight.rs
#pragma once

#include "runtime/sdk/traits/fungible.hpp"
#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

/// A price for weight in one asset, and what happens to what was paid.
struct WeightPrice {
    AssetId (*asset)();
    uint128_t (*fee)(Weight weight);
    void (*take)(uint128_t amount);  ///< at the end, also if it is 0
    /// FixedRateOfFungible: weight that costs 0 goes to those too who have nothing of the asset, and cannot be
    /// refunded; 0 is not taken. Otherwise it is UsingComponents.
    bool is_fixed_rate = false;
};

/// Sells for one asset.
class PriceTrader final : public Trader {
  public:
    explicit PriceTrader(const WeightPrice& price) : price_(price) {}
    XcmResultOf<Holding> buy(Weight weight, const Holding& payment, const Context& context) override;
    std::optional<Asset> refund(Weight weight, const Context& context) override;
    void finish() override;

  private:
    const WeightPrice& price_;
    Weight bought_;
    uint128_t paid_ = 0;
};

class PriceTraders final : public Traders {
  public:
    explicit constexpr PriceTraders(const WeightPrice& price) : price_(price) {}
    std::unique_ptr<Trader> start() const override;

  private:
    const WeightPrice& price_;
};

/// The first that sells. TooExpensive counts more than other errors.
class FirstTraders final : public Traders {
  public:
    explicit constexpr FirstTraders(std::span<const Traders* const> parts) : parts_(parts) {}
    std::unique_ptr<Trader> start() const override;

  private:
    std::span<const Traders* const> parts_;
};

/// What fixed rates cost: units for a second of time, and for a MiB of proof, rounded down each.
uint128_t fee_at_rates(Weight weight, uint128_t units_per_second, uint128_t units_per_mib);

}  // namespace serinus::xcm
