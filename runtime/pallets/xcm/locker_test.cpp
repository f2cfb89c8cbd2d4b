// XcmPallet, read as a specification: assets that are locked for other chains, and what is locked there. Pallet: xcm
#include "runtime/pallets/xcm/locker.hpp"

#include "runtime/pallets/xcm/chain_test.hpp"
#include "runtime/xcm/executor.hpp"

namespace serinus::pallet_xcm {
namespace {

using chain::kLocks;

class XcmLockTest : public XcmTest {
  protected:
    using Result = xcm::XcmResult;

    static Result enacted(xcm::LockResult prepared) {
        const auto ticket = TRY(std::move(prepared));
        return ticket->enact();
    }
    static Result lock(const xcm::Location& unlocker, uint128_t amount) {
        return enacted(kLocks.prepare_lock(unlocker, coins(amount), place_of(kAlice)));
    }
    static Result unlock(const xcm::Location& unlocker, uint128_t amount) {
        return enacted(kLocks.prepare_unlock(unlocker, coins(amount), place_of(kAlice)));
    }
    static Result note(const xcm::Location& locker, uint128_t amount, const AccountId& owner = kAlice) {
        return kLocks.note_unlockable(locker, asset(amount), place_of(owner));
    }
    static Result reduce(const xcm::Location& locker, uint128_t amount) {
        return enacted(kLocks.prepare_reduce_unlockable(locker, asset(amount), place_of(kAlice)));
    }
    /// An asset of another chain.
    static xcm::Asset asset(uint128_t amount) { return xcm::Asset::fungible({parachain(7)}, amount); }
    static bool is_refused(const Result& result) {
        return !result && result.error() == xcm::Error(xcm::Error::Code::LockError);
    }
    static Balance locked() {
        Balance most = 0;
        for (const auto& lock : Balances::storage.Locks.get(kAlice)) most = std::max(most, lock.amount);
        return most;
    }
    static size_t lockers() {
        const auto locks = storage.LockedFungibles.get(kAlice);
        return locks ? locks->size() : 0;
    }
    static auto record() {
        return storage.RemoteLockedFungibles.get(kXcmVersion, kAlice, xcm::VersionedAssetId(asset(0).id));
    }
};

TEST_F(XcmLockTest, LocksForSeveralChainsOverlap) {
    ASSERT_TRUE(lock(parachain(7), 30));
    ASSERT_TRUE(lock(parachain(8), 20));
    EXPECT_EQ(locked(), 30u);
    ASSERT_TRUE(lock(parachain(8), 50));
    ASSERT_TRUE(lock(parachain(8), 40)) << "less than before changes nothing";
    EXPECT_EQ(locked(), 50u);
    EXPECT_EQ(lockers(), 2u);

    ASSERT_TRUE(unlock(parachain(8), 25));
    EXPECT_EQ(locked(), 30u) << "25 for one, 30 for the other";
    ASSERT_TRUE(unlock(parachain(7), 30));
    EXPECT_EQ(locked(), 25u);
    EXPECT_EQ(lockers(), 1u);
    ASSERT_TRUE(unlock(parachain(8), 25));
    EXPECT_EQ(locked(), 0u);
    EXPECT_EQ(storage.LockedFungibles.get(kAlice), Xcm::LocalLocks()) << "an empty list stays";
}

TEST_F(XcmLockTest, WhatIsNotThereIsNotLocked) {
    EXPECT_TRUE(is_refused(lock(parachain(7), free(kAlice) + 1)));
    EXPECT_TRUE(lock(parachain(7), free(kAlice)));
    EXPECT_TRUE(is_refused(enacted(kLocks.prepare_lock(parachain(7), asset(1), place_of(kAlice))))) << "another asset";
    EXPECT_TRUE(is_refused(enacted(kLocks.prepare_lock(parachain(7), coins(1), {1, {}})))) << "no account";
    for (uint32_t para = 8; para < 15; ++para) EXPECT_TRUE(lock(parachain(para), 1));
    EXPECT_TRUE(is_refused(lock(parachain(15), 1))) << "for eight chains at most";
    EXPECT_TRUE(lock(parachain(14), 2)) << "for one of them again";
}

TEST_F(XcmLockTest, OnlyWhoHasItLockedUnlocks) {
    EXPECT_TRUE(is_refused(unlock(parachain(7), 1)));
    ASSERT_TRUE(lock(parachain(7), 30));
    EXPECT_TRUE(is_refused(unlock(parachain(8), 1)));
    EXPECT_TRUE(is_refused(unlock(parachain(7), 31)));
    // What has changed between the check and the deed.
    auto first = kLocks.prepare_unlock(parachain(7), coins(30), place_of(kAlice));
    auto second = kLocks.prepare_unlock(parachain(7), coins(30), place_of(kAlice));
    ASSERT_TRUE(first && second);
    EXPECT_TRUE((*first)->enact());
    EXPECT_TRUE(is_refused((*second)->enact()));
}

TEST_F(XcmLockTest, TrustedChainsTellWhatIsLockedThere) {
    EXPECT_TRUE(is_refused(note(parachain(7), 10)));
    outside.reserves = {parachain(7), parachain(8)};
    ASSERT_TRUE(note(parachain(7), 10));
    ASSERT_TRUE(note(parachain(7), 5));
    EXPECT_EQ(record()->amount, 10u) << "the most that was told";
    EXPECT_EQ(record()->owner.latest(), (xcm::Location{0, {xcm::Junction::account_id32(std::nullopt, kAlice.bytes)}}));
    EXPECT_TRUE(is_refused(note(parachain(8), 5))) << "another chain has the lock";
    EXPECT_TRUE(is_refused(
        kLocks.note_unlockable(parachain(7), xcm::Asset::non_fungible({parachain(7)}, {}), place_of(kAlice))));
    EXPECT_TRUE(is_refused(kLocks.note_unlockable(parachain(7), asset(5), {1, {}}))) << "no account";
}

TEST_F(XcmLockTest, LessIsLockedThereUnlessSomebodyReliesOnIt) {
    outside.reserves = {parachain(7)};
    EXPECT_TRUE(is_refused(reduce(parachain(7), 1)));
    ASSERT_TRUE(note(parachain(7), 10));
    EXPECT_TRUE(is_refused(reduce(parachain(7), 11)));
    EXPECT_TRUE(is_refused(reduce(parachain(8), 1))) << "not locked there";
    EXPECT_TRUE(is_refused(enacted(kLocks.prepare_reduce_unlockable(
        parachain(7), xcm::Asset::non_fungible({parachain(7)}, {}), place_of(kAlice)))));

    auto used = *record();
    ASSERT_TRUE(used.consumers.try_push({Unit{}, 6}));
    storage.RemoteLockedFungibles.put(kXcmVersion, kAlice, xcm::VersionedAssetId(asset(0).id), used);
    EXPECT_TRUE(is_refused(reduce(parachain(7), 5)));
    ASSERT_TRUE(reduce(parachain(7), 4));
    EXPECT_EQ(record()->amount, 6u);
    ASSERT_TRUE(note(parachain(7), 7));
    EXPECT_EQ(record()->consumers.size(), 1u) << "they stay";

    used = *record();
    used.consumers = {};
    storage.RemoteLockedFungibles.put(kXcmVersion, kAlice, xcm::VersionedAssetId(asset(0).id), used);
    ASSERT_TRUE(reduce(parachain(7), 7));
    EXPECT_FALSE(record());
}

// By programs: an account locks for a parachain, which unlocks.
TEST_F(XcmLockTest, ProgramsLockAndTellTheOtherChain) {
    make_ok(signed_by(kAlice), Xcm::execute{xcm::VersionedXcmOfCalls(xcm::Program{
                                                {.op = Op::LockAsset, .asset = coins(30), .location = parachain(7)}}),
                                            Weight::from_parts(1'000, 1'000)});
    EXPECT_EQ(locked(), 30u);
    const xcm::Location seen_there{1, {xcm::Junction::account_id32(chain::network(), kAlice.bytes)}};
    EXPECT_EQ(message(), (std::vector<xcm::Instruction>{{.op = Op::NoteUnlockable,
                                                         .asset = xcm::Asset::fungible({xcm::Location::parent()}, 30),
                                                         .location = seen_there}}));

    const auto unlocks = [](uint32_t para) {
        xcm::XcmHash id = topic(3);
        return xcm::prepare_and_execute(chain::XcmConfig::executor(), parachain(para),
                                        {{.op = Op::UnlockAsset, .asset = coins(30), .location = place_of(kAlice)}}, id,
                                        Weight::max(), Weight::zero());
    };
    EXPECT_EQ(unlocks(8).error, (xcm::InstructionError{0, xcm::Error::Code::LockError}));
    EXPECT_EQ(unlocks(7).kind, xcm::Outcome::Kind::Complete);
    EXPECT_EQ(locked(), 0u);
}

TEST_F(XcmLockTest, AnAccountAsksTheOtherChainToUnlock) {
    outside.reserves = {parachain(7)};
    ASSERT_TRUE(note(parachain(7), 10));
    const auto asks = [](uint128_t amount) {
        return Xcm::execute{xcm::VersionedXcmOfCalls(xcm::Program{
                                {.op = Op::RequestUnlock, .asset = asset(amount), .location = parachain(7)}}),
                            Weight::from_parts(1'000, 1'000)};
    };
    make_ok(signed_by(kAlice), asks(4));
    EXPECT_EQ(record()->amount, 6u);
    EXPECT_EQ(message()[0].op, Op::UnlockAsset);
    EXPECT_EQ(message()[0].asset, xcm::Asset::fungible({xcm::Location::here()}, 4)) << "as that chain sees it";
    make_error(signed_by(kAlice), asks(7),
               Error{Error::LocalExecutionIncompleteWithError{0, errors::ExecutionError::LockError}});
}

}  // namespace
}  // namespace serinus::pallet_xcm
