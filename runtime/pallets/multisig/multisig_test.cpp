// Pallet: multisig
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/multisig/weights.hpp"
#include "runtime/pallets/utility/weights.hpp"
#include "tests/support/random.hpp"

namespace serinus::pallet_multisig::chain {

using Multisig = Pallet<struct MultisigConfig>;
struct MultisigConfig {
    static constexpr PalletInfo kInfo{3, "Multisig"};
    static constexpr Constants kConstants{
        .DepositBase = mock::kUnit / 2, .DepositFactor = mock::kUnit / 1'000, .MaxSignatories = 100};
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_multisig::Weights>;
};
struct Runtime : mock::RuntimeOf<Multisig> {};

}  // namespace serinus::pallet_multisig::chain

SERINUS_PALLET(serinus::pallet_multisig::Pallet<serinus::pallet_multisig::chain::MultisigConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_multisig::chain::Runtime)

namespace serinus::pallet_multisig {
namespace {

using namespace mock;
using namespace chain;
using Pallet = chain::Multisig;
using Event = Pallet::Event;
using Error = Pallet::Error;
using When = Pallet::When;
constexpr auto kWeights = sdk::kDefaultWeights<pallet_multisig::Weights>;
using Accounts = std::vector<AccountId>;

constexpr auto kConstants = MultisigConfig::kConstants;
constexpr Weight kEnough{1'000'000'000'000, 1'000'000};

RuntimeCall remark() { return System::remark_with_event{{1, 2}}; }
CallHash hash_of(const RuntimeCall& call) { return host::blake2_256(scale::encode(call)).bytes; }
uint32_t size_of(const RuntimeCall& call) { return static_cast<uint32_t>(scale::encoded_size(call)); }
Balance deposit_for(uint16_t threshold) { return kConstants.DepositBase + kConstants.DepositFactor * threshold; }
Bytes remarked(const AccountId& by) {
    return event<System>(System::Event::Remarked{by, host::blake2_256(Bytes{1, 2})});
}
Bytes reserved(const AccountId& who, Balance amount) { return event<Balances>(Balances::Event::Reserved{who, amount}); }
Bytes unreserved(const AccountId& who, Balance amount) {
    return event<Balances>(Balances::Event::Unreserved{who, amount});
}

/// Alice, Bob and Charlie own an account; two of them must agree.
class MultisigTest : public World<Runtime> {
  protected:
    const AccountId trio = Pallet::multi_account_id(Accounts{kAlice, kBob, kCharlie}, 2);

