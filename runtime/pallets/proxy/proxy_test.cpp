// Pallet: proxy
#include "runtime/pallets/proxy/proxy.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/pallets/multisig/weights.hpp"
#include "runtime/pallets/proxy/weights.hpp"
#include "tests/support/random.hpp"

namespace serinus::pallet_proxy::chain {

using Multisig = pallet_multisig::Pallet<struct MultisigConfig>;
using Proxy = Pallet<struct ProxyConfig>;

struct MultisigConfig {
    static constexpr PalletInfo kInfo{3, "Multisig"};
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = mock::kUnit, .DepositFactor = mock::kUnit, .MaxSignatories = 100};
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_multisig::Weights>;
};

/// The first is the most powerful one.
enum class ProxyType : uint8_t { Any, NonTransfer, Governance, Staking, CancelProxy };
bool allows(ProxyType type, const RuntimeCall& call);
constexpr bool is_superset(ProxyType type, ProxyType other) {
    return type == other || type == ProxyType::Any || (type == ProxyType::NonTransfer && other != ProxyType::Any);
}

/// Names announced calls.
struct Keccak {
    static Hash256 hash(BytesView encoded) { return host::keccak_256(encoded); }
};
struct ProxyConfig {
    static constexpr PalletInfo kInfo{4, "Proxy"};
    static constexpr Constants kConstants{.ProxyDepositBase = mock::kUnit / 2,
                                          .ProxyDepositFactor = mock::kUnit / 400,
                                          .MaxProxies = 32,
                                          .MaxPending = 32,
                                          .AnnouncementDepositBase = mock::kUnit / 3,
                                          .AnnouncementDepositFactor = mock::kUnit / 2'000};
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    using CallHasher = Keccak;
    using ProxyType = chain::ProxyType;
    using System = mock::System;
    using Currency = mock::Balances;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_proxy::Weights>;
};
struct Runtime : mock::RuntimeOf<Multisig, Proxy> {};

bool allows(ProxyType type, const RuntimeCall& call) {
    switch (type) {
        case ProxyType::Any:
            return true;
        case ProxyType::NonTransfer:
            return call.pallet_index() != mock::BalancesConfig::kInfo.index;
        case ProxyType::Governance:
        case ProxyType::Staking:
            return call.pallet_index() == mock::UtilityConfig::kInfo.index;
        case ProxyType::CancelProxy:
            return call.get_if<Proxy::reject_announcement>() != nullptr;
    }
    return false;
}

}  // namespace serinus::pallet_proxy::chain

SERINUS_PALLET(serinus::pallet_multisig::Pallet<serinus::pallet_proxy::chain::MultisigConfig>)
SERINUS_PALLET(serinus::pallet_proxy::Pallet<serinus::pallet_proxy::chain::ProxyConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_proxy::chain::Runtime)

namespace serinus::pallet_proxy {
namespace {

using namespace mock;
using namespace chain;
using Event = Proxy::Event;
using Error = Proxy::Error;
using enum ProxyType;

constexpr auto kConstants = ProxyConfig::kConstants;
const DispatchError kFiltered = System::Error::CallFiltered;
const DispatchError kPoor = Balances::Error::InsufficientBalance;

RuntimeCall remark() { return System::remark_with_event{{1, 2}}; }
RuntimeCall pay(const AccountId& to, Balance amount) { return Balances::transfer_allow_death{id(to), {amount}}; }
Hash256 hash_of(const RuntimeCall& call) { return Keccak::hash(scale::encode(call)); }
Bytes remarked(const AccountId& by) {
    return event<System>(System::Event::Remarked{by, host::blake2_256(Bytes{1, 2})});
}
Bytes executed(DispatchResult result = {}) { return event<Proxy>(Event::ProxyExecuted{result}); }
Bytes reserved(const AccountId& who, Balance amount) { return event<Balances>(Balances::Event::Reserved{who, amount}); }
Bytes unreserved(const AccountId& who, Balance amount) {
    return event<Balances>(Balances::Event::Unreserved{who, amount});
}
Proxy::proxy as(const AccountId& real, RuntimeCall call, std::optional<ProxyType> type = std::nullopt) {
    return {id(real), type, std::move(call)};
}

class ProxyTest : public World<Runtime> {
  protected:
    /// Bob may act for Alice.
    static void let_bob(ProxyType type, BlockNumber delay = 0) {
        make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), type, delay});
    }
    /// Bob acts for Alice, and this comes of it.
    static void bob_makes(RuntimeCall call, DispatchResult expected = {}) {
        make_ok(signed_by(kBob), as(kAlice, std::move(call)));
        EXPECT_TRUE(saw(executed(expected)));
    }
    void TearDown() override {
        const auto state = Proxy::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
};

