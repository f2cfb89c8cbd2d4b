// Fees of compositions whose extensions are a pipeline. Observed: pallet-transaction-payment 42
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/transaction_payment/fungible_adapter.hpp"
#include "runtime/pallets/transaction_payment/transaction_payment.ipp"
#include "runtime/pallets/transaction_payment/weights.hpp"

namespace serinus::pallet_transaction_payment::chain {

using TransactionPayment = Pallet<struct TransactionPaymentConfig>;

/// Dave gets the fees, Eve the tips.
struct Tills {
    using Credit = mock::Balances::FungibleCredit;
    static void on_unbalanceds(Credit fee, Credit tip) {
        static_cast<void>(mock::Balances::resolve(sdk::test::kDave, std::move(fee)));
        static_cast<void>(mock::Balances::resolve(sdk::test::kEve, std::move(tip)));
    }
};

struct TransactionPaymentConfig {
    static constexpr PalletInfo kInfo{3, "TransactionPayment"};
    static constexpr Constants kConstants{.OperationalFeeMultiplier = 5};
    using System = mock::System;
    using OnChargeTransaction = FungibleAdapter<mock::Balances, Tills>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_transaction_payment::Weights>;

    /// A picosecond costs a planck, a byte nothing.
    static constexpr WeightToFeeCoefficient<Balance> kWeightToFee[] = {
        {.coeff_integer = 1, .coeff_frac = {}, .negative = false, .degree = 1}};
    static constexpr FeeSchedule kFees{.weight_to_fee = kWeightToFee,
                                       .fee_per_byte = 0,
                                       .operational_fee_multiplier = 5,
                                       .block_weights = &development_weights::kBlockWeights,
                                       .block_length = &development_weights::kBlockLength};
    static constexpr TargetedFeeAdjustment kFeeAdjustment{
        .target_block_fullness = Perquintill::from_percent(25),
        .adjustment_variable = sp_arithmetic::fixed_point::saturating_from_rational<Multiplier>(75, 1'000'000),
        .minimum = sp_arithmetic::fixed_point::saturating_from_rational<Multiplier>(1, 10),
        .maximum = Multiplier::max()};
};
struct Runtime : mock::RuntimeOf<TransactionPayment> {};

}  // namespace serinus::pallet_transaction_payment::chain

SERINUS_PALLET(
    serinus::pallet_transaction_payment::Pallet<serinus::pallet_transaction_payment::chain::TransactionPaymentConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_transaction_payment::chain::Runtime)

