// Each weight beside what the real runtime declares for a call.
// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0, with Sudo as in kusama-local; arguments are zero
// or empty
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/pallets/babe/weights.hpp"
#include "runtime/pallets/grandpa/weights.hpp"
#include "runtime/runtimes/kusama/weights/balances.hpp"
#include "runtime/runtimes/kusama/weights/block_weights.hpp"
#include "runtime/runtimes/kusama/weights/identity.hpp"
#include "runtime/runtimes/kusama/weights/indices.hpp"
#include "runtime/runtimes/kusama/weights/multisig.hpp"
#include "runtime/runtimes/kusama/weights/preimage.hpp"
#include "runtime/runtimes/kusama/weights/proxy.hpp"
#include "runtime/runtimes/kusama/weights/scheduler.hpp"
#include "runtime/runtimes/kusama/weights/session.hpp"
#include "runtime/runtimes/kusama/weights/sudo.hpp"
#include "runtime/runtimes/kusama/weights/system.hpp"
#include "runtime/runtimes/kusama/weights/timestamp.hpp"
#include "runtime/runtimes/kusama/weights/treasury.hpp"
#include "runtime/runtimes/kusama/weights/utility.hpp"
#include "runtime/runtimes/kusama/weights/vesting.hpp"

namespace serinus::kusama::weights {
namespace {

using namespace literals;

TEST(KusamaWeights, OfSystemAreThoseOfTheRealRuntime) {
    EXPECT_EQ(kSystem.remark(0), (Weight{691547, 0}));
    EXPECT_EQ(kSystem.set_heap_pages(), (Weight{228660000, 1485}));
    EXPECT_EQ(kSystem.set_code(), (Weight{95326886000, 1485}));
    EXPECT_EQ(kSystem.set_storage(0), (Weight{1964000, 0}));
    EXPECT_EQ(kSystem.kill_storage(0), (Weight{1914000, 0}));
    EXPECT_EQ(kSystem.kill_prefix(1), (Weight{129856480, 156}));  // one more than the subkeys that are named
    EXPECT_EQ(kSystem.remark_with_event(0), (Weight{58654048, 0}));
}

TEST(KusamaWeights, OfBlockProductionAreThoseOfTheRealRuntime) {
    EXPECT_EQ(sdk::kDefaultWeights<pallet_babe::Weights>.report_equivocation(0, 512), (Weight{206547500000, 0}));
    EXPECT_EQ(sdk::kDefaultWeights<pallet_babe::Weights>.report_equivocation(100, 512),
              sdk::kDefaultWeights<pallet_babe::Weights>.report_equivocation(0, 512));
    EXPECT_EQ(sdk::kDefaultWeights<pallet_babe::Weights>.report_equivocation(101, 512), (Weight{206547675000, 0}));
    EXPECT_EQ(sdk::kDefaultWeights<pallet_grandpa::Weights>.report_equivocation(0, 512), (Weight{206582500000, 0}));
    EXPECT_EQ(sdk::kDefaultWeights<pallet_grandpa::Weights>.note_stalled(), (Weight{103000000, 0}));
    EXPECT_EQ(kTimestamp.set(), (Weight{158608000, 1493}));
    EXPECT_EQ(kSession.set_keys(), (Weight{1083447000, 20448}));
    EXPECT_EQ(kSession.purge_keys(), (Weight{890957000, 5412}));
}

TEST(KusamaWeights, OfAccountsAreThoseOfTheRealRuntime) {
    EXPECT_EQ(kIndices.claim(), (Weight{147377000, 3534}));
    EXPECT_EQ(kIndices.transfer(), (Weight{285717000, 3593}));
    EXPECT_EQ(kIndices.free(), (Weight{148566000, 3534}));
    EXPECT_EQ(kIndices.force_transfer(), (Weight{275439000, 3593}));
    EXPECT_EQ(kIndices.freeze(), (Weight{150138000, 3534}));
    EXPECT_EQ(kBalances.transfer_allow_death(), (Weight{166638000, 0}));
    EXPECT_EQ(kBalances.force_set_balance_creating().max(kBalances.force_set_balance_killing()),
              (Weight{152026000, 0}));
    EXPECT_EQ(kBalances.force_transfer(), (Weight{291242000, 0}));
    EXPECT_EQ(kBalances.transfer_keep_alive(), (Weight{155732000, 0}));
    EXPECT_EQ(kBalances.transfer_all(), (Weight{161122000, 0}));
    EXPECT_EQ(kBalances.force_unreserve(), (Weight{145435000, 0}));
    EXPECT_EQ(kBalances.upgrade_accounts(7), Weight::zero());
}

// The call inside, where there is one, is System.remark of no bytes.
TEST(KusamaWeights, OfCallsInCallsAreThoseOfTheRealRuntime) {
    const auto with_remark = [](Weight weight) { return weight.saturating_add(kSystem.remark(0)); };
    EXPECT_EQ(kUtility.batch(0), (Weight{14634005, 0}));
    EXPECT_EQ(kUtility.batch_all(0), (Weight{22427117, 0}));
    EXPECT_EQ(kUtility.force_batch(0), (Weight{15405733, 0}));
    EXPECT_EQ(with_remark(kUtility.dispatch_as()), (Weight{9115547, 0}));
    EXPECT_EQ(with_remark(kUtility.as_derivative().saturating_add(kDbWeight.reads_writes(1, 1))),
              (Weight{130222547, 0}));
    EXPECT_EQ(with_remark(kSudo.sudo()), (Weight{38692547, 1517}));
    EXPECT_EQ(with_remark(kSudo.sudo_as()), (Weight{38685547, 1517}));
    EXPECT_EQ(kSudo.set_key(), (Weight{138403000, 1517}));
    const Weight proxied = kDbWeight.reads_writes(1, 1);  // of the account that the call runs as
    EXPECT_EQ(with_remark(kProxy.proxy(32).saturating_add(proxied)), (Weight{165773893, 4706}));
    EXPECT_EQ(with_remark(kProxy.proxy_announced(32, 32).saturating_add(proxied)), (Weight{441410751, 5698}));
    EXPECT_EQ(with_remark(kMultisig.as_multi_threshold_1(3).saturating_add(proxied)), (Weight{139346718, 0}));
}

TEST(KusamaWeights, OfProxiesAndMultisigsAreThoseOfTheRealRuntime) {
    EXPECT_EQ(kProxy.add_proxy(32), (Weight{149211784, 4706}));
    EXPECT_EQ(kProxy.remove_proxy(32), (Weight{149007669, 4706}));
    EXPECT_EQ(kProxy.remove_proxies(32), (Weight{145688061, 4706}));
    EXPECT_EQ(kProxy.create_pure(32), (Weight{149657854, 4706}));
    EXPECT_EQ(kProxy.kill_pure(32), (Weight{146598596, 4706}));
    EXPECT_EQ(kProxy.announce(32, 32), (Weight{312479682, 5698}));
    EXPECT_EQ(kProxy.remove_announcement(32, 32), (Weight{278108265, 5698}));
    EXPECT_EQ(kProxy.reject_announcement(32, 32), (Weight{278083992, 5698}));
    // The dearest of the three; the weight that the caller allows for the call comes on top.
    EXPECT_EQ(
        kMultisig.as_multi_create(0, 3).max(kMultisig.as_multi_approve(0, 3)).max(kMultisig.as_multi_complete(0, 3)),
        (Weight{286238059, 6811}));
    EXPECT_EQ(kMultisig.approve_as_multi_create(0).max(kMultisig.approve_as_multi_approve(0)),
              (Weight{156711572, 6811}));
    EXPECT_EQ(kMultisig.cancel_as_multi(0), (Weight{158093370, 6811}));
}

TEST(KusamaWeights, OfPreimagesAndTasksAreThoseOfTheRealRuntime) {
    EXPECT_EQ(kPreimage.note_preimage(0), (Weight{250815000, 3556}));
    EXPECT_EQ(kPreimage.unnote_preimage(), (Weight{268612000, 3556}));
    EXPECT_EQ(kPreimage.request_preimage(), (Weight{145881000, 3556}));
    EXPECT_EQ(kPreimage.unrequest_preimage(), (Weight{247746000, 3556}));
    EXPECT_EQ(kScheduler.schedule(50), (Weight{176607326, 42428}));
    EXPECT_EQ(kScheduler.cancel(50), (Weight{309608309, 42428}));
    EXPECT_EQ(kScheduler.schedule_named(50), (Weight{310200130, 42428}));
    EXPECT_EQ(kScheduler.cancel_named(50), (Weight{340390348, 42428}));
}

// The dearer of the two outcomes, at 50 locks and 28 schedules.
TEST(KusamaWeights, OfVestingAreThoseOfTheRealRuntime) {
    EXPECT_EQ(kVesting.vest_locked(50, 28).max(kVesting.vest_unlocked(50, 28)), (Weight{314097023, 4764}));
    EXPECT_EQ(kVesting.vest_other_locked(50, 28).max(kVesting.vest_other_unlocked(50, 28)), (Weight{441052739, 4764}));
    EXPECT_EQ(kVesting.vested_transfer(50, 28), (Weight{472723242, 4764}));
    EXPECT_EQ(kVesting.force_vested_transfer(50, 28), (Weight{599490458, 6196}));
    EXPECT_EQ(kVesting.not_unlocking_merge_schedules(50, 28).max(kVesting.unlocking_merge_schedules(50, 28)),
              (Weight{442431712, 4764}));
}

// At 20 registrars, 100 fields and 100 sub-accounts.
TEST(KusamaWeights, OfIdentitiesAreThoseOfTheRealRuntime) {
    EXPECT_EQ(kIdentity.add_registrar(20), (Weight{138041524, 2626}));
    EXPECT_EQ(kIdentity.set_identity(20, 100), (Weight{193523197, 11003}));
    EXPECT_EQ(kIdentity.set_subs_old(100).saturating_add(kIdentity.set_subs_new(0)), (Weight{10465024117, 22006}));
    EXPECT_EQ(kIdentity.clear_identity(20, 100, 100), (Weight{10426442230, 11003}));
    EXPECT_EQ(kIdentity.request_judgement(20, 100), (Weight{223202503, 11003}));
    EXPECT_EQ(kIdentity.cancel_request(20, 100), (Weight{195082755, 11003}));
    EXPECT_EQ(kIdentity.set_fee(20), (Weight{133447042, 2626}));
    EXPECT_EQ(kIdentity.set_account_id(20), (Weight{135950840, 2626}));
    EXPECT_EQ(kIdentity.set_fields(20), (Weight{136023076, 2626}));
    EXPECT_EQ(kIdentity.provide_judgement(20, 100), (Weight{237079876, 11003}));
    EXPECT_EQ(kIdentity.kill_identity(20, 100, 100), (Weight{10569056301, 11003}));
    EXPECT_EQ(kIdentity.add_sub(100), (Weight{317429454, 11003}));
    EXPECT_EQ(kIdentity.rename_sub(100), (Weight{169258203, 11003}));
    EXPECT_EQ(kIdentity.remove_sub(100), (Weight{318255196, 11003}));
    EXPECT_EQ(kIdentity.quit_sub(100), (Weight{308721477, 6723}));
}

// Each component by itself: what a term adds, as no call with empty arguments tells it.
// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights
TEST(KusamaWeights, GrowWithTheirComponents) {
    const auto slope = [](auto weight) { return weight(1).saturating_sub(weight(0)); };
    EXPECT_EQ(slope(kSystem.remark), (Weight{386, 0}));
    EXPECT_EQ(slope(kSystem.remark_with_event), (Weight{1656, 0}));
    EXPECT_EQ(slope(kSystem.set_storage), (Weight{100698445, 0}));
    EXPECT_EQ(slope(kSystem.kill_storage), (Weight{100524502, 0}));
    EXPECT_EQ(slope(kSystem.kill_prefix), (Weight{126165480, 70}));
    EXPECT_EQ(slope(kUtility.batch), (Weight{4701772, 0}));
    EXPECT_EQ(slope(kUtility.batch_all), (Weight{4895119, 0}));
    EXPECT_EQ(slope(kUtility.force_batch), (Weight{4668387, 0}));
    EXPECT_EQ(slope(kPreimage.note_preimage), (Weight{2271, 0}));
    EXPECT_EQ(slope(kPreimage.note_requested_preimage), (Weight{2335, 0}));
    EXPECT_EQ(slope(kPreimage.note_no_deposit_preimage), (Weight{2279, 0}));
    EXPECT_EQ(slope(kScheduler.service_agenda_base), (Weight{735418, 0}));
    EXPECT_EQ(slope(kScheduler.service_task_fetched), (Weight{1281, 1}));
    EXPECT_EQ(slope(kIdentity.set_subs_new), (Weight{127774345, 2589}));
    EXPECT_EQ(slope(kIdentity.set_subs_old), (Weight{101220351, 0}));
}

// Observed: System.BlockWeights and System.BlockLength in the metadata of Kusama 1.0.0
TEST(KusamaWeights, OfBlocksAreTheConstantsOfTheRealRuntime) {
    EXPECT_EQ(
        scale::encode(kBlockWeights),
        "07a81a0a5303000b00204aa9d10113ffffffffffffffff4273bb1d00010b30f3708f580113a3703d0ad7a370bd010b0098f73e5d0113"
        "ffffffffffffffbf0100004273bb1d00010b307bc3f9cc0113a3703d0ad7a370fd010b00204aa9d10113ffffffffffffffff01070088"
        "526a741300000000000000404273bb1d00000000"_hex);
    EXPECT_EQ(scale::encode(kBlockLength), "00003c000000500000005000"_hex);
    EXPECT_EQ(scale::encode(kDbWeight), "40787d010000000000e1f50500000000"_hex);
}

TEST(BlockWeights, LimitsThatLeaveNoRoomAreInconsistent) {
    EXPECT_TRUE(are_consistent(kBlockWeights));
    const auto broken = [](auto change) {
        sdk::BlockWeights weights = kBlockWeights;
        change(weights);
        return !are_consistent(weights);
    };
    EXPECT_TRUE(broken([](auto& w) { w.per_class.normal.max_total = kExtrinsicBaseWeight; }));
    EXPECT_TRUE(broken([](auto& w) { w.per_class.normal.max_extrinsic = kMaxBlockWeight; }));
    EXPECT_TRUE(broken([](auto& w) { w.per_class.normal.max_extrinsic = Weight::zero(); }));
    EXPECT_TRUE(broken([](auto& w) { w.per_class.operational.reserved = Weight::from_parts(1, 1); }));
    EXPECT_TRUE(broken([](auto& w) { w.max_block = *w.per_class.normal.max_total; }));
    EXPECT_TRUE(broken([](auto& w) { w.base_block = kMaxBlockWeight; }));
}

}  // namespace
}  // namespace serinus::kusama::weights
