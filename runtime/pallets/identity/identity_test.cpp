// Identity: identities and sub-accounts, read as a specification. Pallet: identity
#include "runtime/pallets/identity/identity.ipp"

#include "runtime/pallets/identity/identity_world_test.hpp"
#include "tests/support/random.hpp"

SERINUS_PALLET(serinus::pallet_identity::Pallet<serinus::pallet_identity::chain::IdentityConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_identity::chain::Runtime)

namespace serinus::pallet_identity {
namespace {

using namespace identities;

TEST_F(Identities, AreSetAgainstADeposit) {
    make_ok(signed_by(kAlice), Identity::set_identity{info("Alice", 2)});
    constexpr Balance kDeposit = kBasic + 2 * kField;
    expect_events(
        {event<Balances>(Balances::Event::Reserved{kAlice, kDeposit}), event<Identity>(E::IdentitySet{kAlice})});
    EXPECT_EQ(Balances::reserved_balance(kAlice), kDeposit);
    EXPECT_EQ(of(kAlice)->info, info("Alice", 2));
    EXPECT_EQ(of(kAlice)->deposit, kDeposit);
}

TEST_F(Identities, ChangeTheDepositWithTheirFields) {
    set(kAlice, 5);
    make_ok(signed_by(kAlice), Identity::set_identity{info("Alice", 1)});
    expect_events(
        {event<Balances>(Balances::Event::Unreserved{kAlice, 4 * kField}), event<Identity>(E::IdentitySet{kAlice})});
    make_ok(signed_by(kAlice), Identity::set_identity{info("Alicia", 1)});
    expect_events({event<Identity>(E::IdentitySet{kAlice})});
    make_ok(signed_by(kAlice), Identity::set_identity{info("Alice", 100)});
    EXPECT_EQ(Balances::reserved_balance(kAlice), kBasic + 100 * kField);
}

TEST_F(Identities, NeedMoneyForTheDeposit) {
    endow(kBob, kBasic / 2);
    make_error(signed_by(kBob), Identity::set_identity{info("Bob", 0)}, Balances::Error::InsufficientBalance);
}

TEST_F(Identities, NeedAnAccount) {
    const Data name;
    make_error(root(), Identity::set_identity{}, kBadOrigin);
    make_error(root(), Identity::set_subs{}, kBadOrigin);
    make_error(root(), Identity::clear_identity{}, kBadOrigin);
    make_error(root(), Identity::add_sub{id(kBob), name}, kBadOrigin);
    make_error(root(), Identity::rename_sub{id(kBob), name}, kBadOrigin);
    make_error(root(), Identity::remove_sub{id(kBob)}, kBadOrigin);
    make_error(root(), Identity::quit_sub{}, kBadOrigin);
    set(kAlice);
    make_error(signed_by(kAlice), Identity::add_sub{nobody(), name}, DispatchError::CannotLookup{});
    make_error(signed_by(kAlice), Identity::rename_sub{nobody(), name}, DispatchError::CannotLookup{});
    make_error(signed_by(kAlice), Identity::remove_sub{nobody()}, DispatchError::CannotLookup{});
    make_error(root(), Identity::kill_identity{nobody()}, DispatchError::CannotLookup{});
}

// More than 100 additional fields do not even decode, and a caller inside the runtime cannot make such a list.
TEST_F(Identities, HaveAtMost100AdditionalFields) {
    Identity::Info most = info("Alice", 100);
    EXPECT_FALSE(most.additional.try_push({}));
    Bytes call = scale::encode(RuntimeCall(Identity::set_identity{most}));
    EXPECT_TRUE(scale::decode<RuntimeCall>(call));
    // Behind the two indices stands the number of fields, as a compact of two bytes.
    ASSERT_EQ(to_hex(BytesView(call).subspan(2, 2)), "9101");
    call[2] = 0x95;
    call.insert(call.begin() + 4, {0, 0});
    EXPECT_FALSE(scale::decode<RuntimeCall>(call));
}

TEST_F(Identities, AreClearedWithAllDepositsReturned) {
    const auto registrar = add_registrar(kEve, 7 * kUnit);
    set(kAlice, 1);
    make_ok(signed_by(kAlice), Identity::set_subs{{{kBob, text("b")}, {kCharlie, text("c")}}});
    make_ok(signed_by(kAlice), Identity::request_judgement{{registrar}, {7 * kUnit}});
    constexpr Balance kAll = kBasic + kField + 2 * kSub + 7 * kUnit;
    EXPECT_EQ(Balances::reserved_balance(kAlice), kAll);
    make_ok(signed_by(kAlice), Identity::clear_identity{});
    expect_events({event<Balances>(Balances::Event::Unreserved{kAlice, kAll}),
                   event<Identity>(E::IdentityCleared{kAlice, kAll})});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_FALSE(of(kAlice));
    EXPECT_FALSE(Identity::storage.SuperOf.exists(kBob));
    EXPECT_FALSE(Identity::storage.SubsOf.exists(kAlice));
    make_error(signed_by(kAlice), Identity::clear_identity{}, Error::NotNamed);
}

TEST_F(Identities, AreKilledForTheTreasury) {
    set(kAlice, 1);
    make_ok(signed_by(kAlice), Identity::set_subs{{{kBob, text("b")}}});
    make_error(signed_by(kBob), Identity::kill_identity{id(kAlice)}, kBadOrigin);
    make_error(root(), Identity::kill_identity{id(kBob)}, Error::NotNamed);
    const Balance issued = Balances::total_issuance();
    make_ok(root(), Identity::kill_identity{id(kAlice)});
    constexpr Balance kAll = kBasic + kField + kSub;
    EXPECT_TRUE(saw(event<Balances>(Balances::Event::Slashed{kAlice, kAll})));
    EXPECT_TRUE(saw(event<Identity>(E::IdentityKilled{kAlice, kAll})));
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_EQ(Balances::free_balance(kAlice), 1000 * kUnit - kAll);
    EXPECT_EQ(Balances::free_balance(treasury()), kAll);
    EXPECT_EQ(Balances::total_issuance(), issued);
    EXPECT_FALSE(Identity::storage.SuperOf.exists(kBob));
}

TEST_F(Identities, NameSubAccounts) {
    make_error(signed_by(kAlice), Identity::set_subs{{{kBob, text("b")}}}, Error::NotFound);
    set(kAlice);
    make_ok(signed_by(kAlice), Identity::set_subs{{{kBob, text("b")}, {kCharlie, text("c")}}});
    expect_events({event<Balances>(Balances::Event::Reserved{kAlice, 2 * kSub})});
    EXPECT_EQ(Identity::subs(kAlice),
              (std::vector<std::pair<AccountId, Data>>{{kBob, text("b")}, {kCharlie, text("c")}}));
    make_ok(signed_by(kAlice), Identity::set_subs{{{kCharlie, text("C")}}});
    expect_events({event<Balances>(Balances::Event::Unreserved{kAlice, kSub})});
    EXPECT_FALSE(Identity::storage.SuperOf.exists(kBob));
    EXPECT_EQ(Identity::storage.SuperOf.get(kCharlie), (std::tuple{kAlice, text("C")}));
    make_ok(signed_by(kAlice), Identity::set_subs{});
    EXPECT_FALSE(Identity::storage.SubsOf.exists(kAlice));
}

TEST_F(Identities, ClaimOnlyAccountsThatAreFree) {
    set(kAlice);
    set(kBob);
    make_ok(signed_by(kAlice), Identity::set_subs{{{kCharlie, text("c")}}});
    make_error(signed_by(kBob), Identity::set_subs{{{kDave, text("d")}, {kCharlie, text("c")}}}, Error::AlreadyClaimed);
    make_error(signed_by(kBob), Identity::add_sub{id(kCharlie), text("c")}, Error::AlreadyClaimed);
}

TEST_F(Identities, HaveAtMost100SubAccounts) {
    set(kAlice);
    std::vector<std::tuple<AccountId, Data>> subs;
    for (uint8_t i = 0; i < 101; ++i) subs.emplace_back(account(i), text("s"));
    make_error(signed_by(kAlice), Identity::set_subs{subs}, Error::TooManySubAccounts);
    subs.pop_back();
    make_ok(signed_by(kAlice), Identity::set_subs{subs});
    make_error(signed_by(kAlice), Identity::add_sub{id(account(200)), text("s")}, Error::TooManySubAccounts);
}

TEST_F(Identities, NeedMoneyForSubAccounts) {
    set(kAlice);
    endow(kAlice, kSub / 2);
    make_error(signed_by(kAlice), Identity::add_sub{id(kBob), text("b")}, Balances::Error::InsufficientBalance);
    make_error(signed_by(kAlice), Identity::set_subs{{{kBob, text("b")}}}, Balances::Error::InsufficientBalance);
}

TEST_F(Identities, AddRenameAndRemoveSingleSubAccounts) {
    make_error(signed_by(kAlice), Identity::add_sub{id(kBob), text("b")}, Error::NoIdentity);
    make_error(signed_by(kAlice), Identity::rename_sub{id(kBob), text("b")}, Error::NoIdentity);
    make_error(signed_by(kAlice), Identity::remove_sub{id(kBob)}, Error::NoIdentity);
    set(kAlice);
    make_ok(signed_by(kAlice), Identity::add_sub{id(kBob), text("b")});
    expect_events({event<Balances>(Balances::Event::Reserved{kAlice, kSub}),
                   event<Identity>(E::SubIdentityAdded{kBob, kAlice, kSub})});

    make_error(signed_by(kAlice), Identity::rename_sub{id(kCharlie), text("c")}, Error::NotOwned);
    make_ok(signed_by(kAlice), Identity::rename_sub{id(kBob), text("B")});
    expect_events({});
    EXPECT_EQ(Identity::storage.SuperOf.get(kBob), (std::tuple{kAlice, text("B")}));

    set(kCharlie);
    make_error(signed_by(kCharlie), Identity::rename_sub{id(kBob), text("c")}, Error::NotOwned);
    make_error(signed_by(kCharlie), Identity::remove_sub{id(kBob)}, Error::NotOwned);
    make_error(signed_by(kCharlie), Identity::remove_sub{id(kDave)}, Error::NotSub);
    make_ok(signed_by(kAlice), Identity::remove_sub{id(kBob)});
    expect_events({event<Balances>(Balances::Event::Unreserved{kAlice, kSub}),
                   event<Identity>(E::SubIdentityRemoved{kBob, kAlice, kSub})});
    // An empty list stays behind.
    EXPECT_TRUE(Identity::storage.SubsOf.exists(kAlice));
}

TEST_F(Identities, LetSubAccountsGoWithTheDeposit) {
    make_error(signed_by(kBob), Identity::quit_sub{}, Error::NotSub);
    set(kAlice);
    make_ok(signed_by(kAlice), Identity::add_sub{id(kBob), text("b")});
    make_ok(signed_by(kBob), Identity::quit_sub{});
    expect_events({event<Balances>(Balances::Event::ReserveRepatriated{kAlice, kBob, kSub, BalanceStatus::Free}),
                   event<Identity>(E::SubIdentityRevoked{kBob, kAlice, kSub})});
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit + kSub);
    EXPECT_EQ(Balances::reserved_balance(kAlice), kBasic);
}

// A list that names an account twice pays twice; the account leaves once and takes one deposit.
TEST_F(Identities, TakeDuplicatesInTheListAsTheyCome) {
    set(kAlice);
    make_ok(signed_by(kAlice), Identity::set_subs{{{kBob, text("b")}, {kBob, text("B")}}});
    EXPECT_EQ(Identity::storage.SuperOf.get(kBob), (std::tuple{kAlice, text("B")}));
    make_ok(signed_by(kAlice), Identity::remove_sub{id(kBob)});
    EXPECT_EQ(Identity::storage.SubsOf.get(kAlice), (std::tuple{kSub, Identity::SubAccounts{}}));
}

TEST_F(Identities, AreAskedByOtherPallets) {
    set(kAlice);
    const auto flags = [](uint64_t bits) { return IdentityFields{bits}; };
    EXPECT_TRUE(Identity::has_identity(kAlice, flags(0)));
    EXPECT_TRUE(Identity::has_identity(kAlice, flags(1)));
    EXPECT_FALSE(Identity::has_identity(kAlice, flags(3)));
    EXPECT_FALSE(Identity::has_identity(kBob, flags(0)));
}

// Declared at the limits, corrected to what was there.
TEST_F(Identities, WeighWhatTheyHold) {
    constexpr auto kW = sdk::kDefaultWeights<pallet_identity::Weights>;
    EXPECT_EQ(Identity::set_identity{}.weight(), kW.set_identity(20, 100));
    EXPECT_EQ((Identity::set_subs{{{kBob, {}}}}).weight(), kW.set_subs_old(100).saturating_add(kW.set_subs_new(1)));
    EXPECT_EQ(Identity::clear_identity{}.weight(), kW.clear_identity(20, 100, 100));
    EXPECT_EQ(Identity::kill_identity{}.weight(), kW.kill_identity(20, 100, 100));
    EXPECT_EQ(Identity::add_sub{}.weight(), kW.add_sub(100));
    EXPECT_EQ(Identity::rename_sub{}.weight(), kW.rename_sub(100));
    EXPECT_EQ(Identity::remove_sub{}.weight(), kW.remove_sub(100));
    EXPECT_EQ(Identity::quit_sub{}.weight(), kW.quit_sub(100));

    const auto weight = [](const PostDispatchInfo& outcome) { return *outcome.actual_weight; };
    EXPECT_EQ(weight(make_ok(signed_by(kAlice), Identity::set_identity{info("Alice", 3)})), kW.set_identity(0, 3));
    EXPECT_EQ(weight(make_ok(signed_by(kAlice), Identity::set_subs{{{kBob, {}}, {kEve, {}}}})),
              kW.set_subs_old(0).saturating_add(kW.set_subs_new(2)));
    EXPECT_EQ(weight(make_ok(signed_by(kAlice), Identity::set_subs{{{kBob, {}}}})),
              kW.set_subs_old(2).saturating_add(kW.set_subs_new(1)));
    EXPECT_EQ(weight(make_ok(signed_by(kAlice), Identity::clear_identity{})), kW.clear_identity(0, 1, 3));
    set(kAlice, 2);
    EXPECT_EQ(weight(make_ok(root(), Identity::kill_identity{id(kAlice)})), kW.kill_identity(0, 0, 2));
}

TEST_F(Identities, KeepTheirPromisesOnRandomWalks) {
    auto random = ::serinus::test::seeded_random();
    const std::vector<AccountId> all{kAlice, kBob, kCharlie, kDave, kEve};
    for (RegistrarIndex i = 0; i < 3; ++i) add_registrar(all[i], i * kUnit);
    const Balance issued = Balances::total_issuance();
    for (int step = 0; step < 3000; ++step) {
        const auto in = [&](uint64_t below) { return static_cast<uint32_t>(random() % below); };
        const auto who = [&] { return all[in(all.size())]; };
        const RegistrarIndex registrar = in(4);
        const AccountId target = who();
        const auto found = of(target);
        const Hash256 hash = found ? host::blake2_256(scale::encode(found->info)) : Hash256{};
        std::vector<std::tuple<AccountId, Data>> subs;
        for (uint32_t i = in(4); i > 0; --i) subs.emplace_back(who(), text("s"));
        Judgement judgement;
        if (in(2) == 0) judgement.v = Judgement::Erroneous{};
        const RuntimeCall calls[] = {Identity::set_identity{info("name", in(4))},
                                     Identity::set_subs{subs},
                                     Identity::clear_identity{},
                                     Identity::request_judgement{{registrar}, {kUnit * in(3)}},
                                     Identity::cancel_request{registrar},
                                     Identity::set_fee{{registrar}, {kUnit * in(4)}},
                                     Identity::provide_judgement{{registrar}, id(target), judgement, hash},
                                     Identity::kill_identity{id(target)},
                                     Identity::add_sub{id(target), text("t")},
                                     Identity::rename_sub{id(target), text("u")},
                                     Identity::remove_sub{id(target)},
                                     Identity::quit_sub{}};
        const uint32_t which = in(std::size(calls));
        if (which == 7 && in(4) != 0) continue;
        static_cast<void>(make(which == 7 ? root() : signed_by(who()), calls[which]));
        const auto verdict = Identity::try_state();
        ASSERT_TRUE(verdict) << "step " << step << ": " << verdict.error();
    }
    EXPECT_EQ(Balances::total_issuance(), issued);
    for (const AccountId& who : all) static_cast<void>(make(signed_by(who), Identity::clear_identity{}));
    for (const AccountId& who : all) EXPECT_EQ(Balances::reserved_balance(who), 0u);
}

}  // namespace
}  // namespace serinus::pallet_identity
