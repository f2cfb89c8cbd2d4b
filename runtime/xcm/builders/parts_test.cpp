// Routers, fees, traders, weighers, transactors and messages. Source: staging-xcm-builder 22
#include <gtest/gtest.h>

#include <map>

#include "runtime/xcm/builders/barriers.hpp"
#include "runtime/xcm/builders/fees.hpp"
#include "runtime/xcm/builders/messages.hpp"
#include "runtime/xcm/builders/routers.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime/xcm/builders/transactors.hpp"
#include "runtime/xcm/builders/weigher.hpp"
#include "runtime/xcm/sample_test.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {
namespace {

using namespace test;

/// Takes what goes to one place.
struct RouterTo final : Router {
    Location place;
    mutable std::vector<Bytes> delivered{};
    explicit RouterTo(Location to) : place(std::move(to)) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override {
        ENSURE(destination == place, SendError(SendError::Code::NotApplicable));
        return PricedTicket{{0, destination, message.encoded(), {}}, coins_only(2)};
    }
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override {
        delivered.push_back(ticket.message);
        return topic(1);
    }
};

TEST(XcmRouters, FirstThatKnowsThePlaceTakesTheMessage) {
    const RouterTo one(parachain(1)), two(parachain(2)), three(parachain(3));
    const std::array<const Router*, 2> inner = {&two, &three};
    const FirstRouter nested(inner);
    const std::array<const Router*, 2> outer = {&one, &nested};
    const FirstRouter all(outer);
    const auto sent = send_xcm(all, parachain(3), {{.op = Op::ClearError}});
    ASSERT_TRUE(sent);
    EXPECT_EQ(*sent, (std::pair{topic(1), coins_only(2)}));
    EXPECT_EQ(three.delivered.size(), 1u);
    EXPECT_EQ(one.delivered.size() + two.delivered.size(), 0u);
    EXPECT_EQ(send_xcm(all, parachain(4), {}).error(), SendError(SendError::Code::NotApplicable));
}

XcmHash topic_of_size(BytesView program) { return topic(static_cast<uint8_t>(program.size())); }

TEST(XcmRouters, MessagesGetATopicThatIsTheirId) {
    const RouterTo inner(parachain(1));
    const WithUniqueTopic router(inner, topic_of_size);
    EXPECT_EQ(send_xcm(router, parachain(1), {{.op = Op::ClearError}})->first, topic(2));
    EXPECT_EQ(inner.delivered[0], (Program{{.op = Op::ClearError}, {.op = Op::SetTopic, .topic = topic(2)}}.encoded()));
    // The last instruction counts.
    const Program with_topic{{.op = Op::SetTopic, .topic = topic(7)}};
    EXPECT_EQ(send_xcm(router, parachain(1), with_topic)->first, topic(7));
    EXPECT_EQ(inner.delivered[1], with_topic.encoded());
    EXPECT_EQ(send_xcm(router, parachain(2), {}).error(), SendError(SendError::Code::NotApplicable));
}

TEST(XcmRouters, WhatTheReceiverCannotReadIsNotSent) {
    const RouterTo inner(parachain(1));
    const EnsureDecodable router(inner);
    Program deep;
    for (int i = 0; i < 7; ++i) deep = Program{{.op = Op::SetAppendix, .program = deep}};
    EXPECT_TRUE(router.validate(parachain(1), deep));
    deep = Program{{.op = Op::SetAppendix, .program = deep}};
    EXPECT_EQ(router.validate(parachain(1), deep).error().code, SendError::Code::Transport);
}

TEST(XcmDeliveryFees, PriceGrowsWithBytesAndFactorAndSaturates) {
    using sdk::FixedU128;
    EXPECT_EQ(exponential_price(FixedU128::one(), 999'999'999, 3'333'330, 100), 1'333'332'999u);
    EXPECT_EQ(exponential_price(FixedU128::one(), ~uint128_t{0}, 1, 1), ~uint128_t{0});
}

/// A currency of a map, with a minimum of 10.
struct Purse {
    static inline std::map<AccountId, sdk::Balance> balances;
    static inline bool is_frozen = false;

    static sdk::Balance total_issuance() { return 0; }
    static sdk::Balance minimum_balance() { return 10; }
    static sdk::Balance balance(const AccountId& who) { return balances[who]; }
    static sdk::Balance total_balance(const AccountId& who) { return balances[who]; }
    static sdk::Balance reducible_balance(const AccountId& who, sdk::Preservation, sdk::Fortitude) {
        return balances[who];
    }
    static sdk::DepositConsequence can_deposit(const AccountId&, sdk::Balance, sdk::Provenance) {
        return is_frozen ? sdk::DepositConsequence::Overflow : sdk::DepositConsequence::Success;
    }
    static sdk::WithdrawConsequence can_withdraw(const AccountId& who, sdk::Balance amount) {
        return balances[who] < amount    ? sdk::WithdrawConsequence::BalanceLow
               : balances[who] == amount ? sdk::WithdrawConsequence::ReducedToZero
                                         : sdk::WithdrawConsequence::Success;
    }
    static sdk::ResultOf<sdk::Balance> mint_into(const AccountId& who, sdk::Balance amount) {
        ENSURE(balances[who] + amount >= 10, sdk::DispatchError(sdk::TokenError::BelowMinimum));
        return balances[who] += amount;
    }
    static sdk::ResultOf<sdk::Balance> burn_from(const AccountId& who, sdk::Balance amount, sdk::Precision,
                                                 sdk::Fortitude) {
        ENSURE(balances[who] >= amount, sdk::DispatchError(sdk::TokenError::FundsUnavailable));
        balances[who] -= amount;
        return amount;
    }
    static sdk::ResultOf<sdk::Balance> transfer(const AccountId& from, const AccountId& to, sdk::Balance amount,
                                                sdk::Preservation) {
        TRY(burn_from(from, amount, {}, {}));
        return mint_into(to, amount);
    }
};

AssetId native_id() { return native(); }
std::optional<NetworkId> no_network() { return std::nullopt; }
constexpr LocalAccounts kAccounts(no_network);
constexpr AccountId kChecking{{0xcc}};
bool minted_here = true;
std::optional<CheckingAccount> checking() { return CheckingAccount{kChecking, minted_here}; }

class XcmFungibleAdapter : public testing::Test {
  protected:
    XcmFungibleAdapter() {
        Purse::balances = {{AccountId{topic(1)}, 100}};
        Purse::is_frozen = false;
    }
    static Error refused(std::string_view text) { return Error::failed_to_transact(text); }
    const FungibleAdapter<Purse> adapter_{native_id, kAccounts, checking};
    const Context context_{};
};

TEST_F(XcmFungibleAdapter, MovesItsOwnAssetBetweenAccounts) {
    EXPECT_TRUE(adapter_.withdraw(coins(30), account(1), nullptr));
    EXPECT_TRUE(adapter_.deposit(coins(30), account(2), nullptr));
    EXPECT_TRUE(adapter_.internal_transfer(coins(20), account(1), account(2), context_));
    EXPECT_EQ(Purse::balance(AccountId{topic(1)}), 50u);
    EXPECT_EQ(Purse::balance(AccountId{topic(2)}), 50u);
}

TEST_F(XcmFungibleAdapter, SaysWhatItDoesNotKnowAndWhatTheCurrencyRefuses) {
    EXPECT_EQ(adapter_.withdraw(Asset::fungible({parachain(1)}, 1), account(1), nullptr).error().code,
              Error::Code::AssetNotFound);
    EXPECT_EQ(adapter_.deposit(Asset::non_fungible(native(), {}), account(1), nullptr).error().code,
              Error::Code::AssetNotFound);
    EXPECT_EQ(adapter_.withdraw(coins(1), parachain(1), nullptr).error(), refused("AccountIdConversionFailed"));
    EXPECT_EQ(adapter_.withdraw(coins(101), account(1), nullptr).error(), refused("the currency refuses"));
    EXPECT_EQ(adapter_.deposit(coins(9), account(3), nullptr).error(), refused(kBelowMinimum));
}

TEST_F(XcmFungibleAdapter, CheckingAccountHoldsWhatIsElsewhere) {
    minted_here = true;
    EXPECT_TRUE(adapter_.can_check_out(parachain(1), coins(40), context_));
    adapter_.check_out(parachain(1), coins(40), context_);
    EXPECT_EQ(Purse::balance(kChecking), 40u);
    EXPECT_EQ(adapter_.can_check_in(parachain(1), coins(41), context_).error().code, Error::Code::NotWithdrawable);
    EXPECT_TRUE(adapter_.can_check_in(parachain(1), coins(40), context_));
    adapter_.check_in(parachain(1), coins(40), context_);
    EXPECT_EQ(Purse::balance(kChecking), 0u);
    Purse::is_frozen = true;
    EXPECT_EQ(adapter_.can_check_out(parachain(1), coins(1), context_).error().code, Error::Code::NotDepositable);
    // Of an asset of another chain what arrives is kept.
    minted_here = false;
    EXPECT_EQ(adapter_.can_check_in(parachain(1), coins(1), context_).error().code, Error::Code::NotDepositable);
    EXPECT_EQ(adapter_.can_check_out(parachain(1), coins(1), context_).error().code, Error::Code::NotWithdrawable);
    minted_here = true;
}

TEST_F(XcmFungibleAdapter, ListAsksTheNextForWhatOneDoesNotKnow) {
    const AssetTransactor& none = kNoAssets;
    const std::array<const AssetTransactor*, 2> parts = {&none, &adapter_};
    const FirstTransactor first(parts);
    EXPECT_TRUE(first.withdraw(coins(1), account(1), nullptr));
    EXPECT_EQ(first.withdraw(Asset::fungible({parachain(1)}, 1), account(1), nullptr).error().code,
              Error::Code::AssetNotFound);
    EXPECT_EQ(first.withdraw(coins(1), parachain(1), nullptr).error().code, Error::Code::FailedToTransactAsset);
    EXPECT_TRUE(first.transfer(coins(10), account(1), account(2), context_));
}

TEST_F(XcmFungibleAdapter, FeesGoToOneAccountOrVanish) {
    static constexpr std::array<Locations, 2> kWaived = {is_child_system_parachain, is_local_plurality};
    const FeesTo fees(kWaived, adapter_, [] { return account(9); });
    const Location system = parachain(1000), user = parachain(2000);
    EXPECT_TRUE(fees.is_waived(&system, FeeReason::Report));
    EXPECT_FALSE(fees.is_waived(&user, FeeReason::Report));
    EXPECT_FALSE(fees.is_waived(nullptr, FeeReason::Report));
    fees.handle_fee(coins_only(9), nullptr, FeeReason::Report);
    EXPECT_EQ(Purse::balance(AccountId{topic(9)}), 0u);
    fees.handle_fee(coins_only(10), nullptr, FeeReason::Report);
    EXPECT_EQ(Purse::balance(AccountId{topic(9)}), 10u);
}

uint128_t taken = 0;
constexpr WeightPrice kPrice{native_id, [](Weight weight) { return uint128_t{weight.ref_time.value} * 2; },
                             [](uint128_t amount) { taken = amount; }};

TEST(XcmTraders, SellForOneAssetAndRefundNoMoreThanWasBought) {
    const PriceTraders traders(kPrice);
    const auto trader = traders.start();
    EXPECT_EQ(trader->buy(Weight::from_parts(6, 0), Holding(coins(11)), {}).error().code, Error::Code::TooExpensive);
    EXPECT_EQ(trader->buy(Weight::from_parts(5, 0), Holding(coins(11)), {}), Holding(coins(1)));
    EXPECT_EQ(trader->refund(Weight::from_parts(2, 0), {}), coins(4));
    EXPECT_EQ(trader->refund(Weight::from_parts(9, 0), {}), coins(6));
    EXPECT_EQ(trader->refund(Weight::from_parts(9, 0), {}), std::nullopt);
    EXPECT_TRUE(trader->buy(Weight::from_parts(3, 0), Holding(coins(6)), {}));
    trader->finish();
    EXPECT_EQ(taken, 6u);
}

TEST(XcmTraders, WeightThatCostsNothingIsForAllAtAFixedRateOnly) {
    const auto fee = [](Weight weight) { return fee_at_rates(weight, 10, 0); };
    static constexpr WeightPrice kRate{native_id, fee, kPrice.take, /*is_fixed_rate=*/true};
    static constexpr WeightPrice kComponents{native_id, fee, kPrice.take};
    const Weight little = Weight::from_parts(1, 0), second = Weight::from_parts(1'000'000'000'000, 0);
    const Asset other = Asset::fungible({parachain(1)}, 3);

    const auto by_rate = PriceTraders(kRate).start();
    taken = 7;
    EXPECT_EQ(by_rate->buy(little, Holding(other), {}), Holding(other));
    by_rate->finish();
    EXPECT_EQ(taken, 7u) << "nothing was paid, so nothing is taken";
    EXPECT_TRUE(by_rate->buy(second, Holding(coins(10)), {}));
    by_rate->finish();
    EXPECT_EQ(taken, 10u);

    const auto by_components = PriceTraders(kComponents).start();
    EXPECT_EQ(by_components->buy(little, Holding(other), {}).error().code, Error::Code::TooExpensive);
    EXPECT_TRUE(by_components->buy(little, Holding(coins(1)), {}));
    by_components->finish();
    EXPECT_EQ(taken, 0u);
}

constexpr WeightPrice kElsewhere{[] { return AssetId{parachain(1)}; }, kPrice.fee, kPrice.take};

TEST(XcmTraders, ListSellsForWhatIsThere) {
    const PriceTraders native_coins(kPrice), others(kElsewhere);
    const std::array<const Traders*, 2> parts = {&native_coins, &others};
    const auto trader = FirstTraders(parts).start();
    const Asset other = Asset::fungible({parachain(1)}, 10);
    EXPECT_EQ(trader->buy(Weight::from_parts(5, 0), Holding(other), {}), Holding());
    EXPECT_EQ(trader->refund(Weight::from_parts(1, 0), {}), Asset::fungible({parachain(1)}, 2));
    EXPECT_EQ(trader->buy(Weight::from_parts(5, 0), Holding(), {}).error().code, Error::Code::TooExpensive);
}

TEST(XcmTraders, RatesCountTimeAndProof) {
    EXPECT_EQ(fee_at_rates(Weight::from_parts(1'500'000'000'000, 3 << 19), 10, 100), 15u + 150u);
    EXPECT_EQ(fee_at_rates(Weight::from_parts(1, 1), 10, 100), 0u);
}

struct NoCalls final : CallWeigher {
    std::optional<Weight> weight_of(BytesView call) const override {
        if (call.empty()) return std::nullopt;
        return Weight::from_parts(call[0], 0);
    }
};
constexpr NoCalls kCalls;
constexpr TableWeigher kWeigher(
    [](const Instruction& i) { return i.op == Op::ExchangeAsset ? Weight::max() : Weight::from_parts(10, 1); }, kCalls,
    10);

TEST(XcmWeigher, CountsAndSumsWithHandlersButWithoutWhatIsSent) {
    const Program two{{.op = Op::ClearError}, {.op = Op::ClearError}};
    const auto weight = [](const Program& program, Weight limit = Weight::max()) {
        return kWeigher.weight(program, limit);
    };
    EXPECT_EQ(weight({{.op = Op::SetAppendix, .program = two}}), Weight::from_parts(30, 3));
    EXPECT_EQ(weight({{.op = Op::InitiateTeleport, .program = two}}), Weight::from_parts(10, 1));
    EXPECT_EQ(weight({{.op = Op::ExecuteWithOrigin, .program = two}}), Weight::from_parts(10, 1));
    EXPECT_EQ(weight({{.op = Op::Transact, .bytes = {5}}}), Weight::from_parts(15, 1));
    EXPECT_EQ(weight({{.op = Op::ClearError}, {.op = Op::Transact}}).error(),
              (InstructionError{1, Error::Code::FailedToDecode}));
    // The sum and not the instruction is over the limit; the index is the outermost one.
    EXPECT_EQ(weight(two, Weight::from_parts(19, 9)).error(),
              (InstructionError{1, Error::weight_limit_reached(Weight::from_parts(20, 2))}));
    EXPECT_EQ(
        weight({{.op = Op::ClearError}, {.op = Op::SetAppendix, .program = two}}, Weight::from_parts(19, 9)).error(),
        (InstructionError{1, Error::weight_limit_reached(Weight::from_parts(20, 2))}));
    // The largest weight fits alone.
    EXPECT_EQ(weight({{.op = Op::ExchangeAsset}}), Weight::max());
    EXPECT_EQ(weight({{.op = Op::ClearError}, {.op = Op::ExchangeAsset}}).error(),
              (InstructionError{1, Error::Code::Overflow}));
    Program many;
    for (int i = 0; i < 8; ++i) many.push({.op = Op::ClearError});
    EXPECT_TRUE(weight({{.op = Op::SetAppendix, .program = many}, {.op = Op::ClearError}}));
    EXPECT_EQ(
        weight({{.op = Op::SetAppendix, .program = many}, {.op = Op::ClearError}, {.op = Op::ClearError}}).error(),
        (InstructionError{2, Error::Code::ExceedsStackLimit}));
}

Junctions kusama() { return {Junction::global_consensus(NetworkId::kusama())}; }
constexpr FixedLocation kHere(kusama);
constexpr AllowUnpaidExecutionFrom kAnybody(is_any);
constexpr PriceTraders kTraders(kPrice);
constexpr Config kConfig{.universal_location = kHere, .barrier = kAnybody, .weigher = kWeigher, .traders = kTraders};

TEST(XcmMessages, AreProcessedWithinTheMetersRest) {
    const auto process = [](Bytes message, Weight limit) {
        sdk::WeightMeter meter{limit};
        XcmHash id{};
        auto result = process_message(kConfig, message, parachain(1), meter, id);
        return std::pair(std::move(result), meter.consumed);
    };
    using sdk::ProcessMessageError;
    const Weight enough = Weight::from_parts(100, 100);
    const Bytes good = VersionedXcm(Program{{.op = Op::ClearError}}).encoded();
    EXPECT_EQ(process(good, enough), (std::pair{Result<bool, ProcessMessageError>(true), Weight::from_parts(10, 1)}));
    EXPECT_EQ(process(VersionedXcm(Program{{.op = Op::Trap}, {.op = Op::Trap}}).encoded(), enough),
              (std::pair{Result<bool, ProcessMessageError>(false), Weight::from_parts(10, 1)}));
    const auto error = [&](Bytes message, Weight limit) { return process(std::move(message), limit).first.error(); };
    EXPECT_EQ(error({2, 0}, enough), ProcessMessageError{ProcessMessageError::Corrupt{}});
    EXPECT_EQ(error(concat(good, Bytes{0}), enough), ProcessMessageError{ProcessMessageError::Corrupt{}});
    EXPECT_EQ(error(VersionedXcm(Program{{.op = Op::Transact}}).encoded(), enough),
              ProcessMessageError{ProcessMessageError::Unsupported{}});
    EXPECT_EQ(error(concat(Bytes{3, 4, 28, 4, 1}, Bytes(32), Bytes{0, 4}), enough),
              ProcessMessageError{ProcessMessageError::Unsupported{}});
    EXPECT_EQ(error(good, Weight::from_parts(9, 9)),
              ProcessMessageError{ProcessMessageError::Overweight{Weight::from_parts(10, 1)}});
    Program deep;
    for (int i = 0; i < 8; ++i) deep = Program{{.op = Op::SetAppendix, .program = deep}};
    EXPECT_EQ(error(VersionedXcm(deep).encoded(), enough), ProcessMessageError{ProcessMessageError::Corrupt{}});
}

TEST(XcmMessages, PaymentTransfersThereAndReportsHere) {
    const Junctions treasury{Junction::pallet_instance(18)};
    const auto program = payment_program(kConfig, {parachain(1000), {Location::parent()}, 5, account(3)}, treasury, 6);
    ASSERT_TRUE(program);
    const auto instructions = program->to_vector();
    ASSERT_EQ(instructions.size(), 4u);
    EXPECT_EQ(instructions[0], (Instruction{.op = Op::DescendOrigin, .interior = treasury}));
    EXPECT_EQ(instructions[1], (Instruction{.op = Op::UnpaidExecution}));
    EXPECT_EQ(instructions[2].program.to_vector()[1].info.destination, Location::parent());
    EXPECT_EQ(instructions[2].program.to_vector()[1].info.query_id, 6u);
    EXPECT_EQ(instructions[3].assets, (Assets{{Asset::fungible({Location::parent()}, 5)}}));
    EXPECT_EQ(payment_program(kConfig, {Location{9, {}}, {}, 5, account(3)}, treasury, 6).error().code,
              Error::Code::LocationNotInvertible);
    Response response{};
    EXPECT_EQ(payment_status(response), PaymentStatus::Unknown);
    response.kind = Response::Kind::ExecutionResult;
    EXPECT_EQ(payment_status(response), PaymentStatus::Success);
    response.result = InstructionError{};
    EXPECT_EQ(payment_status(response), PaymentStatus::Failure);
}

}  // namespace
}  // namespace serinus::xcm
