// Configuration of parachains, read as a specification. Pallet: configuration
#include "runtime/mock/host_test.hpp"

namespace serinus::polkadot_runtime_parachains::configuration {
namespace {

using namespace mock::host;
using mock::kAlice, mock::root, mock::signed_by;
using Pallet = mock::host::Configuration;
using Error = Pallet::Error;

class ConfigurationTest : public mock::host::Host {
  protected:
    static Pallet::Host planned() { return Pallet::storage.PendingConfigs.get().back().second; }
};

TEST_F(ConfigurationTest, OlderCallsSetWhatStandsWithTheCoresNow) {
    make_ok(root(), Pallet::set_coretime_cores{3});
    make_ok(root(), Pallet::set_minimum_validation_upgrade_delay{9});
    make_ok(root(), Pallet::set_group_rotation_frequency{20});
    make_ok(root(), Pallet::set_paras_availability_period{4});
    make_ok(root(), Pallet::set_scheduling_lookahead{2});
    make_ok(root(), Pallet::set_max_validators_per_core{5});
    make_ok(root(), Pallet::set_on_demand_base_fee{6});
    make_ok(root(), Pallet::set_on_demand_fee_variability{Perbill::from_percent(7)});
    make_ok(root(), Pallet::set_on_demand_queue_max_size{8});
    make_ok(root(), Pallet::set_on_demand_target_queue_utilization{Perbill::from_percent(9)});
    const SchedulerParams<BlockNumber> expected{.group_rotation_frequency = 20,
                                                .paras_availability_period = 4,
                                                .max_validators_per_core = 5,
                                                .lookahead = 2,
                                                .num_cores = 3,
                                                .max_availability_timeouts = 0,
                                                .on_demand_queue_max_size = 8,
                                                .on_demand_target_queue_utilization = Perbill::from_percent(9),
                                                .on_demand_fee_variability = Perbill::from_percent(7),
                                                .on_demand_base_fee = 6,
                                                .ttl = 5};
    EXPECT_EQ(planned().scheduler_params, expected);
    make_ok(root(), Pallet::set_scheduler_params{{}});
    EXPECT_EQ(planned().scheduler_params, SchedulerParams<BlockNumber>{});
}

TEST_F(ConfigurationTest, ContradictionsAreRefused) {
    SchedulerParams<BlockNumber> without_lookahead;
    without_lookahead.lookahead = 0;
    using Param = polkadot_primitives::v5::executor_params::ExecutorParam;
    using Prep = polkadot_primitives::v5::PvfPrepTimeoutKind;
    using Exec = polkadot_primitives::v5::PvfExecTimeoutKind;
    const auto machine = [](std::vector<Param> params) { return Pallet::set_executor_params{{std::move(params)}}; };
    constexpr uint64_t kMiB = uint64_t{1} << 20;
    for (const RuntimeCall& call : std::initializer_list<RuntimeCall>{
             Pallet::set_group_rotation_frequency{0}, Pallet::set_scheduling_lookahead{0},
             Pallet::set_n_delay_tranches{0}, Pallet::set_on_demand_queue_max_size{1'000'000'001},
             Pallet::set_max_pov_size{16 * 1024 * 1024 + 1}, Pallet::set_scheduler_params{without_lookahead},
             machine({{Param::MaxMemoryPages{0}}}), machine({{Param::MaxMemoryPages{65'537}}}),
             machine({{Param::WasmExtBulkMemory{}}, {Param::WasmExtBulkMemory{}}}),
             machine({{Param::StackLogicalMax{1'023}}}), machine({{Param::StackLogicalMax{131'073}}}),
             machine({{Param::StackNativeMax{128 * 65'536 - 1}}}),
             machine({{Param::PrecheckingMaxMemory{256 * kMiB - 1}}}),
             machine({{Param::PvfPrepTimeout{Prep::Precheck, 360'000}}}),
             machine({{Param::PvfExecTimeout{Exec::Approval, 2'000}}})}) {
        make_error(root(), call, Error::InvalidNewValue);
    }
    make_ok(root(), Pallet::set_max_pov_size{16 * 1024 * 1024});
    make_ok(root(), machine({{Param::StackLogicalMax{1'024}},
                             {Param::StackNativeMax{128 * 1'024}},
                             {Param::PvfPrepTimeout{Prep::Precheck, 359'999}},
                             {Param::PvfExecTimeout{Exec::Backing, 11'999}},
                             {Param::PrecheckingMaxMemory{16ULL * 1024 * kMiB}},
                             {Param::MaxMemoryPages{65'536}}}));
}

TEST_F(ConfigurationTest, FeaturesAreBitsThatGrowAndNeverShrink) {
    make_ok(root(), Pallet::set_node_feature{3, true});
    EXPECT_EQ(planned().node_features.size(), 4u);
    EXPECT_TRUE(planned().has_feature(kCandidateReceiptV2));
    make_ok(root(), Pallet::set_node_feature{255, true});
    make_ok(root(), Pallet::set_node_feature{3, false});
    EXPECT_EQ(planned().node_features.size(), 256u);
    EXPECT_FALSE(planned().has_feature(3));
    EXPECT_TRUE(planned().has_feature(255));
    EXPECT_FALSE(planned().has_feature(256));
    make_ok(root(), Pallet::set_approval_voting_params{{6}});
    EXPECT_EQ(planned().approval_voting_params.max_approval_coalesce_count, 6u);
    make_error(signed_by(kAlice), Pallet::set_node_feature{3, true}, kBadOrigin);
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::configuration

namespace serinus::polkadot_runtime_parachains::shared {
namespace {

using namespace mock::host;

Hash256 hash(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}

TEST(AllowedRelayParentsTracker, AreTheLastOfTheSession) {
    AllowedRelayParentsTracker<Hash256, BlockNumber> parents;
    for (uint8_t i = 1; i <= 5; ++i) parents.update({hash(i), hash(0), {}}, i, 3);
    ASSERT_EQ(parents.buffer.size(), 3u);
    EXPECT_FALSE(parents.acquire_info(hash(2), std::nullopt));
    EXPECT_EQ(parents.acquire_info(hash(3), std::nullopt)->number, 3u);
    EXPECT_EQ(parents.acquire_info(hash(3), 3u)->info, &parents.buffer[0]);
    EXPECT_FALSE(parents.acquire_info(hash(3), 4u));
    EXPECT_EQ(parents.hypothetical_earliest_block_number(9, 2), 7u);
    parents.update({hash(5), hash(9), {}}, 6, 3);
    EXPECT_EQ(parents.latest_number, 5u) << "it is there already";
    parents.update({hash(6), hash(0), {}}, 6, 1);
    EXPECT_EQ(parents.buffer.size(), 1u);
}

class SharedTest : public Host {};

TEST_F(SharedTest, DisabledValidatorsAreKnownByTheirPlaces) {
    ParasShared::storage.ActiveValidatorIndices.put({{4}, {0}, {7}});
    Disabled::validators = {0, 1, 7};
    EXPECT_EQ(ParasShared::disabled_validators(), (std::vector<ValidatorIndex>{{1}, {2}}));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::shared
