// Orders of cores, their price and their queue, read as a specification. Pallet: on_demand
#include "runtime/mock/host_test.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand {
namespace {

using namespace mock::host;
using mock::kUnit, mock::kAlice, mock::kBob, mock::signed_by, mock::account;
using Pallet = OnDemand;
using Error = Pallet::Error;

class OnDemandTest : public Host {
  protected:
    static constexpr Balance kFee = 10'000'000;
    static void order(uint32_t para) { make_ok(signed_by(kAlice), Pallet::place_order_allow_death{kUnit, {para}}); }
    static std::optional<uint32_t> pop(uint32_t core) {
        const auto claim = Pallet::pop_assignment_for_core({core});
        if (!claim) return std::nullopt;
        EXPECT_EQ(std::get<Assignment::Pool>(claim->v).core_index, CoreIndex{core});
        return claim->para_id()._0;
    }
    /// Places and paras, in the order of the heap's array.
    static std::vector<std::pair<uint32_t, uint32_t>> array_of(const Pallet::Orders& orders) {
        std::vector<std::pair<uint32_t, uint32_t>> out;
        for (const EnqueuedOrder& order : orders.data()) out.emplace_back(order.idx._0, order.para_id._0);
        return out;
    }
    static auto free() { return array_of(Pallet::storage.FreeEntries.get()); }
    static auto bound(uint32_t core) { return array_of(Pallet::storage.AffinityEntries.get({core})); }
    static uint32_t length() { return Pallet::storage.QueueStatus.get().size(); }
    using Array = std::vector<std::pair<uint32_t, uint32_t>>;
};

TEST_F(OnDemandTest, AnOrderIsPaidToThePotAndWaits) {
    const Balance before = Balances::free_balance(kAlice);
    order(2000);
    EXPECT_TRUE(saw<Pallet>(Pallet::Event::OnDemandOrderPlaced{{2000}, kFee, kAlice}));
    EXPECT_EQ(Balances::free_balance(kAlice), before - kFee);
    EXPECT_EQ(Balances::free_balance(Pallet::account_id()), 0u) << "less than the existential deposit is burnt";
    EXPECT_EQ(System::providers(Pallet::account_id()), 1u);
    EXPECT_EQ(Pallet::storage.Revenue.get().inner(), std::vector<Balance>{kFee});
    EXPECT_EQ(free(), (Array{{0, 2000}}));
    order(2000);
    EXPECT_EQ(Pallet::storage.Revenue.get().inner(), std::vector<Balance>{2 * kFee});
    configure([](auto& config) { config.scheduler_params.on_demand_base_fee = kUnit; });
    order(2000);
    EXPECT_EQ(Balances::free_balance(Pallet::account_id()), kUnit);
}

TEST_F(OnDemandTest, OrdersAreRefused) {
    make_error(signed_by(kAlice), Pallet::place_order_keep_alive{kFee - 1, {1}}, Error::SpotPriceHigherThanMaxAmount);
    make_error(signed_by(kAlice), Pallet::place_order_with_credits{kFee, {1}}, Error::InsufficientCredits);
    make_error(mock::root(), Pallet::place_order_keep_alive{kFee, {1}}, kBadOrigin);
    configure([](auto& config) { config.scheduler_params.on_demand_queue_max_size = 1; });
    order(1);
    // A full queue is dear too, so that the price would be refused first.
    make_error(signed_by(kAlice), Pallet::place_order_keep_alive{kUnit, {1}}, Error::QueueFull);
}

TEST_F(OnDemandTest, WhoWantsToStayIsNotReaped) {
    configure([](auto& config) { config.scheduler_params.on_demand_base_fee = 1000 * kUnit; });
    make_error(signed_by(kAlice), Pallet::place_order_keep_alive{1000 * kUnit, {1}}, Balances::Error::Expendability);
    make_ok(signed_by(kAlice), Pallet::place_order_allow_death{1000 * kUnit, {1}});
    EXPECT_FALSE(System::account_exists(kAlice));
}

TEST_F(OnDemandTest, CreditsPayToo) {
    Pallet::credit_account(kBob, kFee);
    Pallet::credit_account(kBob, kFee + 1);
    EXPECT_TRUE(saw<Pallet>(Pallet::Event::AccountCredited{kBob, kFee + 1}));
    make_ok(signed_by(kBob), Pallet::place_order_with_credits{kFee, {7}});
    EXPECT_EQ(Pallet::storage.Credits.get(kBob), kFee + 1);
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit);
    EXPECT_EQ(Pallet::storage.Revenue.get().inner(), std::vector<Balance>{kFee});
    Pallet::storage.Credits.put(kBob, kFee);
    make_ok(signed_by(kBob), Pallet::place_order_with_credits{kFee, {7}});
    EXPECT_FALSE(Pallet::storage.Credits.exists(kBob));
}

