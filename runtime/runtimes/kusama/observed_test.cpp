// What the real Kusama 1.0.0 says of its pallets: their constants, and what their calls weigh.
#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using Observed = World;

/// The calls in hexadecimal with what they declare, in which they come back unchanged.
void expect_infos(std::initializer_list<std::pair<std::string, DispatchInfo>> cases) {
    for (const auto& [hex, expected] : cases) {
        const auto call = scale::decode<RuntimeCall>(from_hex(hex).value());
        ASSERT_TRUE(call) << hex;
        EXPECT_EQ(call->info(), expected) << hex;
        EXPECT_EQ(to_hex(scale::encode(*call)), hex);
    }
}

// Observed: constants in the metadata of Kusama 1.0.0
TEST_F(Observed, RecoveryHasTheConstantsOfTheRealRuntime) {
    EXPECT_EQ(to_hex(scale::encode(RecoveryConfig::kConstants)),
              "04821bce260000000000000000000000"
              "9a2669e1030000000000000000000000"
              "09000000"
              "04821bce260000000000000000000000");
}

// Observed: the constants in the metadata of Kusama 1.0.0
TEST_F(Observed, MultisigHasKusamasDeposits) {
    EXPECT_EQ(to_hex(scale::encode(MultisigConfig::kConstants.DepositBase)), "f01945e79b0000000000000000000000");
    EXPECT_EQ(to_hex(scale::encode(MultisigConfig::kConstants.DepositFactor)), "8006943f000000000000000000000000");
    EXPECT_EQ(MultisigConfig::kConstants.MaxSignatories, 100u);
}

// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0
TEST_F(Observed, MultisigWeighsItsCallsAsKusamaDoes) {
    const std::string two =
        "088eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"
        "90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22";
    const std::string hash(64, '1');
    expect_infos({
        {"1f00" + two + "00010800000000000000", {{367318727, 1485}, DispatchClass::Operational}},
        {"1f010200" + two + "000000080102a10f411f", {{286548737, 8811}}},
        {"1f020200" + two + "010100000002000000" + hash + "a10f411f", {{156965626, 8811}}},
        {"1f030200" + two + "0100000002000000" + hash, {{158338610, 6811}}},
    });
}

// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0 with Sudo
TEST_F(Observed, SudoWeighsItsCalls) {
    expect_infos({
        {"ff0000010800000000000000", {{266661000, 3002}, DispatchClass::Operational}},
        {"ff0100010800000000000000a10f411f", {{1000, 2000}, DispatchClass::Operational}},
        {"ff02008eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48", {{138403000, 1517}}},
        {"ff03008eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a480000080102", {{38686319, 1517}}},
    });
}

// Observed: the constant in the metadata of Kusama 1.0.0
static_assert(UtilityConfig::kConstants.batched_calls_limit == 0x2aaa);

// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0
TEST_F(Observed, UtilityWeighsItsCallsAsKusamaDoes) {
    expect_infos({
        {"180000", {{14634005, 0}, DispatchClass::Operational}},
        {"18000800000801020000080102", {{25422187, 0}, DispatchClass::Normal}},
        {"1800080001080000000000000000010800000000000000", {{481357549, 2970}, DispatchClass::Operational}},
        {"180008000008010200010800000000000000", {{253389868, 1485}, DispatchClass::Normal}},
        {"180004020014", {{177943777, 1493}, DispatchClass::Normal}},
        {"18020c0000080102000108000000000000000000080102", {{267157112, 1485}, DispatchClass::Normal}},
        {"180200", {{22427117, 0}, DispatchClass::Operational}},
        {"1804040000080102", {{20766439, 0}, DispatchClass::Normal}},
        {"180101000000080102", {{130223319, 0}, DispatchClass::Normal}},
        {"1801010000010800000000000000", {{358191000, 1485}, DispatchClass::Operational}},
        {"18010100020014", {{288139000, 1493}, DispatchClass::Mandatory}},
        {"1803000000010800000000000000", {{237084000, 1485}, DispatchClass::Operational}},
        {"180500010800000000000000a10f411f", {{1000, 2000}, DispatchClass::Operational}},
    });
}

// Observed: the constants in the metadata of Kusama 1.0.0
TEST_F(Observed, ProxyHasKusamasDeposits) {
    EXPECT_EQ(to_hex(scale::encode(ProxyConfig::kConstants.ProxyDepositBase)), "b00953489b0000000000000000000000");
    EXPECT_EQ(to_hex(scale::encode(ProxyConfig::kConstants.ProxyDepositFactor)), "b4a69041000000000000000000000000");
    EXPECT_EQ(to_hex(scale::encode(ProxyConfig::kConstants.AnnouncementDepositBase)),
              "b00953489b0000000000000000000000");
    EXPECT_EQ(to_hex(scale::encode(ProxyConfig::kConstants.AnnouncementDepositFactor)),
              "684d2183000000000000000000000000");
    EXPECT_EQ(ProxyConfig::kConstants.MaxProxies, 32u);
    EXPECT_EQ(ProxyConfig::kConstants.MaxPending, 32u);
}

