// Pallet: utility
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/pallets/multisig/weights.hpp"

namespace serinus::pallet_utility::chain {

using Multisig = pallet_multisig::Pallet<struct MultisigConfig>;
struct MultisigConfig {
    static constexpr PalletInfo kInfo{3, "Multisig"};
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = mock::kUnit, .DepositFactor = mock::kUnit, .MaxSignatories = 100};
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_multisig::Weights>;
};
struct Runtime : mock::RuntimeOf<Multisig> {};

}  // namespace serinus::pallet_utility::chain

SERINUS_PALLET(serinus::pallet_multisig::Pallet<serinus::pallet_utility::chain::MultisigConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_utility::chain::Runtime)

namespace serinus::pallet_utility {
namespace {

using namespace mock;
using namespace chain;
using Event = Utility::Event;
using Error = Utility::Error;
using Remark = System::remark_with_event;
using development_weights::kDbWeight;
constexpr auto kWeights = sdk::kDefaultWeights<pallet_utility::Weights>;

RuntimeCall remark() { return Remark{{1, 2}}; }
/// Fails for whoever is not root.
RuntimeCall privileged() { return System::set_heap_pages{8}; }
RuntimeCall pay(const AccountId& to, Balance amount) { return Balances::transfer_allow_death{id(to), {amount}}; }
Bytes remarked(const AccountId& by) {
    return event<System>(System::Event::Remarked{by, host::blake2_256(Bytes{1, 2})});
}
Bytes completed() { return event<Utility>(Event::BatchCompleted{}); }
Bytes item() { return event<Utility>(Event::ItemCompleted{}); }
Bytes failed(DispatchError error) { return event<Utility>(Event::ItemFailed{error}); }
Bytes interrupted(uint32_t index, DispatchError error) { return event<Utility>(Event::BatchInterrupted{index, error}); }
const DispatchError kFiltered = System::Error::CallFiltered;

class UtilityTest : public World<Runtime> {};

TEST_F(UtilityTest, ABatchMakesItsCallsInOrder) {
    const auto info = make_ok(signed_by(kAlice), Utility::batch{{remark(), pay(kBob, kUnit)}});
    EXPECT_TRUE(saw(remarked(kAlice)));
    EXPECT_TRUE(saw(event<Balances>(Balances::Event::Transfer{kAlice, kBob, kUnit})));
    EXPECT_EQ(info, (PostDispatchInfo{Utility::batch{{remark(), pay(kBob, kUnit)}}.info().weight}));

    make_ok(signed_by(kAlice), Utility::batch{{remark(), remark()}});
    expect_events({remarked(kAlice), item(), remarked(kAlice), item(), completed()});
    make_ok(signed_by(kAlice), Utility::batch{});
    expect_events({completed()});
}

TEST_F(UtilityTest, ABatchStopsAtTheFirstFailureAndKeepsWhatWasDone) {
    const Utility::batch batch{{remark(), pay(kBob, kUnit), privileged(), pay(kBob, kUnit)}};
    const auto info = make_ok(signed_by(kAlice), batch);
    EXPECT_TRUE(saw(remarked(kAlice)));
    EXPECT_TRUE(saw(interrupted(2, kBadOrigin)));
    EXPECT_FALSE(saw(completed()));
    EXPECT_EQ(Balances::free_balance(kBob), 1001 * kUnit);
    // Three calls were tried; the fourth costs nothing.
    const Weight used = kWeights.batch(3)
                            .saturating_add(remark().info().weight)
                            .saturating_add(pay(kBob, kUnit).info().weight)
                            .saturating_add(privileged().info().weight);
    EXPECT_EQ(info, PostDispatchInfo{used});
}

TEST_F(UtilityTest, ACallThatFailsLeavesNothingOfItself) {
    const RuntimeCall all = Utility::batch_all{{pay(kBob, kUnit), privileged()}};
    make_ok(signed_by(kAlice), Utility::batch{{remark(), all}});
    expect_events({remarked(kAlice), item(), interrupted(1, kBadOrigin)});
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit);
}

TEST_F(UtilityTest, BatchAllMakesAllCallsOrNone) {
    make_ok(signed_by(kAlice), Utility::batch_all{{remark(), remark()}});
    expect_events({remarked(kAlice), item(), remarked(kAlice), item(), completed()});

    const Utility::batch_all batch{{pay(kBob, kUnit), privileged(), remark()}};
    const auto info = make_error(signed_by(kAlice), batch, kBadOrigin);
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit);
    const Weight used =
        kWeights.batch_all(2).saturating_add(pay(kBob, kUnit).info().weight).saturating_add(privileged().info().weight);
    EXPECT_EQ(info, PostDispatchInfo{used});
}

