// The keys of a validator, and what nodes ask about consensus.
#include "runtime/runtimes/kusama/session_keys.hpp"

#include "runtime/pallets/session/chain_test.hpp"
#include "runtime/runtimes/kusama/api.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using Keys = staging_kusama_runtime::SessionKeys;

using Apis = List<BabeApi, GrandpaApi, AuthorityDiscoveryApi, kusama::SessionKeys>;

Bytes call(std::string_view method, BytesView arguments = {}) {
    return call_runtime_api<Apis>(method, arguments).value_or(Bytes{});
}

// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs. Seven keys, 6 * 32 + 33 bytes.
TEST(SessionKeysOfKusama, AreSevenInTheirOrder) {
    const Keys keys = session_keys::generated<Keys>(std::nullopt);
    const Bytes encoded = scale::encode(keys);
    EXPECT_EQ(encoded.size(), 225u);
    const auto raw = session_keys::decode_raw<Keys>(encoded);
    ASSERT_TRUE(raw);
    Bytes joined;
    std::string types;
    for (const auto& [key, type] : *raw) {
        append(joined, key);
        types += as_text(type._0);
    }
    EXPECT_EQ(joined, encoded);
    EXPECT_EQ(types, "granbabeimonparaasgnaudibeef");
    EXPECT_FALSE(session_keys::decode_raw<Keys>(BytesView(encoded).first(224)));
}

// Spec: sect-runtime-sessionkeys-module
TEST(SessionKeysOfKusama, NodesMakeAndReadThem) {
    const Bytes seed = to_bytes(as_bytes("//Alice"));
    const Bytes made =
        *scale::decode<Bytes>(call("SessionKeys_generate_session_keys", scale::encode(std::optional(seed))));
    EXPECT_EQ(made, scale::encode(session_keys::generated<Keys>(seed)));
    EXPECT_NE(made, scale::encode(session_keys::generated<Keys>(std::nullopt)));
    EXPECT_THROW(session_keys::generated<Keys>(Bytes{0xff}), native::Panic) << "not UTF-8";

    const auto read = call("SessionKeys_decode_session_keys", scale::encode(made));
    EXPECT_EQ(read, scale::encode(session_keys::decode_raw<Keys>(made)));
    EXPECT_EQ(call("SessionKeys_decode_session_keys", scale::encode(Bytes{1})), Bytes{0});
}

using ConsensusApi = Chain;

// Spec: sect-babeapi, sect-grandpaapi, sect-rte-babeapi-epoch
TEST_F(ConsensusApi, SaysWhatTheEnginesNeed) {
    block(kFirstSlot);
    const auto configuration = scale::decode<sp_consensus_babe::BabeConfiguration>(call("BabeApi_configuration"));
    ASSERT_TRUE(configuration);
    EXPECT_EQ(configuration->slot_duration, 6'000u);
    EXPECT_EQ(configuration->epoch_length, 600u);
    EXPECT_EQ(configuration->c, std::pair(uint64_t{1}, uint64_t{4}));
    EXPECT_EQ(configuration->authorities.size(), 3u);
    EXPECT_EQ(configuration->allowed_slots, sp_consensus_babe::AllowedSlots::PrimaryAndSecondaryVRFSlots);
    EXPECT_EQ(call("BabeApi_current_epoch_start"), scale::encode(kFirstSlot));
    EXPECT_EQ(call("BabeApi_current_epoch"), scale::encode(Babe::current_epoch()));
    EXPECT_EQ(call("BabeApi_next_epoch"), scale::encode(Babe::next_epoch()));
    EXPECT_EQ(call("GrandpaApi_grandpa_authorities"), scale::encode(Grandpa::grandpa_authorities()));
    EXPECT_EQ(call("GrandpaApi_current_set_id"), Bytes(8));
    EXPECT_EQ(call("AuthorityDiscoveryApi_authorities"), scale::encode(AuthorityDiscovery::authorities()));
}

TEST_F(ConsensusApi, MakesProofsAndTakesReports) {
    block(kFirstSlot);
    const auto prove = [](std::string_view method, BytesView key) {
        return *scale::decode<std::optional<Bytes>>(call(method, concat(Bytes(8), key)));
    };
    const auto of_babe = prove("BabeApi_generate_key_ownership_proof", alice.keys.babe._0._0);
    ASSERT_TRUE(of_babe);
    EXPECT_EQ(*of_babe, scale::encode(*Historical::prove(key_types::kBabe, alice.keys.babe._0._0)));
    EXPECT_TRUE(prove("GrandpaApi_generate_key_ownership_proof", alice.keys.grandpa._0._0));
    EXPECT_FALSE(prove("GrandpaApi_generate_key_ownership_proof", alice.keys.babe._0._0));

    // Whether a report is true is checked when the pool looks at it.
    const auto submit = [](const Bytes& proof) {
        return call("BabeApi_submit_report_equivocation_unsigned_extrinsic",
                    concat(scale::encode(sp_consensus_babe::EquivocationProof{}), scale::encode(proof)));
    };
    EXPECT_EQ(submit(*of_babe), Bytes{1});
    EXPECT_EQ(native::state().submitted.size(), 1u);
    EXPECT_EQ(submit({1}), Bytes{0}) << "no proof";
    EXPECT_EQ(native::state().submitted.size(), 1u);
}

}  // namespace
}  // namespace serinus::kusama
