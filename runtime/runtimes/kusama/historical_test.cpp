// Proofs of keys against the genesis of the real module, in which Staking has elected Alice and Bob.
#include "base/hex.hpp"
#include "runtime/runtimes/kusama/beside_real_module_test.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::kusama {
namespace {

using namespace sdk;
using KeysOfKusama = staging_kusama_runtime::SessionKeys;
using HistoricalOfKusama = BesideRealModule;

TEST_F(HistoricalOfKusama, RootOfTheRealGenesisIsOurs) {
    const auto stored = Historical::storage.HistoricalSessions.get(0);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->second, 2u);
    size_t proven = 0;
    for (const auto& [validator, keys] : Session::storage.QueuedKeys.get()) {
        const auto raw = session_keys::raw(keys);
        for (size_t k = 0; k < raw.size(); ++k) {
            const auto proof = Historical::prove(session_keys::kTypes<KeysOfKusama>[k], raw[k]);
            ASSERT_TRUE(proof);
            EXPECT_TRUE(std::ranges::any_of(proof->trie_nodes, [&](const Bytes& node) {
                return host::blake2_256(node) == stored->first;
            })) << "the nodes are a set";
            const auto owner = Historical::check_proof(session_keys::kTypes<KeysOfKusama>[k], raw[k], *proof);
            EXPECT_EQ(owner.value().first, validator);
            ++proven;
        }
    }
    EXPECT_EQ(proven, 12u) << "six keys of two validators";
}

TEST_F(HistoricalOfKusama, ProofsAreThoseOfTheRealModule) {
    for (const auto& [validator, keys] : Session::storage.QueuedKeys.get()) {
        const Bytes arguments = concat(scale::encode(uint64_t{1}), scale::encode(keys.babe));
        const Bytes real = real_answer("BabeApi_generate_key_ownership_proof", arguments);
        EXPECT_GT(real.size(), 100u);
        EXPECT_EQ(to_hex(our_answer("BabeApi_generate_key_ownership_proof", arguments)), to_hex(real));
    }
}

}  // namespace
}  // namespace serinus::kusama