    static Accounts others(const AccountId& who) {
        Accounts out{kAlice, kBob, kCharlie};
        std::erase(out, who);
        return out;
    }
    static Pallet::as_multi make_it(const AccountId& who, std::optional<When> when = std::nullopt,
                                    RuntimeCall call = remark(), Weight max_weight = kEnough) {
        return {2, others(who), when, std::move(call), max_weight};
    }
    static Pallet::approve_as_multi approve_it(const AccountId& who, std::optional<When> when = std::nullopt) {
        return {2, others(who), when, hash_of(remark()), kEnough};
    }
    static Pallet::cancel_as_multi cancel_it(const AccountId& who, When when) {
        return {2, others(who), when, hash_of(remark())};
    }
    void TearDown() override {
        const auto state = Pallet::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
};

// The vector is that of @polkadot/util-crypto's createKeyMulti for Alice, Bob and Charlie of the development chains.
TEST_F(MultisigTest, DerivesTheAccountFromOwnersAndThreshold) {
    Accounts owners;
    for (const char* hex : {"8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48",
                            "90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22",
                            "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"}) {
        owners.push_back(from_hex_fixed<AccountId>(hex).value());
    }
    EXPECT_EQ(to_hex(Pallet::multi_account_id(owners, 2).bytes),
              "49daa32c7287890f38b7e1a8cd2961723d36d20baa0bf3b82e0c4bdda93b1c0a");
    EXPECT_NE(Pallet::multi_account_id(owners, 3), Pallet::multi_account_id(owners, 2));
}

TEST_F(MultisigTest, TheFirstApprovalOpensAnOperationAgainstADeposit) {
    go_to(7, 3);
    const auto info = make_ok(signed_by(kBob), make_it(kBob));
    expect_events({reserved(kBob, deposit_for(2)), event<Pallet>(Event::NewMultisig{kBob, trio, hash_of(remark())})});
    EXPECT_EQ(info, PostDispatchInfo{kWeights.as_multi_create(2, size_of(remark()))});
    EXPECT_EQ(Balances::reserved_balance(kBob), deposit_for(2));

    const Bytes* const stored = native::state().find(Pallet::storage.Multisigs.key_for(trio, hash_of(remark())));
    ASSERT_NE(stored, nullptr);
    EXPECT_EQ(to_hex(*stored), "0700000003000000" + to_hex(scale::encode(deposit_for(2))) + to_hex(kBob.bytes) + "04" +
                                   to_hex(kBob.bytes));
}

TEST_F(MultisigTest, TheLastApprovalMakesTheCall) {
    make_ok(signed_by(kBob), make_it(kBob));
    go_to(2);
    const auto call = make_it(kAlice, When{1, 0});
    const auto info = make_ok(signed_by(kAlice), call);
    expect_events({unreserved(kBob, deposit_for(2)), remarked(trio),
                   event<Pallet>(Event::MultisigExecuted{kAlice, {1, 0}, trio, hash_of(remark()), {}})});
    // The remark used what it declared, and so does this.
    EXPECT_EQ(info, PostDispatchInfo{});
    EXPECT_FALSE(Pallet::storage.Multisigs.exists(trio, hash_of(remark())));
    // It is over: the same call can be asked for anew.
    make_error(signed_by(kAlice), call, Error::UnexpectedTimepoint);
    make_ok(signed_by(kAlice), make_it(kAlice));
}

TEST_F(MultisigTest, TheCallMayFail) {
    const RuntimeCall privileged = System::set_heap_pages{8};
    make_ok(signed_by(kBob), make_it(kBob, std::nullopt, privileged));
    make_ok(signed_by(kCharlie), make_it(kCharlie, When{1, 0}, privileged));
    expect_events({unreserved(kBob, deposit_for(2)),
                   event<Pallet>(Event::MultisigExecuted{
                       kCharlie, {1, 0}, trio, hash_of(privileged), DispatchError(kBadOrigin)})});
}

TEST_F(MultisigTest, WhatTheCallDidNotUseIsGivenBack) {
    const RuntimeCall half = Utility::batch{{System::set_heap_pages{8}, remark()}};
    const Weight used = sdk::kDefaultWeights<pallet_utility::Weights>.batch(1).saturating_add(
        RuntimeCall(System::set_heap_pages{8}).info().weight);
    make_ok(signed_by(kBob), make_it(kBob, std::nullopt, half));
    EXPECT_EQ(make_ok(signed_by(kAlice), make_it(kAlice, When{1, 0}, half)),
              PostDispatchInfo{kWeights.as_multi_complete(2, size_of(half)).saturating_add(used)});
    // After a failure that says what it used, too.
    const RuntimeCall all = Utility::batch_all{{System::set_heap_pages{8}, remark()}};
    const Weight all_used = sdk::kDefaultWeights<pallet_utility::Weights>.batch_all(1).saturating_add(
        RuntimeCall(System::set_heap_pages{8}).info().weight);
    make_ok(signed_by(kBob), make_it(kBob, std::nullopt, all));
    EXPECT_EQ(make_ok(signed_by(kAlice), make_it(kAlice, When{1, 0}, all)),
              PostDispatchInfo{kWeights.as_multi_complete(2, size_of(all)).saturating_add(all_used)});
}

TEST_F(MultisigTest, ApprovalsAreCollectedInOrder) {
    const auto three = [](const AccountId& who, std::optional<When> when) {
        return Pallet::approve_as_multi{3, others(who), when, hash_of(remark()), kEnough};
    };
    const AccountId all = Pallet::multi_account_id(Accounts{kAlice, kBob, kCharlie}, 3);
    EXPECT_EQ(make_ok(signed_by(kCharlie), three(kCharlie, std::nullopt)),
              PostDispatchInfo{kWeights.as_multi_create(2, 0)});
    EXPECT_EQ(make_ok(signed_by(kAlice), three(kAlice, When{1, 0})), PostDispatchInfo{kWeights.as_multi_approve(2, 0)});
    expect_events({event<Pallet>(Event::MultisigApproval{kAlice, {1, 0}, all, hash_of(remark())})});
    const auto operation = Pallet::storage.Multisigs.get(all, hash_of(remark()));
    ASSERT_TRUE(operation);
    EXPECT_EQ(static_cast<const Accounts&>(operation->approvals), (Accounts{kAlice, kCharlie}));
    EXPECT_EQ(operation->deposit, deposit_for(3));
    make_ok(signed_by(kBob), Pallet::as_multi{3, others(kBob), When{1, 0}, remark(), kEnough});
    EXPECT_TRUE(saw(remarked(all)));
}

TEST_F(MultisigTest, AHashAloneCannotMakeTheCall) {
    make_ok(signed_by(kAlice), approve_it(kAlice));
    make_ok(signed_by(kBob), approve_it(kBob, When{1, 0}));
    expect_events({event<Pallet>(Event::MultisigApproval{kBob, {1, 0}, trio, hash_of(remark())})});
    // All approvals are there: another one is not counted, but whoever knows the call can make it.
    make_error(signed_by(kCharlie), approve_it(kCharlie, When{1, 0}), Error::AlreadyApproved);
    make_ok(signed_by(kAlice), make_it(kAlice, When{1, 0}));
    EXPECT_TRUE(saw(event<Pallet>(Event::MultisigExecuted{kAlice, {1, 0}, trio, hash_of(remark()), {}})));
}

TEST_F(MultisigTest, NobodyApprovesTwice) {
    make_ok(signed_by(kAlice), approve_it(kAlice));
    make_error(signed_by(kAlice), approve_it(kAlice, When{1, 0}), Error::AlreadyApproved);
    make_error(signed_by(kAlice), make_it(kAlice, When{1, 0}), Error::AlreadyApproved);
}

TEST_F(MultisigTest, TheTimepointNamesTheOperation) {
    make_error(signed_by(kAlice), approve_it(kAlice, When{1, 0}), Error::UnexpectedTimepoint);
    make_ok(signed_by(kAlice), approve_it(kAlice));
    make_error(signed_by(kBob), approve_it(kBob), Error::NoTimepoint);
    make_error(signed_by(kBob), make_it(kBob), Error::NoTimepoint);
    make_error(signed_by(kBob), approve_it(kBob, When{1, 1}), Error::WrongTimepoint);
    make_error(signed_by(kBob), make_it(kBob, When{0, 0}), Error::WrongTimepoint);
    make_error(signed_by(kAlice), cancel_it(kAlice, {2, 0}), Error::WrongTimepoint);
}

TEST_F(MultisigTest, TheCallMustNotWeighMoreThanAllowed) {
    make_ok(signed_by(kAlice), approve_it(kAlice));
    const Weight exact = remark().info().weight;
    for (const Weight low : {Weight{exact.ref_time - 1, exact.proof_size}, Weight{}}) {
        make_error(signed_by(kBob), make_it(kBob, When{1, 0}, remark(), low), Error::MaxWeightTooLow);
    }
    make_ok(signed_by(kBob), make_it(kBob, When{1, 0}, remark(), exact));
}

TEST_F(MultisigTest, WhoOpenedAnOperationCancelsIt) {
    make_ok(signed_by(kAlice), approve_it(kAlice));
    make_ok(signed_by(kBob), approve_it(kBob, When{1, 0}));
    make_error(signed_by(kBob), cancel_it(kBob, {1, 0}), Error::NotOwner);
    make_error(signed_by(kAlice), Pallet::cancel_as_multi{2, others(kAlice), {1, 0}, {}}, Error::NotFound);
    make_error(signed_by(kAlice), Pallet::cancel_as_multi{3, others(kAlice), {1, 0}, hash_of(remark())},
               Error::NotFound);
    make_error(signed_by(kAlice), Pallet::cancel_as_multi{1, others(kAlice), {1, 0}, hash_of(remark())},
               Error::MinimumThreshold);
    make_error(root(), cancel_it(kAlice, {1, 0}), kBadOrigin);

    make_ok(signed_by(kAlice), cancel_it(kAlice, {1, 0}));
    expect_events({unreserved(kAlice, deposit_for(2)),
                   event<Pallet>(Event::MultisigCancelled{kAlice, {1, 0}, trio, hash_of(remark())})});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    make_error(signed_by(kAlice), cancel_it(kAlice, {1, 0}), Error::NotFound);
}

TEST_F(MultisigTest, SignatoriesMustBeInOrder) {
    const auto all_fail = [](const AccountId& who, const Accounts& signatories, Error error) {
        make_error(signed_by(who), Pallet::as_multi_threshold_1{signatories, remark()}, error);
        make_error(signed_by(who), Pallet::as_multi{2, signatories, std::nullopt, remark(), kEnough}, error);
        make_error(signed_by(who), Pallet::approve_as_multi{2, signatories, std::nullopt, {}, kEnough}, error);
        make_error(signed_by(who), Pallet::cancel_as_multi{2, signatories, {}, {}}, error);
    };
    all_fail(kAlice, {}, Error::TooFewSignatories);
    all_fail(kAlice, {kCharlie, kBob}, Error::SignatoriesOutOfOrder);
    all_fail(kAlice, {kBob, kBob}, Error::SignatoriesOutOfOrder);
    all_fail(kBob, {kBob, kCharlie}, Error::SenderInSignatories);
    all_fail(kBob, {kAlice, kBob}, Error::SenderInSignatories);
    // The fault that comes first in the list counts.
    all_fail(kBob, {kBob, kAlice}, Error::SenderInSignatories);
    all_fail(kBob, {kCharlie, kAlice, kBob}, Error::SignatoriesOutOfOrder);

    Accounts many;
    for (uint32_t i = 0; i < kConstants.MaxSignatories; ++i) many.push_back(account(static_cast<uint8_t>(i)));
    all_fail(kAlice, many, Error::TooManySignatories);
    many.pop_back();
    make_ok(signed_by(kAlice), Pallet::as_multi_threshold_1{many, remark()});
}

TEST_F(MultisigTest, OneIsNoThresholdForOperations) {
    for (const uint16_t threshold : {uint16_t{0}, uint16_t{1}}) {
        make_error(signed_by(kAlice), Pallet::as_multi{threshold, {kBob}, std::nullopt, remark(), kEnough},
                   Error::MinimumThreshold);
        make_error(signed_by(kAlice), Pallet::approve_as_multi{threshold, {kBob}, std::nullopt, {}, kEnough},
                   Error::MinimumThreshold);
    }
    // More than there are owners is possible, though nothing ever comes of it.
    make_ok(signed_by(kAlice), Pallet::as_multi{9, {kBob}, std::nullopt, remark(), kEnough});
    EXPECT_EQ(Balances::reserved_balance(kAlice), deposit_for(9));
}

TEST_F(MultisigTest, OnlyAccountsCanApprove) {
    for (const RuntimeOrigin& origin : {root(), none()}) {
        make_error(origin, Pallet::as_multi_threshold_1{{kBob}, remark()}, kBadOrigin);
        make_error(origin, make_it(kAlice), kBadOrigin);
        make_error(origin, approve_it(kAlice), kBadOrigin);
    }
    endow(kAlice, kUnit / 100);
    make_error(signed_by(kAlice), make_it(kAlice), Balances::Error::InsufficientBalance);
}

TEST_F(MultisigTest, WithThresholdOneTheCallIsMadeAtOnce) {
    const AccountId pair = Pallet::multi_account_id(Accounts{kAlice, kBob}, 1);
    EXPECT_EQ(make_ok(signed_by(kBob), Pallet::as_multi_threshold_1{{kAlice}, remark()}), PostDispatchInfo{});
    expect_events({remarked(pair), event<Pallet>(Event::MultisigExecuted{kBob, {1, 0}, pair, hash_of(remark()), {}})});
    // Its failure is that of the call.
    const RuntimeCall privileged = System::set_heap_pages{8};
    EXPECT_EQ(make_error(signed_by(kBob), Pallet::as_multi_threshold_1{{kAlice}, privileged}, kBadOrigin),
              PostDispatchInfo{});

    const auto own = [](const RuntimeCall& call) { return kWeights.as_multi_threshold_1(size_of(call)); };
    const RuntimeCall half = Utility::batch{{privileged, remark()}};
    const Weight half_used =
        sdk::kDefaultWeights<pallet_utility::Weights>.batch(1).saturating_add(privileged.info().weight);
    EXPECT_EQ(make_ok(signed_by(kBob), Pallet::as_multi_threshold_1{{kAlice}, half}),
              PostDispatchInfo{own(half).saturating_add(half_used)});
    const RuntimeCall all = Utility::batch_all{{privileged, remark()}};
    const Weight all_used =
        sdk::kDefaultWeights<pallet_utility::Weights>.batch_all(1).saturating_add(privileged.info().weight);
    EXPECT_EQ(make_error(signed_by(kBob), Pallet::as_multi_threshold_1{{kAlice}, all}, kBadOrigin),
              PostDispatchInfo{own(all).saturating_add(all_used)});
}

// A random walk. After each step the reserves are the deposits of the operations that are open.
TEST_F(MultisigTest, DepositsAreWhatIsReserved) {
    auto random = serinus::test::seeded_random();
    const auto pick = [&](auto... choices) {
        const std::array options{choices...};
        return options[serinus::test::random_between(random, 0, options.size() - 1)];
    };
    uint32_t executed = 0;
    uint32_t cancelled = 0;
    for (BlockNumber block = 2; block < 1500; ++block) {
        go_to(block, block % 3);
        const AccountId who = pick(kAlice, kBob, kCharlie);
        const uint16_t threshold = pick(uint16_t{2}, uint16_t{3});
        const RuntimeCall call = System::remark_with_event{{pick(uint8_t{1}, uint8_t{2})}};
        const AccountId owners = Pallet::multi_account_id(Accounts{kAlice, kBob, kCharlie}, threshold);
        const auto operation = Pallet::storage.Multisigs.get(owners, hash_of(call));
        std::optional<When> when;
        if (operation) when = operation->when;
        if (pick(0, 0, 0, 0, 1) == 1) when = When{block, 1};

        switch (serinus::test::random_between(random, 0, 5)) {
            case 0: {
                const auto done = make(signed_by(who), Pallet::cancel_as_multi{threshold, others(who),
                                                                               when.value_or(When{}), hash_of(call)});
                if (done) ++cancelled;
                break;
            }
            case 1:
            case 2:
                (void)make(signed_by(who),
                           Pallet::approve_as_multi{threshold, others(who), when, hash_of(call), kEnough});
                break;
            default: {
                const auto done = make(signed_by(who), Pallet::as_multi{threshold, others(who), when, call, kEnough});
                if (done && operation && !Pallet::storage.Multisigs.exists(owners, hash_of(call))) ++executed;
            }
        }
        std::map<AccountId, Balance> owed;
        auto open = Pallet::storage.Multisigs.iter();
        while (const auto entry = open.next()) owed[entry->second.depositor] += entry->second.deposit;
        for (const AccountId& each : {kAlice, kBob, kCharlie}) {
            ASSERT_EQ(Balances::reserved_balance(each), owed[each]) << "block " << block;
        }
        const auto state = Pallet::try_state();
        ASSERT_TRUE(state) << state.error();
    }
    EXPECT_GT(executed, 50u);
    EXPECT_GT(cancelled, 20u);
}

}  // namespace
}  // namespace serinus::pallet_multisig
