// What nodes ask a runtime with validators about consensus.
#include "runtime/mock/chain_test.hpp"
#include "runtime/pallets/authority_discovery/api.ipp"
#include "runtime/pallets/babe/api.ipp"
#include "runtime/pallets/grandpa/api.ipp"

namespace serinus::mock::validators {
namespace {

using Apis = List<pallet_babe::api::BabeApi<Runtime>, pallet_grandpa::api::GrandpaApi<Runtime>,
                  pallet_authority_discovery::api::AuthorityDiscoveryApi<Runtime>>;

Bytes call(std::string_view method, BytesView arguments = {}) {
    return call_runtime_api<Apis>(method, arguments).value_or(Bytes{});
}

using ConsensusApi = Chain;

// Spec: sect-babeapi, sect-grandpaapi, sect-rte-babeapi-epoch
TEST_F(ConsensusApi, SaysWhatTheEnginesNeed) {
    block(kFirstSlot);
    const auto configuration = scale::decode<sp_consensus_babe::BabeConfiguration>(call("BabeApi_configuration"));
    ASSERT_TRUE(configuration);
    EXPECT_EQ(configuration->slot_duration, 6'000u);
    EXPECT_EQ(configuration->epoch_length, kSlotsOfEpoch);
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
}  // namespace serinus::mock::validators