namespace serinus::pallet_transaction_payment {
namespace {

using namespace mock;
using namespace chain;
using Charge = ChargeTransactionPayment<TransactionPaymentConfig>;
using Event = TransactionPayment::Event;

constexpr Balance kTip = 5 * kUnit;

class PaymentPipeline : public World<Runtime> {
  protected:
    const RuntimeCall call_ = System::remark{};
    const DispatchInfo info_{Weight::from_parts(1'000'000'000, 0)};
    const TransactionView view_{
        .signer = &kAlice, .call = call_, .info = info_, .length = 100, .source = TransactionSource::External};
    const Balance fee_ = TransactionPayment::compute_fee(100, info_, kTip);

    static Bytes error_of(const auto& result) { return result ? Bytes() : scale::encode(result.error()); }
    const Bytes payment_ = scale::encode(TransactionValidityError(InvalidTransaction::Payment{}));

    /// What is paid for a call that says this of itself.
    Balance paid_after(const PostDispatchInfo& post) {
        const Balance before = Balances::free_balance(kAlice);
        auto pre = Charge{{kTip}}.prepare(fee_, view_);
        EXPECT_TRUE(pre);
        const DispatchResult success;
        EXPECT_TRUE(Charge::settle(*std::move(pre), {info_, post, 100, success}));
        return before - Balances::free_balance(kAlice);
    }
};

TEST_F(PaymentPipeline, ValidationOnlyLooksWhetherTheFeeCanBePaid) {
    const auto entries = native::state().entries();
    const auto valid = Charge{{kTip}}.validate(view_);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->second, fee_);
    EXPECT_EQ(valid->first.priority, get_priority(TransactionPaymentConfig::kFees, info_, 100, kTip, fee_));
    EXPECT_EQ(native::state().entries(), entries);
}

TEST_F(PaymentPipeline, TheFeeMustLeaveTheAccountAliveAndWhatIsFrozenAlone) {
    const Balance minimum = Balances::minimum_balance();
    endow(kAlice, fee_ + minimum - 1);
    EXPECT_EQ(error_of(Charge{{kTip}}.validate(view_)), payment_);
    endow(kAlice, fee_ + minimum);
    EXPECT_TRUE(Charge{{kTip}}.validate(view_));
    Balances::set_lock({'l', 'o', 'c', 'k'}, kAlice, minimum + 1, WithdrawReasons::all());
    EXPECT_EQ(error_of(Charge{{kTip}}.validate(view_)), payment_);
    Balances::remove_lock({'l', 'o', 'c', 'k'}, kAlice);
}

TEST_F(PaymentPipeline, TheFeeIsTakenBeforeTheCallAndTheRestComesBack) {
    const Balance dave = Balances::free_balance(kDave), eve = Balances::free_balance(kEve);
    const PostDispatchInfo half{.actual_weight = Weight::from_parts(500'000'000, 0)};
    const Balance actual = TransactionPayment::compute_actual_fee(100, info_, half, kTip);
    ASSERT_LT(actual, fee_);
    EXPECT_EQ(paid_after(half), actual);
    EXPECT_EQ(Balances::free_balance(kDave) - dave, actual - kTip);
    EXPECT_EQ(Balances::free_balance(kEve) - eve, kTip);
    EXPECT_TRUE(saw<Balances>(Balances::Event::Withdraw{kAlice, fee_}));
    EXPECT_TRUE(saw<Balances>(Balances::Event::Deposit{kAlice, fee_ - actual}));
    EXPECT_TRUE(saw<TransactionPayment>(Event::TransactionFeePaid{kAlice, actual, kTip}));
}

TEST_F(PaymentPipeline, WhatIsFreeInTheEndCostsTheTip) {
    EXPECT_EQ(paid_after({.actual_weight = std::nullopt, .pays_fee = Pays::No}), kTip);
}

TEST_F(PaymentPipeline, AnEmptiedAccountGetsNothingBack) {
    auto pre = Charge{{kTip}}.prepare(fee_, view_);
    ASSERT_TRUE(pre);
    make_ok(signed_by(kAlice), Balances::transfer_all{id(kBob), false});
    const Balance dave = Balances::free_balance(kDave);
    const PostDispatchInfo half{.actual_weight = Weight::from_parts(500'000'000, 0)};
    const DispatchResult success;
    EXPECT_TRUE(Charge::settle(*std::move(pre), {info_, half, 100, success}));
    EXPECT_EQ(Balances::total_balance(kAlice), 0u);
    EXPECT_EQ(Balances::free_balance(kDave) - dave, fee_ - kTip);
}

TEST_F(PaymentPipeline, TheGenesisNotesTheLayoutAndTheFirstMultiplier) {
    TransactionPayment::build({});
    EXPECT_EQ(TransactionPayment::storage.NextFeeMultiplier.get(), Multiplier::one());
    EXPECT_EQ(TransactionPayment::storage.StorageVersion.get(), Releases::V2);

    json::Reader in(R"({"multiplier": "100000000000000000"})");
    const genesis::Hooks& hooks = genesis::kHooks<TransactionPayment>;
    void* const config = hooks.read(in, genesis::Missing::kDefault);
    ASSERT_NE(config, nullptr) << in.fault();
    hooks.build(config);
    hooks.destroy(config);
    EXPECT_EQ(TransactionPayment::storage.NextFeeMultiplier.get(), TransactionPaymentConfig::kFeeAdjustment.minimum);
}

TEST_F(PaymentPipeline, NobodyPaysForWhatNobodySigned) {
    const TransactionView general{
        .signer = nullptr, .call = call_, .info = info_, .length = 100, .source = TransactionSource::External};
    const auto valid = Charge{{kTip}}.validate(general);
    ASSERT_TRUE(valid);
    EXPECT_EQ(valid->first.priority, 0u);
}

}  // namespace
}  // namespace serinus::pallet_transaction_payment
