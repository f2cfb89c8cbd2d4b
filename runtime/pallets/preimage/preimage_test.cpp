// Preimage, read as a specification. Pallet: preimage
#include "runtime/pallets/preimage/preimage.hpp"

#include <random>

#include "runtime/mock/small_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::mock::small {
namespace {

using E = Preimage::Event;
using PreimageError = Preimage::Error;
using Unrequested = Preimage::Unrequested;
using Requested = Preimage::Requested;

constexpr Balance deposit_for(uint32_t size) {
    return PreimageConfig::kBaseDeposit + size * PreimageConfig::kByteDeposit;
}

class Preimages : public SmallPallets {
  protected:
    const Bytes bytes_{'a', 'b', 'c'};
    const Hash256 hash_ = host::blake2_256(bytes_);

    static std::optional<Preimage::Status> status(const Hash256& hash) {
        return Preimage::storage.RequestStatusFor.get(hash);
    }
    static Balance held(const AccountId& who) { return Preimage::Deposits::balance(who); }
    bool stored() const { return Preimage::storage.PreimageFor.exists({hash_, 3}); }
    void note(const AccountId& who) { make_ok(signed_by(who), Preimage::note_preimage{bytes_}); }
    void request() { make_ok(root(), Preimage::request_preimage{hash_}); }
    void TearDown() override {
        EXPECT_TRUE(Preimage::try_state());
        SmallPallets::TearDown();
    }
};

TEST_F(Preimages, AUserNotesAgainstADeposit) {
    const auto outcome = make_ok(signed_by(kAlice), Preimage::note_preimage{bytes_});
    EXPECT_EQ(outcome, PostDispatchInfo{});
    expect_events({event<Preimage>(E::Noted{hash_})});
    EXPECT_EQ(status(hash_), (Preimage::Status{Unrequested{{kAlice, {deposit_for(3)}}, 3}}));
    EXPECT_EQ(held(kAlice), deposit_for(3));
    EXPECT_EQ(Preimage::fetch(hash_, 3), ResultOf<Bytes>(bytes_));
}

// The keys: prefix, then hash and length as they are. The value: a sequence of bytes.
TEST_F(Preimages, AreStoredUnderTheirHashAndLength) {
    note(kAlice);
    Bytes key = to_bytes(BytesView(Preimage::storage.PreimageFor.prefix.bytes));
    append(key, hash_.bytes);
    append(key, Bytes{3, 0, 0, 0});
    const Bytes* const value = native::state().find(key);
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(to_hex(*value), "0c616263");
}

TEST_F(Preimages, NotingWhatWasRequestedIsFree) {
    request();
    expect_events({event<Preimage>(E::Requested{hash_})});
    const auto outcome = make_ok(signed_by(kAlice), Preimage::note_preimage{bytes_});
    EXPECT_EQ(outcome.pays_fee, Pays::No);
    EXPECT_EQ(held(kAlice), 0u);
    EXPECT_EQ(status(hash_), (Preimage::Status{Requested{std::nullopt, 1, 3}}));
}

TEST_F(Preimages, AManagerNotesAndRequestsForFree) {
    const auto outcome = make_ok(root(), Preimage::note_preimage{bytes_});
    EXPECT_EQ(outcome.pays_fee, Pays::No);
    expect_events({event<Preimage>(E::Noted{hash_})});
    EXPECT_EQ(status(hash_), (Preimage::Status{Requested{std::nullopt, 1, 3}}));
}

TEST_F(Preimages, AManagerTakesOverWhatAUserPaysFor) {
    note(kAlice);
    make_ok(root(), Preimage::note_preimage{bytes_});
    EXPECT_EQ(status(hash_), (Preimage::Status{Requested{Preimage::Status::Deposit{kAlice, {deposit_for(3)}}, 1, 3}}));
    EXPECT_EQ(held(kAlice), deposit_for(3));
}

TEST_F(Preimages, NobodyPaysTwice) {
    note(kAlice);
    make_error(signed_by(kAlice), Preimage::note_preimage{bytes_}, PreimageError::AlreadyNoted);
    make_error(signed_by(kBob), Preimage::note_preimage{bytes_}, PreimageError::AlreadyNoted);
}

TEST_F(Preimages, HoldUpTo4MiB) {
    Bytes large(4 * 1024 * 1024);
    make_ok(root(), Preimage::note_preimage{large});
    EXPECT_EQ(Preimage::len(host::blake2_256(large)), 4u * 1024 * 1024);
    large.push_back(0);
    make_error(root(), Preimage::note_preimage{large}, PreimageError::TooBig);
    make_error(signed_by(kAlice), Preimage::note_preimage{large}, PreimageError::TooBig);
}

TEST_F(Preimages, NeedAnOriginThatPaysOrManages) {
    make_error(none(), Preimage::note_preimage{bytes_}, kBadOrigin);
    make_error(none(), Preimage::unnote_preimage{hash_}, kBadOrigin);
    make_error(signed_by(kAlice), Preimage::request_preimage{hash_}, kBadOrigin);
    make_error(signed_by(kAlice), Preimage::unrequest_preimage{hash_}, kBadOrigin);
}

TEST_F(Preimages, NeedMoneyForTheDeposit) {
    endow(kBob, deposit_for(3) / 2);
    make_error(signed_by(kBob), Preimage::note_preimage{bytes_}, TokenError::FundsUnavailable);
}

TEST_F(Preimages, WhoPaidRemovesAndGetsTheDepositBack) {
    note(kAlice);
    make_error(signed_by(kBob), Preimage::unnote_preimage{hash_}, PreimageError::NotAuthorized);
    make_ok(signed_by(kAlice), Preimage::unnote_preimage{hash_});
    expect_events({event<Preimage>(E::Cleared{hash_})});
    EXPECT_EQ(status(hash_), std::nullopt);
    EXPECT_FALSE(stored());
    make_error(signed_by(kAlice), Preimage::unnote_preimage{hash_}, PreimageError::NotNoted);
}

TEST_F(Preimages, AManagerRemovesWhatAUserPaidFor) {
    note(kAlice);
    make_ok(root(), Preimage::unnote_preimage{hash_});
    EXPECT_EQ(held(kAlice), 0u);
    EXPECT_FALSE(stored());
}

// The request outlives the deposit; the bytes stay.
TEST_F(Preimages, WhoPaidForARequestedOneGetsTheDepositOnly) {
    note(kAlice);
    request();
    make_error(signed_by(kBob), Preimage::unnote_preimage{hash_}, PreimageError::NotAuthorized);
    make_ok(signed_by(kAlice), Preimage::unnote_preimage{hash_});
    expect_events({});
    EXPECT_EQ(status(hash_), (Preimage::Status{Requested{std::nullopt, 1, 3}}));
    EXPECT_TRUE(stored());
    make_error(signed_by(kAlice), Preimage::unnote_preimage{hash_}, PreimageError::NotAuthorized);
}

TEST_F(Preimages, UnnotingAsAManagerTakesARequestBack) {
    make_ok(root(), Preimage::note_preimage{bytes_});
    make_ok(root(), Preimage::unnote_preimage{hash_});
    expect_events({event<Preimage>(E::Cleared{hash_})});
    EXPECT_FALSE(stored());
}

TEST_F(Preimages, OnlyTheFirstRequestIsAnEvent) {
    request();
    request();
    expect_events({});
    EXPECT_EQ(status(hash_), (Preimage::Status{Requested{std::nullopt, 2, std::nullopt}}));
    EXPECT_TRUE(Preimage::is_requested(hash_));
}

TEST_F(Preimages, TheLastRequestTakesTheBytesAlong) {
    request();
    request();
    make_ok(signed_by(kAlice), Preimage::note_preimage{bytes_});
    make_ok(root(), Preimage::unrequest_preimage{hash_});
    expect_events({});
    EXPECT_TRUE(stored());
    make_ok(root(), Preimage::unrequest_preimage{hash_});
    expect_events({event<Preimage>(E::Cleared{hash_})});
    EXPECT_FALSE(stored());
    make_error(root(), Preimage::unrequest_preimage{hash_}, PreimageError::NotRequested);
}

TEST_F(Preimages, ARequestThatNobodyMetLeavesNothing) {
    request();
    make_ok(root(), Preimage::unrequest_preimage{hash_});
    expect_events({});
    EXPECT_EQ(status(hash_), std::nullopt);
}

TEST_F(Preimages, WithoutRequestsTheyBelongToWhoPaidAgain) {
    note(kAlice);
    request();
    make_ok(root(), Preimage::unrequest_preimage{hash_});
    EXPECT_EQ(status(hash_), (Preimage::Status{Unrequested{{kAlice, {deposit_for(3)}}, 3}}));
    make_error(root(), Preimage::unrequest_preimage{hash_}, PreimageError::NotRequested);
}

// What other pallets use. Pallet: frame_support::traits::preimages
TEST_F(Preimages, KeepShortValuesInPlace) {
    const Bytes value(126);  // with its length of two bytes: 128
    const auto bounded = *Preimage::bound(value);
    EXPECT_FALSE(bounded.lookup_needed());
    EXPECT_EQ(bounded.len(), 128u);
    EXPECT_EQ(bounded.lookup_len(), std::nullopt);
    EXPECT_EQ(bounded.hash(), host::blake2_256(scale::encode(value)));
    EXPECT_TRUE(Preimage::have(bounded));
    EXPECT_EQ(Preimage::peek(bounded)->value, value);
    EXPECT_EQ(Preimage::peek(bounded)->lookup_len, std::nullopt);
    EXPECT_EQ(to_hex(scale::encode(bounded)).substr(0, 6), "010102");
}

TEST_F(Preimages, KeepLongValuesOnce) {
    const Bytes value(127);
    const auto bounded = *Preimage::bound(value);
    EXPECT_EQ(bounded.lookup_len(), 129u);
    EXPECT_TRUE(Preimage::have(bounded));
    EXPECT_EQ(status(bounded.hash()), (Preimage::Status{Requested{std::nullopt, 1, 129}}));
    const auto realized = *Preimage::realize(bounded);
    EXPECT_EQ(realized.value, value);
    EXPECT_EQ(realized.lookup_len, 129u);
    EXPECT_FALSE(Preimage::have(bounded));
    EXPECT_EQ(Preimage::peek(bounded).error(), DispatchError(DispatchError::Unavailable{}));
}

TEST_F(Preimages, RefuseValuesThatAreTooLong) {
    EXPECT_EQ(Preimage::bound(Bytes(4 * 1024 * 1024)).error(), DispatchError(DispatchError::Exhausted{}));
}

TEST_F(Preimages, SayWhenBytesMakeNoSense) {
    const auto bounded = Bounded<Bytes>{Bounded<Bytes>::Inline{*BoundedVec<uint8_t, 128>::from({8, 1})}};
    EXPECT_EQ(Preimage::peek(bounded).error(), DispatchError(DispatchError::Corruption{}));
    // More bytes than the value has are ignored, as the reference does.
    const auto longer = Bounded<Bytes>{Bounded<Bytes>::Inline{*BoundedVec<uint8_t, 128>::from({4, 7, 9})}};
    EXPECT_EQ(Preimage::peek(longer)->value, Bytes{7});
}

TEST_F(Preimages, CanBeAwaited) {
    const auto bounded = Preimage::pick<Bytes>(hash_, 3);
    EXPECT_TRUE(Preimage::is_requested(hash_));
    EXPECT_FALSE(Preimage::have(bounded));
    Preimage::hold(bounded);
    EXPECT_EQ(status(hash_), (Preimage::Status{Requested{std::nullopt, 2, std::nullopt}}));
    Preimage::drop(bounded);
    Preimage::drop(bounded);
    EXPECT_EQ(status(hash_), std::nullopt);
    Preimage::drop(bounded);  // one too many does nothing
}

TEST_F(Preimages, OfUnknownLengthAreFoundByTheirStatus) {
    note(kAlice);
    const Bounded<ByteArray<3>> legacy{Bounded<ByteArray<3>>::Legacy{hash_}};
    EXPECT_EQ(legacy.len(), std::nullopt);
    EXPECT_EQ(legacy.lookup_len(), 1'000'000u);
    EXPECT_EQ(Preimage::peek(legacy)->value, (ByteArray<3>{'a', 'b', 'c'}));
    EXPECT_EQ(Preimage::peek(legacy)->lookup_len, 3u);
}

TEST_F(Preimages, KeepTheirPromisesOnRandomWalks) {
    auto random = ::serinus::test::seeded_random();
    const std::vector<AccountId> users{kAlice, kBob, kCharlie};
    for (int step = 0; step < 3000; ++step) {
        const Bytes bytes(1 + random() % 4);
        const Hash256 hash = host::blake2_256(bytes);
        const RuntimeOrigin origin = random() % 3 == 0 ? root() : signed_by(users[random() % users.size()]);
        const RuntimeCall calls[] = {Preimage::note_preimage{bytes}, Preimage::unnote_preimage{hash},
                                     Preimage::request_preimage{hash}, Preimage::unrequest_preimage{hash}};
        static_cast<void>(make(origin, calls[random() % 4]));
        const auto verdict = Preimage::try_state();
        ASSERT_TRUE(verdict) << "step " << step << ": " << verdict.error();
    }
    // Everything can be undone.
    for (size_t size = 1; size <= 4; ++size) {
        const Hash256 hash = host::blake2_256(Bytes(size));
        while (Preimage::is_requested(hash)) make_ok(root(), Preimage::unrequest_preimage{hash});
        static_cast<void>(make(root(), Preimage::unnote_preimage{hash}));
    }
    for (const AccountId& who : users) EXPECT_EQ(held(who), 0u);
}

}  // namespace
}  // namespace serinus::mock::small
