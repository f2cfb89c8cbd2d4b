// Statuses of the old form, which move to another item when they are asked for. Observed: pallet-preimage 42
#include "runtime/mock/small_test.hpp"
#include "runtime/sdk/traits/consideration.hpp"

namespace serinus::mock::small {
namespace {

using Bytes3 = Preimage::Event;
using PreimageError = Preimage::Error;
using Old = Preimage::Old;

class PreimageFormsTest : public SmallPallets {
  protected:
    static constexpr Balance kToday = PreimageConfig::kBaseDeposit + 3 * PreimageConfig::kByteDeposit;
    const Bytes bytes_{'a', 'b', 'c'};
    const Hash256 hash_ = host::blake2_256(bytes_);

    static Balance held(const AccountId& who) { return Preimage::Deposits::balance(who); }
    std::optional<Preimage::Status> status() const { return Preimage::storage.RequestStatusFor.get(hash_); }
    /// As an earlier release left it: the deposit is reserved.
    void have_old(const Old& old, Balance amount) const {
        ASSERT_TRUE(Balances::reserve(kAlice, amount));
        host::set(Preimage::storage.PreimageFor.key_for({hash_, 3}), scale::encode(bytes_));
        Preimage::storage.StatusFor.put(hash_, old);
        System::reset_events();
    }
    Old unrequested(Balance amount) const { return {Old::Unrequested{{kAlice, amount}, 3}}; }
};

TEST_F(PreimageFormsTest, WhatIsAskedForGetsTodaysForm) {
    have_old(unrequested(5 * kUnit), 5 * kUnit);
    EXPECT_EQ(Preimage::len(hash_), 3u);
    EXPECT_FALSE(Preimage::storage.StatusFor.exists(hash_));
    EXPECT_EQ(status(), (Preimage::Status{Preimage::Unrequested{{kAlice, {kToday}}, 3}}));
    EXPECT_EQ(held(kAlice), kToday);
    EXPECT_EQ(reserved(kAlice), kToday);  // which has holds in it
    expect_events({event<Balances>(Balances::Event::Unreserved{kAlice, 5 * kUnit})});
}

TEST_F(PreimageFormsTest, RequestsGetTodaysFormToo) {
    have_old({Old::Requested{Old::Deposit{kAlice, kUnit}, 2, 3}}, kUnit);
    EXPECT_TRUE(Preimage::is_requested(hash_));
    EXPECT_EQ(status(), (Preimage::Status{Preimage::Requested{Preimage::Status::Deposit{kAlice, {kToday}}, 2, 3}}));
    Preimage::unrequest(hash_);
    Preimage::unrequest(hash_);
    EXPECT_EQ(status(), (Preimage::Status{Preimage::Unrequested{{kAlice, {kToday}}, 3}}));
}

TEST_F(PreimageFormsTest, WhoCannotPayLosesTheStatus) {
    have_old(unrequested(kUnit), kUnit);
    ASSERT_TRUE(Balances::transfer(kAlice, kBob, 998 * kUnit + kUnit / 10, ExistenceRequirement::AllowDeath));
    EXPECT_EQ(Preimage::len(hash_), std::nullopt);
    EXPECT_EQ(held(kAlice), 0u);
    Preimage::storage.PreimageFor.remove({hash_, 3});
}

TEST_F(PreimageFormsTest, FormsAreUpdatedOnRequest) {
    make_error(signed_by(kBob), Preimage::ensure_updated{}, PreimageError::TooFew);
    make_error(signed_by(kBob), Preimage::ensure_updated{std::vector<Hash256>(1025)}, PreimageError::TooMany);
    have_old(unrequested(kUnit), kUnit);
    EXPECT_EQ(make_ok(signed_by(kBob), Preimage::ensure_updated{{Hash256{}}}), PostDispatchInfo{});
    expect_free_of_charge(make(signed_by(kBob), Preimage::ensure_updated{{hash_}}));
    // One of two is too few for that.
    EXPECT_EQ(make_ok(signed_by(kBob), Preimage::ensure_updated{{hash_, Hash256{}}}), PostDispatchInfo{});
}

}  // namespace
}  // namespace serinus::mock::small
