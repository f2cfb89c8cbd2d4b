// Deposits of Proxy at today's price, and its events. Observed: pallet-proxy 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Acting = Proxy::Event;
using pallet_proxy::DepositKind;

class ProxyDepositsTest : public SmallPallets {
  protected:
    /// Something that was reserved for more, or for less, than it is today.
    template <class Items>
    static void change_deposit(const Items& items, Balance deposit) {
        auto [list, old] = items.get(kAlice);
        ASSERT_TRUE(change_reserve<Balances>(kAlice, old, deposit));
        items.put(kAlice, {std::move(list), deposit});
    }
};

TEST_F(ProxyDepositsTest, DepositsBecomeTodays) {
    make_ok(signed_by(kAlice), Proxy::add_proxy{id(kBob), ProxyType::Any, 0});
    make_ok(signed_by(kBob), Proxy::add_proxy{id(kAlice), ProxyType::Any, 0});
    make_ok(signed_by(kAlice), Proxy::announce{id(kBob), Hash256{}});
    EXPECT_EQ(make_ok(signed_by(kAlice), Proxy::poke_deposit{}), PostDispatchInfo{});
    expect_events({});

    change_deposit(Proxy::storage.Proxies, kUnit);
    change_deposit(Proxy::storage.Announcements, 9 * kUnit);
    expect_free_of_charge(make(signed_by(kAlice), Proxy::poke_deposit{}));
    EXPECT_TRUE(saw<Proxy>(Acting::DepositPoked{kAlice, DepositKind::Proxies, kUnit, 3 * kUnit}));
    EXPECT_TRUE(saw<Proxy>(Acting::DepositPoked{kAlice, DepositKind::Announcements, 9 * kUnit, 5 * kUnit}));
    EXPECT_EQ(reserved(kAlice), 8 * kUnit);
}

TEST_F(ProxyDepositsTest, ADepositForNothingIsReturned) {
    ASSERT_TRUE(Balances::reserve(kAlice, kUnit));
    Proxy::storage.Proxies.put(kAlice, {Proxy::ProxyList(), kUnit});
    expect_free_of_charge(make(signed_by(kAlice), Proxy::poke_deposit{}));
    EXPECT_TRUE(saw<Proxy>(Acting::DepositPoked{kAlice, DepositKind::Proxies, kUnit, 0}));
    EXPECT_FALSE(Proxy::storage.Proxies.exists(kAlice));
    EXPECT_EQ(reserved(kAlice), 0u);
}

TEST_F(ProxyDepositsTest, AnAccountWithoutAKeyIsGivenUpWithAWord) {
    make_ok(signed_by(kAlice), Proxy::create_pure{ProxyType::Any, 0, 5});
    const AccountId pure = Proxy::pure_account(kAlice, ProxyType::Any, 5, {1, 0});
    make_ok(signed_by(pure), Proxy::kill_pure{id(kAlice), ProxyType::Any, 5, {1}, {0}});
    EXPECT_TRUE(saw<Proxy>(Acting::PureKilled{pure, kAlice, ProxyType::Any, 5}));
}

}  // namespace
}  // namespace serinus::mock::small
