#include "runtime/xcm/builders/traders.hpp"

#include "base/checked.hpp"

namespace serinus::xcm {

XcmResultOf<Holding> PriceTrader::buy(Weight weight, const Holding& payment, const Context&) {
    const uint128_t amount = price_.fee(weight);
    if (price_.is_fixed_rate && amount == 0) return payment;
    Holding rest = payment;
    ENSURE(rest.subtract(Asset::fungible(price_.asset(), amount)), Error(Error::Code::TooExpensive));
    bought_.saturating_accrue(weight);
    paid_ = saturating_add(paid_, amount);
    return rest;
}

std::optional<Asset> PriceTrader::refund(Weight weight, const Context&) {
    const Weight refunded = weight.min(bought_);
    const uint128_t amount = price_.fee(refunded);
    bought_.saturating_reduce(refunded);
    paid_ = saturating_sub(paid_, amount);
    if (amount == 0) return std::nullopt;
    return Asset::fungible(price_.asset(), amount);
}

void PriceTrader::finish() {
    if (price_.is_fixed_rate && paid_ == 0) return;
    price_.take(paid_);
}

std::unique_ptr<Trader> PriceTraders::start() const { return std::make_unique<PriceTrader>(price_); }

namespace {

class FirstTrader final : public Trader {
  public:
    explicit FirstTrader(std::span<const Traders* const> parts) {
        parts_.reserve(parts.size());
        for (const Traders* const part : parts) parts_.push_back(part->start());
    }

    XcmResultOf<Holding> buy(Weight weight, const Holding& payment, const Context& context) override {
        std::optional<Error> last;
        for (const auto& part : parts_) {
            auto rest = part->buy(weight, payment, context);
            if (rest) return rest;
            if (!last || last->code != Error::Code::TooExpensive) last = rest.error();
        }
        return Err(last.value_or(Error(Error::Code::TooExpensive)));
    }
    std::optional<Asset> refund(Weight weight, const Context& context) override {
        for (const auto& part : parts_) {
            if (auto asset = part->refund(weight, context)) return asset;
        }
        return std::nullopt;
    }
    void finish() override {
        for (const auto& part : parts_) part->finish();
    }

  private:
    std::vector<std::unique_ptr<Trader>> parts_;
};

}  // namespace

std::unique_ptr<Trader> FirstTraders::start() const { return std::make_unique<FirstTrader>(parts_); }

uint128_t fee_at_rates(Weight weight, uint128_t units_per_second, uint128_t units_per_mib) {
    const uint128_t time = saturating_mul(units_per_second, uint128_t{weight.ref_time.value}) / sdk::kRefTimePerSecond;
    const uint128_t proof = saturating_mul(units_per_mib, uint128_t{weight.proof_size.value}) / (1024 * 1024);
    return saturating_add(time, proof);
}

}  // namespace serinus::xcm