TEST_F(OnDemandTest, AParaIsBoundToTheCoreThatHasItsClaims) {
    for (const uint32_t para : {10u, 11u, 10u, 12u, 10u}) order(para);
    EXPECT_EQ(pop(0), 10u);
    EXPECT_EQ(Pallet::storage.ParaIdAffinity.get({10}), (CoreAffinityCount{{0}, 1}));
    EXPECT_EQ(bound(0), (Array{{2, 10}, {4, 10}})) << "all its orders go with it";
    EXPECT_EQ(free(), (Array{{1, 11}, {3, 12}}));
    EXPECT_EQ(pop(1), 11u);
    // The first order for core 0 is older than the free one: then the free one is taken.
    EXPECT_EQ(pop(0), 12u);
    EXPECT_EQ(pop(0), 10u);
    EXPECT_EQ(Pallet::storage.ParaIdAffinity.get({10})->count, 2u);
    EXPECT_EQ(pop(1), std::nullopt);
    EXPECT_EQ(length(), 1u);

    Pallet::report_processed({10}, {0});
    EXPECT_EQ(bound(0), (Array{{4, 10}}));
    Pallet::report_processed({10}, {0});
    EXPECT_EQ(bound(0), Array{});
    EXPECT_TRUE(Pallet::storage.AffinityEntries.exists({0})) << "empty, but there";
    EXPECT_EQ(free(), (Array{{4, 10}}));
    EXPECT_EQ(pop(1), 10u);
    EXPECT_EQ(length(), 0u);
}

TEST_F(OnDemandTest, WithoutOrdersNothingIsWritten) {
    const auto before = native::state().entries();
    EXPECT_EQ(pop(3), std::nullopt);
    EXPECT_EQ(native::state().entries(), before);
}

TEST_F(OnDemandTest, WhatIsPushedBackIsTheFirstAgain) {
    for (const uint32_t para : {10u, 11u, 12u}) order(para);
    EXPECT_EQ(pop(0), 10u);
    EXPECT_EQ(pop(1), 11u);
    Pallet::push_back_assignment({11}, {1});
    Pallet::push_back_assignment({10}, {0});
    EXPECT_EQ(free(), (Array{{0, 10}, {2, 12}, {1, 11}}));
    EXPECT_EQ(length(), 3u);
    EXPECT_EQ(pop(5), 10u);

    // Of two copies one is left on the core: the order waits for that core.
    Pallet::assignment_duplicated({10}, {5});
    Pallet::push_back_assignment({10}, {5});
    EXPECT_EQ(bound(5), (Array{{0, 10}}));
    Pallet::report_processed({10}, {5});
    EXPECT_EQ(bound(5), Array{});
}

