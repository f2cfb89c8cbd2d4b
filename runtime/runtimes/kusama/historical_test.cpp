// Proofs of keys against the genesis of the real runtime.
#include "runtime/runtimes/kusama/world_test.hpp"
#include "runtime/sdk/session_keys.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using KeysOfKusama = staging_kusama_runtime::SessionKeys;

// The genesis of kusama-local was made by the real runtime, with Staking's stakes behind Alice and Bob.
using HistoricalOfKusama = World;
TEST_F(HistoricalOfKusama, RootOfTheRealGenesisIsOurs) {
    const auto path = serinus::test::shared_data("genesis/kusama-local-1000000.json");
    if (!path) GTEST_SKIP() << serinus::test::kNoSharedData;
    native::state().reset();
    for (const auto& [key, value] : serinus::test::Json::read(*path)["genesis"]["raw"]["top"].members()) {
        const Bytes raw = *from_hex(key.substr(2));
        if (!equal(raw, as_bytes(":code"))) host::set(raw, value.hex());
    }
    const auto stored = Historical::items.HistoricalSessions.get(0);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->second, 2u);
    for (const auto& [validator, keys] : Session::storage.QueuedKeys.get()) {
        const auto raw = session_keys::raw(keys);
        for (size_t k = 0; k < raw.size(); ++k) {
            const auto proof = Historical::prove(session_keys::kTypes<KeysOfKusama>[k], raw[k]);
            ASSERT_TRUE(proof);
            EXPECT_EQ(host::blake2_256(proof->trie_nodes.front()), stored->first);
            const auto owner = Historical::check_proof(session_keys::kTypes<KeysOfKusama>[k], raw[k], *proof);
            EXPECT_EQ(owner.value().first, validator);
        }
    }
    for (const auto check :
         {&Babe::try_state, &Session::try_state, &Historical::try_state, &Offences::try_state, &Grandpa::try_state}) {
        EXPECT_TRUE(check());
    }
}

}  // namespace
}  // namespace serinus::kusama