TEST_F(ProxyTest, SaysWhatATypeAllows) {
    using Views = Proxy::Views;
    const RuntimeCall transfer = mock::Balances::transfer_allow_death{id(kBob), {1}};
    EXPECT_TRUE((Views::check_permissions{transfer, Any}()));
    EXPECT_FALSE((Views::check_permissions{transfer, NonTransfer}()));
    EXPECT_TRUE((Views::is_superset{NonTransfer, Staking}()));
    EXPECT_FALSE((Views::is_superset{Staking, NonTransfer}()));
}

TEST_F(ProxyTest, AProxyIsAddedAgainstADeposit) {
    const Balance one = kConstants.ProxyDepositBase + kConstants.ProxyDepositFactor;
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kCharlie), Staking, 5});
    expect_events({reserved(kAlice, one), event<Proxy>(Event::ProxyAdded{kAlice, kCharlie, Staking, 5})});
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 0});
    expect_events(
        {reserved(kAlice, kConstants.ProxyDepositFactor), event<Proxy>(Event::ProxyAdded{kAlice, kBob, Any, 0})});
    EXPECT_EQ(Balances::reserved_balance(kAlice), one + kConstants.ProxyDepositFactor);

    // In ascending order: by delegate, type, delay.
    const Bytes* const stored = native::state().find(Proxy::storage.Proxies.key_for(kAlice));
    ASSERT_NE(stored, nullptr);
    EXPECT_EQ(to_hex(*stored), "08" + to_hex(kBob.bytes) + "0000000000" + to_hex(kCharlie.bytes) + "0305000000" +
                                   to_hex(scale::encode(one + kConstants.ProxyDepositFactor)));
}

TEST_F(ProxyTest, ProxiesThatCannotBeAdded) {
    make_error(signed_by(kAlice), Proxy::add_proxy{id(kAlice), Any, 0}, Error::NoSelfProxy);
    make_error(signed_by(kAlice), Proxy::add_proxy{nobody(), Any, 0}, DispatchError::CannotLookup{});
    make_error(root(), Proxy::add_proxy{id(kBob), Any, 0}, kBadOrigin);

    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 0});
    make_error(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 0}, Error::Duplicate);
    // The same account with another type or delay is another proxy.
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 1});
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Staking, 0});

    endow(kAlice, kUnit / 1000);
    make_error(signed_by(kAlice), Proxy::add_proxy{id(kCharlie), Any, 0}, kPoor);
}

TEST_F(ProxyTest, AnAccountHasNoMoreProxiesThanItMay) {
    for (uint32_t i = 0; i < kConstants.MaxProxies; ++i) {
        make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, i});
    }
    make_error(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 99}, Error::TooMany);
    make_error(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 3}, Error::Duplicate);
}

TEST_F(ProxyTest, AProxyIsRemovedAndItsDepositReturned) {
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 0});
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Staking, 2});
    make_error(signed_by(kAlice), Proxy::remove_proxy{id(kBob), Staking, 0}, Error::NotFound);
    make_error(signed_by(kAlice), Proxy::remove_proxy{id(kCharlie), Any, 0}, Error::NotFound);
    make_error(signed_by(kCharlie), Proxy::remove_proxy{id(kBob), Any, 0}, Error::NotFound);
    make_error(signed_by(kAlice), Proxy::remove_proxy{nobody(), Any, 0}, DispatchError::CannotLookup{});
    make_error(none(), Proxy::remove_proxy{id(kBob), Any, 0}, kBadOrigin);

    make_ok(signed_by(kAlice), Proxy::remove_proxy{id(kBob), Any, 0});
    expect_events(
        {unreserved(kAlice, kConstants.ProxyDepositFactor), event<Proxy>(Event::ProxyRemoved{kAlice, kBob, Any, 0})});
    make_ok(signed_by(kAlice), Proxy::remove_proxy{id(kBob), Staking, 2});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_FALSE(Proxy::storage.Proxies.exists(kAlice));
}