TEST_F(OnDemandTest, PlacesGoRound) {
    QueueStatusType status{FixedU128::one(), {0xffff'ffff}, {0xffff'ffff}, {}};
    EXPECT_EQ(status.push_back()._0, 0xffff'ffffu);
    EXPECT_EQ(status.push_back()._0, 0u);
    EXPECT_EQ(status.push_back()._0, 1u);
    EXPECT_EQ(status.size(), 3u);
    status.consume_index({1});
    status.consume_index({0});
    EXPECT_EQ(status.size(), 1u);
    EXPECT_EQ(status.freed_indices.peek()->_0, 0u) << "the first place is on top";
    status.consume_index({0xffff'ffff});
    EXPECT_EQ(status.size(), 0u);
    EXPECT_EQ(status.smallest_index._0, 2u);
    EXPECT_TRUE(status.freed_indices.empty());
    EXPECT_EQ(status.push_front()._0, 1u);
    EXPECT_LT(types::QueueIndex{0xffff'ffff}, types::QueueIndex{0});
    EXPECT_GT((EnqueuedOrder{{2}, {0xffff'ffff}}), (EnqueuedOrder{{2}, {0}}));
    EXPECT_GT((EnqueuedOrder{{1}, {0}}), (EnqueuedOrder{{2}, {0}})) << "of one place the lower para";
}

TEST_F(OnDemandTest, TheBrokerFetchesWhatWasPaidBeforeABlock) {
    for (BlockNumber now = 1; now <= 6; ++now) {
        begin_block<Pallet>(now);
        Pallet::storage.Revenue.mutate([&](auto& revenue) { revenue.front() = now; });
    }
    EXPECT_EQ(Pallet::storage.Revenue.get().inner(), (std::vector<Balance>{6, 5, 4, 1 + 2 + 3}));
    EXPECT_EQ(Pallet::claim_revenue_until(3), 0u);
    EXPECT_EQ(Pallet::claim_revenue_until(5), 6u + 4u);
    EXPECT_EQ(Pallet::claim_revenue_until(5), 0u);
    EXPECT_EQ(Pallet::claim_revenue_until(7), 11u);
    EXPECT_TRUE(Pallet::storage.Revenue.get().empty());
    order(1);
    EXPECT_EQ(Pallet::storage.Revenue.get().inner(), std::vector<Balance>{kFee});
}

TEST_F(OnDemandTest, ThePriceFollowsTheLengthOfTheQueue) {
    configure([](auto& config) { config.scheduler_params.on_demand_queue_max_size = 10; });
    for (int i = 0; i < 4; ++i) order(1);
    Balance last = kFee;
    for (BlockNumber now = 2; now < 6; ++now) {
        System::reset_events();
        begin_block<Pallet>(now);
        const auto traffic = Pallet::storage.QueueStatus.get().traffic;
        const Balance price = sp_arithmetic::fixed_point::saturating_mul_int(traffic, kFee);
        EXPECT_GT(price, last);
        EXPECT_TRUE(saw<Pallet>(Pallet::Event::SpotPriceSet{price}));
        last = price;
    }
}

// Figures of polkadot-runtime-parachains 21.0.1, on_demand/tests.rs: traffic and its rule.
TEST(SpotTraffic, IsAFunctionOfTheQueue) {
    const auto percent = Perbill::from_percent;
    const auto next = [&](FixedU128 traffic, uint32_t capacity, uint32_t size, uint32_t target, uint32_t variability) {
        return spot_traffic(traffic, capacity, size, percent(target), percent(variability), FixedU128::one());
    };
    const auto of = [](uint128_t inner) { return FixedU128{inner}; };
    EXPECT_EQ(next(FixedU128::max(), 0, 0, 0, 0), std::nullopt);
    EXPECT_EQ(next(FixedU128::max(), 100, 101, 0, 0), std::nullopt);
    EXPECT_EQ(next(of(100 * FixedU128::kDiv), 100, 0, 100, 100), of(50 * FixedU128::kDiv));
    EXPECT_EQ(next(FixedU128::one(), 1000, 100, 10, 3), FixedU128::one());
    EXPECT_EQ(next(FixedU128::one(), 0xffff'ffff, 0xffff'ffff, 100, 3), FixedU128::one());
    FixedU128 traffic = FixedU128::one();
    for (int i = 0; i < 50; ++i) traffic = *next(traffic, 100, 12, 10, 100);
    EXPECT_EQ(traffic, of(2'718'103'312'071'174'015));
    EXPECT_EQ(next(FixedU128::one(), 100, 60, 60, 100), FixedU128::one());
    EXPECT_EQ(next(of(10 * FixedU128::kDiv), 100, 60, 60, 100), of(10 * FixedU128::kDiv));
    EXPECT_EQ(next(FixedU128::one(), 100, 0, 100, 1), FixedU128::one());
    // Half above the target: 1 + 0.5 + (0.5 · 0.01)² / 2.
    EXPECT_EQ(next(FixedU128::one(), 100, 100, 50, 1), of(1'500'012'500'000'000'000));
    // Half below: 0.5 − (0.5 · 0.01)² / 2 of ten.
    EXPECT_EQ(next(of(10 * FixedU128::kDiv), 100, 0, 50, 1), of(4'999'875'000'000'000'000));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::on_demand
