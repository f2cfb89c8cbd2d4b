// What the broker chain says and is told, read as a specification. Pallet: coretime
#include "runtime/mock/host_test.hpp"

namespace serinus::polkadot_runtime_parachains::coretime {
namespace {

using namespace mock::host;
using mock::kAlice, mock::kUnit, mock::root, mock::signed_by;
using mock::host::Coretime;
using Error = Coretime::Error;

RuntimeOrigin para(uint32_t id) {
    return RuntimeOrigin::of_pallet<ParachainsOrigin>({origin::pallet::Origin::Parachain{{id}}});
}

class CoretimeTest : public Host {
  protected:
    static constexpr Balance kFee = 10'000'000;
    static std::vector<xcm::Instruction> sent() {
        EXPECT_EQ(Outside::sent.size(), 1u);
        EXPECT_EQ(Outside::sent[0].first, (xcm::Location{0, {xcm::Junction::parachain(1005)}}));
        return Outside::sent[0].second.to_vector();
    }
    static void expect_transact(const xcm::Instruction& instruction, std::string_view call) {
        EXPECT_EQ(instruction.op, xcm::Op::Transact);
        EXPECT_EQ(instruction.origin_kind, xcm::OriginKind::Superuser);
        EXPECT_EQ(instruction.fallback_weight, Weight::from_parts(250'000'000, 20'480));
        EXPECT_EQ(to_hex(instruction.bytes), call);
    }
};

TEST_F(CoretimeTest, OnlyTheBrokerAndRootSpeak) {
    const std::initializer_list<RuntimeCall> calls = {
        Coretime::request_core_count{7}, Coretime::request_revenue_at{1}, Coretime::credit_account{kAlice, 5},
        Coretime::assign_core{3, 9, {{CoreAssignment{CoreAssignment::Pool{}}, {57'600}}}, std::nullopt}};
    for (const RuntimeCall& call : calls) {
        make_error(para(1004), call, Error::NotBroker);
        make_error(signed_by(kAlice), call, kBadOrigin);
        make_ok(para(1005), call);
        make_ok(root(), call);
    }
    EXPECT_TRUE(saw<Coretime>(Coretime::Event::CoreAssigned{{3}}));
    EXPECT_EQ(OnDemand::storage.Credits.get(kAlice), 10u);
    EXPECT_EQ(Configuration::storage.PendingConfigs.get().back().second.scheduler_params.num_cores, 7u);
    EXPECT_EQ(CoretimeAssignmentProvider::storage.CoreSchedules.get({9, {3}})->assignments.size(), 2u);
}

TEST_F(CoretimeTest, RevenueIsTeleportedAndTold) {
    OnDemand::storage.Revenue.put(*OnDemand::RevenueOfBlocks::from({1, kFee, 2}));
    go_to(10);
    make_error(root(), Coretime::request_revenue_at{11}, Error::RequestedFutureRevenue);
    make_ok(root(), Coretime::request_revenue_at{10});
    EXPECT_EQ(Outside::moves, (std::vector<std::string>{"withdraw 10000002", "out"}));
    const auto message = sent();
    ASSERT_EQ(message.size(), 4u);
    EXPECT_EQ(message[0].op, xcm::Op::UnpaidExecution);
    EXPECT_EQ(message[0].limit, std::nullopt);
    EXPECT_EQ(message[1].op, xcm::Op::ReceiveTeleportedAsset);
    EXPECT_EQ(message[1].assets.items, std::vector{xcm::Asset::fungible({xcm::Location::parent()}, kFee + 2)});
    EXPECT_EQ(message[2].op, xcm::Op::DepositAsset);
    EXPECT_EQ(message[2].filter, xcm::AssetFilter::all_counted(1));
    EXPECT_EQ(message[2].location, (xcm::Location{0, {xcm::Junction::pallet_instance(50)}}));
    expect_transact(message[3],
                    "3214"
                    "0a000000"
                    "82969800"
                    "000000000000000000000000");
    EXPECT_EQ(OnDemand::storage.Revenue.get().inner(), std::vector<Balance>{1});
}

TEST_F(CoretimeTest, NothingIsToldToo) {
    make_ok(root(), Coretime::request_revenue_at{1});
    const auto message = sent();
    ASSERT_EQ(message.size(), 2u);
    expect_transact(message[1],
                    "3214"
                    "01000000"
                    "00000000000000000000000000000000");
    EXPECT_TRUE(Outside::moves.empty());
    Outside::fails = true;
    make_error(root(), Coretime::request_revenue_at{1}, Error::AssetTransferFailed);
}

TEST_F(CoretimeTest, ASessionWithOtherCoresIsTold) {
    initializer::SessionChange change;
    std::vector<ParaId> outgoing;
    Coretime::initializer_on_new_session(change, outgoing);
    EXPECT_TRUE(Outside::sent.empty());
    change.new_config.scheduler_params.num_cores = 0x10203;
    Coretime::initializer_on_new_session(change, outgoing);
    const auto message = sent();
    ASSERT_EQ(message.size(), 2u);
    expect_transact(message[1], "3213ffff");
    Outside::fails = true;
    Coretime::initializer_on_new_session(change, outgoing);
    EXPECT_EQ(Outside::sent.size(), 1u) << "that it fails is nobody's concern";
}

}  // namespace
}  // namespace serinus::polkadot_runtime_parachains::coretime