TEST_F(ProxyTest, AllProxiesAreRemovedAtOnce) {
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 0});
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), Any, 1});
    const Balance two = Proxy::proxies_deposit(2);
    make_ok(signed_by(kAlice), Proxy::remove_proxies{});
    expect_events({unreserved(kAlice, two)});
    EXPECT_FALSE(Proxy::storage.Proxies.exists(kAlice));
    // It does no harm where there are none.
    make_ok(signed_by(kAlice), Proxy::remove_proxies{});
    expect_events({});
    make_error(root(), Proxy::remove_proxies{}, kBadOrigin);
}

TEST_F(ProxyTest, AProxyActsForAnother) {
    let_bob(Any);
    make_ok(signed_by(kBob), as(kAlice, remark()));
    expect_events({remarked(kAlice), executed()});
    // The call may fail; the proxy has done its part.
    make_ok(signed_by(kBob), as(kAlice, System::set_heap_pages{8}));
    expect_events({executed(DispatchError(kBadOrigin))});

    make_error(signed_by(kCharlie), as(kAlice, remark()), Error::NotProxy);
    make_error(signed_by(kBob), as(kCharlie, remark()), Error::NotProxy);
    make_error(signed_by(kBob), {Proxy::proxy{nobody(), std::nullopt, remark()}}, DispatchError::CannotLookup{});
    make_error(root(), as(kAlice, remark()), kBadOrigin);
}

TEST_F(ProxyTest, TheFirstProxyThatFitsIsTaken) {
    let_bob(Staking);
    let_bob(NonTransfer);
    // NonTransfer comes first and does not allow it; a type can be asked for.
    bob_makes(pay(kCharlie, kUnit), kFiltered);
    make_ok(signed_by(kBob), as(kAlice, remark(), NonTransfer));
    EXPECT_TRUE(saw(executed()));
    make_ok(signed_by(kBob), as(kAlice, remark(), Staking));
    expect_events({executed(kFiltered)});
    make_error(signed_by(kBob), as(kAlice, remark(), Any), Error::NotProxy);
    // Now the first is one that needs an announcement, whatever the others are.
    let_bob(Any, 1);
    make_error(signed_by(kBob), as(kAlice, remark()), Error::Unannounced);
    make_ok(signed_by(kBob), as(kAlice, remark(), NonTransfer));
}

TEST_F(ProxyTest, TheFilterReachesCallsWithinCalls) {
    let_bob(NonTransfer);
    const RuntimeCall transfer = pay(kCharlie, kUnit);
    bob_makes(transfer, kFiltered);
    bob_makes(Utility::batch{{remark(), transfer}});
    EXPECT_TRUE(saw(event<Utility>(Utility::Event::BatchInterrupted{1, kFiltered})));
    bob_makes(Utility::batch_all{{remark(), transfer}}, kFiltered);
    bob_makes(Utility::as_derivative{0, transfer}, kFiltered);
    EXPECT_EQ(Balances::free_balance(kCharlie), 1000 * kUnit);
    // Another account is another matter, even if Alice alone controls it.
    bob_makes(Multisig::as_multi_threshold_1{{kCharlie}, transfer}, DispatchError(TokenError::FundsUnavailable));
}

// A proxy of a proxy: what binds the one does not bind the other.
TEST_F(ProxyTest, EachProxyHasItsOwnFilter) {
    let_bob(NonTransfer);
    make_ok(signed_by(kDave), Proxy::add_proxy{id(kAlice), Any, 0});
    bob_makes(as(kDave, pay(kCharlie, kUnit)));
    EXPECT_EQ(Balances::free_balance(kCharlie), 1001 * kUnit);
}

