// The template of `serinus new chain` beside Kusama in one program.
#include <gtest/gtest.h>

#include "runtime/runtime.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/host/native/session.hpp"

namespace serinus {
namespace {

using sdk::RuntimeCall, sdk::RuntimeOrigin, sdk::AccountId, sdk::native::Session;

constexpr AccountId account_of(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
constexpr AccountId kAnna = account_of(0xa1), kBert = account_of(0xb0);

/// Root gives, then Anna pays Bert and sees the fee of the call.
template <class System, class Balances>
void pays(sdk::Balance unit) {
    System::storage.Number.put(1);
    EXPECT_TRUE(RuntimeCall(typename Balances::force_set_balance{{sdk::LookupSource::Id{kAnna}}, {100 * unit}})
                    .dispatch(RuntimeOrigin::root()));
    EXPECT_TRUE(RuntimeCall(typename Balances::transfer_keep_alive{{sdk::LookupSource::Id{kBert}}, {3 * unit}})
                    .dispatch(RuntimeOrigin::signed_by(kAnna)));
    EXPECT_EQ(Balances::free_balance(kBert), 3 * unit);
}

TEST(TemplateBesideKusama, BothDispatchWithTheirOwnPalletsIndicesAndState) {
    Session relay(sdk::table_of<kusama::Runtime>()), chain(sdk::table_of<new_chain::Runtime>());
    relay.run([] { pays<kusama::System, kusama::Balances>(kusama::currency::kUnits); });
    chain.run([] { pays<new_chain::System, new_chain::Balances>(1'000'000'000'000); });
    EXPECT_EQ(relay.run([] { return kusama::Balances::free_balance(kBert); }), 3 * kusama::currency::kUnits);

    chain.run([] {
        EXPECT_TRUE(RuntimeCall(new_chain::Numbers::keep{7}).dispatch(RuntimeOrigin::signed_by(kAnna)));
        EXPECT_EQ(new_chain::Numbers::storage.Entries.get(kAnna), 7u);
    });
    // The pallet Balances has another place in each, so the bytes of one call mean another one, or none, there.
    const auto encoded = [](auto call) { return scale::encode(RuntimeCall(call)); };
    const sdk::LookupSource bert{sdk::LookupSource::Id{kBert}};
    const Bytes here = relay.run([&] { return encoded(kusama::Balances::transfer_all{{bert}, false}); });
    const Bytes there = chain.run([&] { return encoded(new_chain::Balances::transfer_all{{bert}, false}); });
    EXPECT_EQ(here[0], kusama::Balances::Config::kInfo.index);
    EXPECT_EQ(there[0], new_chain::Balances::Config::kInfo.index);
    EXPECT_NE(here[0], there[0]);
    EXPECT_TRUE(std::ranges::equal(BytesView(here).subspan(1), BytesView(there).subspan(1)));
    EXPECT_FALSE(chain.run([&] { return scale::decode<RuntimeCall>(here) == scale::decode<RuntimeCall>(there); }));
}

}  // namespace
}  // namespace serinus