TEST_F(UtilityTest, BatchAllCannotBeNestedByWhoeverIsNotRoot) {
    const RuntimeCall inner = Utility::batch_all{{remark()}};
    make_error(signed_by(kAlice), Utility::batch_all{{inner}}, kFiltered);
    // The filter goes on to calls within calls ...
    make_ok(signed_by(kAlice), Utility::batch_all{{Utility::batch{{inner}}}});
    expect_events({interrupted(0, kFiltered), item(), completed()});
    make_error(signed_by(kAlice), Utility::batch_all{{Utility::as_derivative{1, inner}}}, kFiltered);
    // ... but not to origins that were made anew.
    make_ok(signed_by(kAlice), Utility::batch_all{{Multisig::as_multi_threshold_1{{kBob}, inner}}});
    EXPECT_TRUE(saw(item()));
    make_ok(root(), Utility::batch_all{{Utility::batch_all{{privileged()}}}});
    // A batch within a batch_all, and a batch_all within a batch, are as good as any call.
    make_ok(signed_by(kAlice), Utility::batch{{inner, inner}});
}

TEST_F(UtilityTest, AForcedBatchGoesOnAfterFailures) {
    const Utility::force_batch batch{{remark(), privileged(), remark()}};
    const auto info = make_ok(signed_by(kAlice), batch);
    expect_events({remarked(kAlice), item(), failed(kBadOrigin), remarked(kAlice), item(),
                   event<Utility>(Event::BatchCompletedWithErrors{})});
    // Observed: Kusama 1.0.0: it counts as a batch, though it declares more.
    const Weight of_calls = batch.info().weight.saturating_sub(kWeights.force_batch(3));
    EXPECT_EQ(info, PostDispatchInfo{kWeights.batch(3).saturating_add(of_calls)});

    make_ok(signed_by(kAlice), Utility::force_batch{{remark()}});
    expect_events({remarked(kAlice), item(), completed()});
}

TEST_F(UtilityTest, RootMayBatchWhatOnlyRootMay) {
    make_ok(root(), Utility::batch{{privileged()}});
    expect_events({item(), completed()});
    make_ok(root(), Utility::batch_all{{privileged()}});
    make_ok(root(), Utility::force_batch{{privileged()}});
    expect_events({item(), completed()});
}

TEST_F(UtilityTest, NobodyCannotBatch) {
    make_error(none(), Utility::batch{}, kBadOrigin);
    make_error(none(), Utility::batch_all{}, kBadOrigin);
    make_error(none(), Utility::force_batch{}, kBadOrigin);
}

// What calls give back, the batch gives back.
TEST_F(UtilityTest, ABatchPassesOnWhatItsCallsDidNotUse) {
    const RuntimeCall half = Utility::batch{{privileged(), remark(), remark()}};
    const Weight half_used = kWeights.batch(1).saturating_add(privileged().info().weight);
    const PostDispatchInfo batch = make_ok(signed_by(kAlice), Utility::batch{{half, half}});
    EXPECT_EQ(batch, PostDispatchInfo{kWeights.batch(2).saturating_add(half_used.saturating_mul(2))});
    const PostDispatchInfo all = make_ok(signed_by(kAlice), Utility::batch_all{{half}});
    EXPECT_EQ(all, PostDispatchInfo{kWeights.batch_all(1).saturating_add(half_used)});
    const PostDispatchInfo force = make_ok(signed_by(kAlice), Utility::force_batch{{half, privileged()}});
    EXPECT_EQ(force,
              PostDispatchInfo{kWeights.batch(2).saturating_add(half_used).saturating_add(privileged().info().weight)});
}

// Observed: calls that nest deeper are no extrinsics for Kusama 1.0.0, whatever they nest in.
TEST_F(UtilityTest, CallsNest256LevelsDeep) {
    const auto is_decoded = [](std::string_view level, size_t levels) {
        std::string hex;
        for (size_t i = 0; i < levels; ++i) hex += level;
        const Bytes bytes = from_hex(hex + "000000").value();
        scale::Decoder in(bytes);
        RuntimeCall call;
        return scale::Codec<RuntimeCall>::read_here(in, call) && in.finish();
    };
    for (const char* level : {"02010000", "020004"}) {
        EXPECT_TRUE(is_decoded(level, 256)) << level;
        EXPECT_FALSE(is_decoded(level, 257)) << level;
    }
}