TEST_F(ProxyTest, AProxyCannotGainPower) {
    let_bob(NonTransfer);
    bob_makes(Proxy::add_proxy{id(kBob), Any, 0}, kFiltered);
    bob_makes(Proxy::remove_proxy{id(kBob), Any, 0}, kFiltered);
    bob_makes(Proxy::remove_proxies{}, kFiltered);
    bob_makes(Proxy::kill_pure{id(kBob), Any, 0, {1}, {0}}, kFiltered);
    bob_makes(Utility::batch{{Proxy::add_proxy{id(kBob), Any, 0}}});
    EXPECT_TRUE(saw(event<Utility>(Utility::Event::BatchInterrupted{0, kFiltered})));
    // As much as it has, it can pass on and take back.
    bob_makes(Proxy::add_proxy{id(kCharlie), NonTransfer, 0});
    bob_makes(Proxy::remove_proxy{id(kCharlie), NonTransfer, 0});
    bob_makes(Proxy::add_proxy{id(kCharlie), Governance, 0});
    EXPECT_EQ(Balances::reserved_balance(kAlice), Proxy::proxies_deposit(2));
}

TEST_F(ProxyTest, TheMostPowerfulProxyDoesAll) {
    let_bob(Any);
    bob_makes(Proxy::add_proxy{id(kCharlie), Any, 0});
    bob_makes(Proxy::kill_pure{id(kBob), Any, 0, {1}, {0}}, DispatchError(Error::NoPermission));
    bob_makes(Proxy::remove_proxies{});
    EXPECT_FALSE(Proxy::storage.Proxies.exists(kAlice));
}

// The vector was computed with another BLAKE2b.
TEST_F(ProxyTest, DerivesAccountsWithoutKeys) {
    const auto alice =
        from_hex_fixed<AccountId>("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d").value();
    EXPECT_EQ(to_hex(Proxy::pure_account(alice, Any, 0, {1, 2}).bytes),
              "0a84ab99f66b92140ceb2a7ca17efc791bfd54a5c924635a0deb10a96af56071");
}

TEST_F(ProxyTest, APureAccountIsUsedByItsCreator) {
    go_to(9, 4);
    const AccountId pure = Proxy::pure_account(kAlice, Any, 7, {9, 4});
    make_ok(signed_by(kAlice), Proxy::create_pure{Any, 0, 7});
    expect_events(
        {reserved(kAlice, Proxy::proxies_deposit(1)), event<Proxy>(Event::PureCreated{pure, kAlice, Any, 7})});
    EXPECT_FALSE(System::account_exists(pure));
    make_ok(signed_by(kAlice), as(pure, remark()));
    expect_events({remarked(pure), executed()});
}

TEST_F(ProxyTest, OneExtrinsicMakesManyPureAccounts) {
    make_ok(signed_by(kAlice), Proxy::create_pure{Any, 0, 0});
    make_error(signed_by(kAlice), Proxy::create_pure{Any, 0, 0}, Error::Duplicate);
    // The delay does not tell them apart, all else does.
    make_error(signed_by(kAlice), Proxy::create_pure{Any, 5, 0}, Error::Duplicate);
    make_ok(signed_by(kAlice), Proxy::create_pure{Any, 0, 1});
    make_ok(signed_by(kAlice), Proxy::create_pure{Staking, 0, 0});
    make_ok(signed_by(kBob), Proxy::create_pure{Any, 0, 0});
    go_to(1, 1);
    make_ok(signed_by(kAlice), Proxy::create_pure{Any, 0, 0});
    go_to(2, 0);
    make_ok(signed_by(kAlice), Proxy::create_pure{Any, 0, 0});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 5 * Proxy::proxies_deposit(1));

    endow(kCharlie, kUnit / 100);
    make_error(signed_by(kCharlie), Proxy::create_pure{Any, 0, 0}, kPoor);
    make_error(root(), Proxy::create_pure{Any, 0, 0}, kBadOrigin);
}