// Observed: TransactionPaymentCallApi_query_call_info of Kusama 1.0.0
TEST_F(Observed, ProxyWeighsItsCallsAsKusamaDoes) {
    const std::string bob = "008eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";
    const std::string charlie = "0090b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22";
    const std::string hash(64, '1');
    expect_infos({
        {"1e00" + bob + "0000010800000000000000", {{393742346, 6191}, DispatchClass::Operational}},
        {"1e01" + bob + "0000000000", {{149211784, 4706}}},
        {"1e02" + bob + "0000000000", {{149007669, 4706}}},
        {"1e03", {{145688061, 4706}}},
        {"1e0400000000000000", {{149657854, 4706}}},
        {"1e05" + bob + "0000000408", {{146598596, 4706}}},
        {"1e06" + bob + hash, {{312479682, 5698}}},
        {"1e07" + bob + hash, {{278108265, 5698}}},
        {"1e08" + bob + hash, {{278083992, 5698}}},
        {"1e09" + bob + charlie + "01030000080102", {{441411523, 5698}}},
    });
}

// Source: fellowship runtimes v1.0.0, relay/kusama/constants/src/lib.rs: 4000 cents for two entries, 100 millicents for
// each of 64 bytes and of the preimage's.
static_assert(PreimageConfig::kBaseDeposit == 1'335'466'663'200 && PreimageConfig::kByteDeposit == 33'333'300);

// Weights: fellowship runtimes v1.0.0, weights/pallet_preimage.rs
TEST_F(Observed, PreimagesWeighAsTheirSize) {
    EXPECT_EQ(Preimage::note_preimage{Bytes(1000)}.weight(),
              Weight::from_parts(25'815'000 + 2'271'000 + 25'000'000 + 2 * 100'000'000, 3556));
    EXPECT_EQ(Preimage::unnote_preimage{}.weight(), Weight::from_parts(43'612'000 + 225'000'000, 3556));
    EXPECT_EQ(Preimage::request_preimage{}.weight(), Weight::from_parts(20'881'000 + 125'000'000, 3556));
    EXPECT_EQ(Preimage::unrequest_preimage{}.weight(), Weight::from_parts(22'746'000 + 225'000'000, 3556));
}

// Weights: fellowship runtimes v1.0.0, weights/pallet_scheduler.rs, with an agenda of 50.
TEST_F(Observed, SchedulerWeighsAFullAgenda) {
    EXPECT_EQ(Scheduler::schedule{}.weight(), Weight::from_parts(13'989'026 + 50 * 752'366 + 125'000'000, 42'428));
    EXPECT_EQ(Scheduler::schedule_after{}.weight(), Scheduler::schedule{}.weight());
    EXPECT_EQ(Scheduler::cancel{}.weight(), Weight::from_parts(14'402'909 + 50 * 1'404'108 + 225'000'000, 42'428));
    EXPECT_EQ(Scheduler::schedule_named{}.weight(),
              Weight::from_parts(18'596'080 + 50 * 832'081 + 250'000'000, 42'428));
    EXPECT_EQ(Scheduler::schedule_named_after{}.weight(), Scheduler::schedule_named{}.weight());
    EXPECT_EQ(Scheduler::cancel_named{}.weight(),
              Weight::from_parts(19'159'948 + 50 * 1'424'608 + 250'000'000, 42'428));
}

// Observed: constants in the metadata of Kusama 1.0.0
TEST_F(Observed, TreasuryHasTheConstantsOfTheRealRuntime) {
    EXPECT_EQ(to_hex(scale::encode(TreasuryConfig::kConstants)),
              "50c30000"
              "10086e389b0000000000000000000000"
              "0108147e05511e00000000000000000000"
              "80510100"
              "d0070000"
              "70792f7472737279"
              "64000000");
}

// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/origins.rs
TEST_F(Observed, TreasurySpendsByLimitOfTheOrigin) {
    using origins::Custom;
    const auto origin = [](Custom custom) { return RuntimeOrigin({PalletOrigin{43, {static_cast<uint8_t>(custom)}}}); };
    for (const auto& [by, quids] : {std::pair{Custom::SmallTipper, 250u},
                                    {Custom::BigTipper, 1'000u},
                                    {Custom::SmallSpender, 10'000u},
                                    {Custom::MediumSpender, 100'000u},
                                    {Custom::BigSpender, 1'000'000u},
                                    {Custom::Treasurer, 10'000'000u}}) {
        const Balance limit = quids * currency::kQuid;
        make_error(origin(by), Treasury::spend{{limit + 1}, id(kBob)}, Treasury::Error::InsufficientPermission);
        const uint32_t index = Treasury::storage.ProposalCount.get();
        make_ok(origin(by), Treasury::spend{{limit}, id(kBob)});
        expect_events({event<Treasury>(Treasury::Event::SpendApproved{index, limit, kBob})});
        EXPECT_EQ(Treasury::storage.Proposals.get(index),
                  (pallet_treasury::Proposal<AccountId, Balance>{kBob, limit, kBob, 0}));
    }
    make_ok(root(), Treasury::spend{{~Balance{0}}, id(kBob)});
    make_error(origin(Custom::GeneralAdmin), Treasury::spend{{0}, id(kBob)}, kBadOrigin);
    make_error(signed_by(kAlice), Treasury::spend{{0}, id(kBob)}, kBadOrigin);
}

// Weights: fellowship runtimes v1.0.0, weights/pallet_identity.rs
TEST_F(Observed, IdentityWeighsAtItsLimits) {
    EXPECT_EQ(Identity::set_identity{}.weight(),
              Weight::from_parts(28'019'917 + 20 * 136'514 + 100 * 377'730 + 125'000'000, 11'003));
}

}  // namespace
}  // namespace serinus::kusama