// The vectors are those of @polkadot/util-crypto's createKeyDerived for Alice of the development chains.
TEST_F(UtilityTest, DerivesAccounts) {
    const auto alice =
        from_hex_fixed<AccountId>("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d").value();
    EXPECT_EQ(to_hex(Utility::derivative_account_id(alice, 0).bytes),
              "799239e4ab0a3de63582363422f344346eb55bee62885a84a0c8aaf5aa564995");
    EXPECT_EQ(to_hex(Utility::derivative_account_id(alice, 258).bytes),
              "e590147f52ea0e21bd0145de81a5343042062dbdf829b366e91c3c3b83cc2b38");
}

TEST_F(UtilityTest, AsDerivativeMakesACallFromTheDerivedAccount) {
    const AccountId derived = Utility::derivative_account_id(kAlice, 7);
    const Utility::as_derivative call{7, remark()};
    const auto info = make_ok(signed_by(kAlice), call);
    expect_events({remarked(derived)});
    EXPECT_EQ(info, PostDispatchInfo{call.info().weight});
    make_error(signed_by(kAlice), Utility::as_derivative{7, pay(kBob, kUnit)}, TokenError::FundsUnavailable);

    endow(derived, 5 * kUnit);
    make_ok(signed_by(kAlice), Utility::as_derivative{7, pay(kBob, kUnit)});
    EXPECT_EQ(Balances::free_balance(derived), 4 * kUnit);
    // They can be stacked.
    make_ok(signed_by(kAlice), Utility::as_derivative{7, Utility::as_derivative{9, remark()}});
    expect_events({remarked(Utility::derivative_account_id(derived, 9))});

    make_error(root(), call, kBadOrigin);
    make_error(none(), call, kBadOrigin);
}

TEST_F(UtilityTest, AsDerivativeGivesBackWhatTheCallDidNotUse) {
    const Weight own = kWeights.as_derivative().saturating_add(kDbWeight.reads_writes(1, 1));
    const RuntimeCall half = Utility::batch{{privileged(), remark()}};
    const Weight half_used = kWeights.batch(1).saturating_add(privileged().info().weight);
    EXPECT_EQ(make_ok(signed_by(kAlice), Utility::as_derivative{0, half}),
              PostDispatchInfo{own.saturating_add(half_used)});
    const RuntimeCall all = Utility::batch_all{{privileged(), remark()}};
    const Weight all_used = kWeights.batch_all(1).saturating_add(privileged().info().weight);
    EXPECT_EQ(make_error(signed_by(kAlice), Utility::as_derivative{0, all}, kBadOrigin),
              PostDispatchInfo{own.saturating_add(all_used)});
}

TEST_F(UtilityTest, FiltersOfTheOriginGoOn) {
    RuntimeOrigin origin = signed_by(kAlice);
    origin.add_filter({[](const RuntimeCall& call, uint32_t) { return call.get_if<Remark>() == nullptr; }});
    make_error(origin, remark(), kFiltered);
    make_ok(origin, Utility::batch{{remark()}});
    expect_events({interrupted(0, kFiltered)});
    make_error(origin, Utility::batch_all{{remark()}}, kFiltered);
    make_error(origin, Utility::as_derivative{0, remark()}, kFiltered);
    make_ok(origin, Utility::force_batch{{remark()}});
    expect_events({failed(kFiltered), event<Utility>(Event::BatchCompletedWithErrors{})});
    // Origins that are made anew have no filters.
    make_ok(origin, Multisig::as_multi_threshold_1{{kBob}, remark()});
}

TEST_F(UtilityTest, RootDispatchesAsAnybody) {
    const auto as = [](const RuntimeOrigin& origin, RuntimeCall call) {
        return Utility::dispatch_as{origin.caller(), std::move(call)};
    };
    make_ok(root(), as(signed_by(kBob), remark()));
    expect_events({remarked(kBob), event<Utility>(Event::DispatchedAs{{}})});
    make_ok(root(), as(none(), remark()));
    expect_events({event<Utility>(Event::DispatchedAs{DispatchError(kBadOrigin)})});
    make_ok(root(), as(signed_by(kBob), Utility::batch_all{{pay(kAlice, kUnit), privileged()}}));
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit);
    make_error(signed_by(kAlice), as(signed_by(kBob), remark()), kBadOrigin);
}

TEST_F(UtilityTest, RootSaysWhatACallWeighs) {
    make_ok(root(), Utility::with_weight{privileged(), {1, 2}});
    expect_events({});
    make_error(root(), Utility::with_weight{remark(), {1, 2}}, kBadOrigin);
    make_error(signed_by(kAlice), Utility::with_weight{remark(), {1, 2}}, kBadOrigin);
}

}  // namespace
}  // namespace serinus::pallet_utility