TEST_F(ProxyTest, APureAccountIsKilledByItself) {
    make_ok(signed_by(kAlice), Proxy::create_pure{Any, 0, 3});
    const AccountId pure = Proxy::pure_account(kAlice, Any, 3, {1, 0});
    const Proxy::kill_pure kill{id(kAlice), Any, 3, {1}, {0}};
    make_error(signed_by(kAlice), kill, Error::NoPermission);
    make_error(signed_by(pure), Proxy::kill_pure{id(kBob), Any, 3, {1}, {0}}, Error::NoPermission);
    make_error(signed_by(pure), Proxy::kill_pure{id(kAlice), Staking, 3, {1}, {0}}, Error::NoPermission);
    make_error(signed_by(pure), Proxy::kill_pure{id(kAlice), Any, 4, {1}, {0}}, Error::NoPermission);
    make_error(signed_by(pure), Proxy::kill_pure{id(kAlice), Any, 3, {2}, {0}}, Error::NoPermission);
    make_error(signed_by(pure), Proxy::kill_pure{id(kAlice), Any, 3, {1}, {1}}, Error::NoPermission);
    make_error(signed_by(pure), Proxy::kill_pure{nobody(), Any, 3, {1}, {0}}, DispatchError::CannotLookup{});
    make_error(root(), kill, kBadOrigin);

    go_to(5, 2);
    make_ok(signed_by(kAlice), as(pure, kill));
    expect_events({unreserved(kAlice, Proxy::proxies_deposit(1)), event<Proxy>(Event::PureKilled{pure, kAlice, Any, 3}),
                   executed()});
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    make_error(signed_by(kAlice), as(pure, remark()), Error::NotProxy);
}

TEST_F(ProxyTest, CallsAreAnnouncedAgainstADeposit) {
    let_bob(Any, 10);
    const Balance one = kConstants.AnnouncementDepositBase + kConstants.AnnouncementDepositFactor;
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(remark())});
    expect_events({reserved(kBob, one), event<Proxy>(Event::Announced{kAlice, kBob, hash_of(remark())})});
    go_to(2);
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(remark())});
    EXPECT_EQ(Balances::reserved_balance(kBob), one + kConstants.AnnouncementDepositFactor);

    const Bytes* const stored = native::state().find(Proxy::storage.Announcements.key_for(kBob));
    ASSERT_NE(stored, nullptr);
    const std::string announced = to_hex(kAlice.bytes) + to_hex(hash_of(remark()).bytes);
    EXPECT_EQ(to_hex(*stored), "08" + announced + "01000000" + announced + "02000000" +
                                   to_hex(scale::encode(one + kConstants.AnnouncementDepositFactor)));

    make_error(signed_by(kCharlie), Proxy::announce{id(kAlice), hash_of(remark())}, Error::NotProxy);
    make_error(signed_by(kBob), Proxy::announce{nobody(), {}}, DispatchError::CannotLookup{});
    make_error(root(), Proxy::announce{id(kAlice), {}}, kBadOrigin);
}

TEST_F(ProxyTest, AProxyHasNoMoreAnnouncementsThanItMay) {
    let_bob(Any, 10);
    for (uint32_t i = 0; i < kConstants.MaxPending; ++i) {
        make_ok(signed_by(kBob), Proxy::announce{id(kAlice), {}});
    }
    make_error(signed_by(kBob), Proxy::announce{id(kAlice), {}}, Error::TooMany);
    // All of the same content go together.
    make_ok(signed_by(kBob), Proxy::remove_announcement{id(kAlice), {}});
    expect_events({unreserved(kBob, Proxy::announcements_deposit(kConstants.MaxPending))});

    endow(kBob, kUnit / 100);
    make_error(signed_by(kBob), Proxy::announce{id(kAlice), {}}, kPoor);
}

TEST_F(ProxyTest, AnnouncementsAreTakenBack) {
    let_bob(Any, 10);
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(remark())});
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), {}});
    make_error(signed_by(kBob), Proxy::remove_announcement{id(kAlice), hash_of(pay(kBob, 1))}, Error::NotFound);
    make_error(signed_by(kBob), Proxy::remove_announcement{id(kCharlie), {}}, Error::NotFound);
    make_error(signed_by(kCharlie), Proxy::remove_announcement{id(kAlice), {}}, Error::NotFound);
    make_error(signed_by(kBob), Proxy::remove_announcement{nobody(), {}}, DispatchError::CannotLookup{});
    make_error(root(), Proxy::remove_announcement{id(kAlice), {}}, kBadOrigin);

    make_ok(signed_by(kBob), Proxy::remove_announcement{id(kAlice), {}});
    expect_events({unreserved(kBob, kConstants.AnnouncementDepositFactor)});
    make_ok(signed_by(kBob), Proxy::remove_announcement{id(kAlice), hash_of(remark())});
    EXPECT_EQ(Balances::reserved_balance(kBob), 0u);
    EXPECT_FALSE(Proxy::storage.Announcements.exists(kBob));
}

TEST_F(ProxyTest, AnnouncementsAreRejected) {
    let_bob(Any, 10);
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(remark())});
    const Proxy::reject_announcement reject{id(kBob), hash_of(remark())};
    make_error(signed_by(kCharlie), reject, Error::NotFound);
    make_error(signed_by(kAlice), Proxy::reject_announcement{id(kBob), {}}, Error::NotFound);
    make_error(signed_by(kAlice), Proxy::reject_announcement{id(kCharlie), hash_of(remark())}, Error::NotFound);
    make_error(signed_by(kAlice), Proxy::reject_announcement{nobody(), {}}, DispatchError::CannotLookup{});
    make_error(none(), reject, kBadOrigin);

    // A proxy of the kind CancelProxy can do this and nothing else.
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kCharlie), CancelProxy, 0});
    make_ok(signed_by(kCharlie), as(kAlice, remark()));
    expect_events({executed(kFiltered)});
    make_ok(signed_by(kCharlie), as(kAlice, reject));
    expect_events({unreserved(kBob, Proxy::announcements_deposit(1)), executed()});
    EXPECT_FALSE(Proxy::storage.Announcements.exists(kBob));
}

TEST_F(ProxyTest, AnAnnouncedCallIsMadeWhenItsDelayIsOver) {
    let_bob(Any, 3);
    make_error(signed_by(kBob), as(kAlice, remark()), Error::Unannounced);
    const Proxy::proxy_announced announced{id(kBob), id(kAlice), std::nullopt, remark()};
    make_error(signed_by(kDave), announced, Error::Unannounced);

    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(remark())});
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(pay(kEve, 1))});
    go_to(3);
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(remark())});
    make_error(signed_by(kDave), announced, Error::Unannounced);
    go_to(4);
    // Anybody can ask for it. The younger announcement of the same call stays.
    make_ok(signed_by(kDave), announced);
    expect_events({unreserved(kBob, kConstants.AnnouncementDepositFactor), remarked(kAlice), executed()});
    make_error(signed_by(kDave), announced, Error::Unannounced);
    go_to(6);
    make_ok(signed_by(kBob), announced);
    make_error(signed_by(kDave), announced, Error::Unannounced);
    EXPECT_EQ(Balances::reserved_balance(kBob), Proxy::announcements_deposit(1));

    make_error(signed_by(kDave), Proxy::proxy_announced{id(kCharlie), id(kAlice), std::nullopt, remark()},
               Error::NotProxy);
    make_error(signed_by(kDave), Proxy::proxy_announced{id(kBob), id(kAlice), Staking, remark()}, Error::NotProxy);
    make_error(signed_by(kDave), Proxy::proxy_announced{nobody(), id(kAlice), std::nullopt, remark()},
               DispatchError::CannotLookup{});
    make_error(signed_by(kDave), Proxy::proxy_announced{id(kBob), nobody(), std::nullopt, remark()},
               DispatchError::CannotLookup{});
    make_error(root(), announced, kBadOrigin);
}

TEST_F(ProxyTest, AnAnnouncedCallPassesTheFilterToo) {
    let_bob(NonTransfer, 1);
    make_ok(signed_by(kBob), Proxy::announce{id(kAlice), hash_of(pay(kEve, 1))});
    go_to(2);
    make_ok(signed_by(kBob), Proxy::proxy_announced{id(kBob), id(kAlice), std::nullopt, pay(kEve, 1)});
    EXPECT_TRUE(saw(executed(kFiltered)));
    // It was announced for nothing: the announcement is used up.
    EXPECT_FALSE(Proxy::storage.Announcements.exists(kBob));
}

// A random walk. After each step everybody has in reserve exactly what they owe for their proxies, for pure accounts
// that they made, and for announcements.
TEST_F(ProxyTest, DepositsAreWhatIsReserved) {
    auto random = serinus::test::seeded_random();
    const auto pick = [&](auto... choices) {
        const std::array options{choices...};
        return options[serinus::test::random_between(random, 0, options.size() - 1)];
    };
    struct Pure {
        AccountId who, creator;
        uint16_t index;
        BlockNumber height;
    };
    std::vector<Pure> pures;
    std::map<AccountId, Balance> owed_for_pures;
    uint32_t successes = 0;
    for (BlockNumber block = 2; block < 1200; ++block) {
        go_to(block);
        const AccountId who = pick(kAlice, kBob, kCharlie);
        const AccountId other = pick(kAlice, kBob, kCharlie, kDave);
        const auto type = pick(Any, NonTransfer, Staking);
        const BlockNumber delay = pick(0u, 0u, 2u);
        const Hash256 hash = hash_of(System::remark_with_event{{pick(uint8_t{1}, uint8_t{2})}});
        RuntimeCall call;
        std::optional<size_t> killed;
        const auto action = serinus::test::random_between(random, 0, 11);
        if (action <= 2) call = Proxy::add_proxy{id(other), type, delay};
        if (action == 3 || action == 4) call = Proxy::remove_proxy{id(other), type, delay};
        if (action == 5 && block % 5 == 0) call = Proxy::remove_proxies{};
        if (action == 6) call = Proxy::create_pure{Any, 0, static_cast<uint16_t>(block)};
        if (action == 7 && !pures.empty()) {
            killed = serinus::test::random_between(random, 0, pures.size() - 1);
            const Pure& pure = pures[*killed];
            call = as(pure.who, Proxy::kill_pure{id(pure.creator), Any, pure.index, {pure.height}, {0}});
        }
        if (action == 8) call = Proxy::announce{id(other), hash};
        if (action == 9) call = Proxy::remove_announcement{id(other), hash};
        if (action == 10) call = Proxy::reject_announcement{id(other), hash};
        if (action == 11) call = Proxy::proxy_announced{id(who), id(other), std::nullopt, remark()};
        if (action == 5 && block % 5 != 0) call = remark();
        if (action == 7 && pures.empty()) call = remark();

        const AccountId sender = killed ? pures[*killed].creator : who;
        if (const auto result = make(signed_by(sender), call); result) {
            ++successes;
            if (action == 6) {
                pures.push_back({Proxy::pure_account(who, Any, static_cast<uint16_t>(block), {block, 0}), who,
                                 static_cast<uint16_t>(block), block});
                owed_for_pures[who] += Proxy::proxies_deposit(1);
            }
            if (killed) {
                ASSERT_TRUE(saw(executed()));
                owed_for_pures[sender] -= Proxy::proxies_deposit(1);
                pures.erase(pures.begin() + static_cast<ptrdiff_t>(*killed));
            }
        }
        for (const AccountId& each : {kAlice, kBob, kCharlie, kDave}) {
            const Balance owed = Proxy::storage.Proxies.get(each).second +
                                 Proxy::storage.Announcements.get(each).second + owed_for_pures[each];
            ASSERT_EQ(Balances::reserved_balance(each), owed) << "block " << block;
        }
        const auto state = Proxy::try_state();
        ASSERT_TRUE(state) << state.error();
    }
    EXPECT_GT(successes, 300u);
}

}  // namespace
}  // namespace serinus::pallet_proxy
