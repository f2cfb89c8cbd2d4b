// Copies of Kusama's runtime in one program exchange messages, through queues of the one that is their relay chain.
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/host/native/try_upgrade.hpp"
#include "runtime/xcm/versioned.hpp"
#include "tests/runtime/chains_of_kusama.hpp"

namespace serinus::test {
namespace {

using kusama::Balances, kusama::Dmp, kusama::Hrmp, kusama::MessageQueue, kusama::ParaInclusion, kusama::Paras;
using sdk::AccountId, sdk::Balance;
using xcm::simulator::Network;

constexpr ParaId kLeft{2000}, kRight{2001};
constexpr Balance kUnit = kusama::currency::kUnits;
constexpr AccountId account(uint8_t byte) {
    AccountId out;
    out.bytes.fill(byte);
    return out;
}
/// Has no account at genesis.
constexpr AccountId kBob = account(0xb0);

/// The relay chain's own currency, and an account, as it names them.
xcm::Asset coins(uint128_t amount) { return xcm::Asset::fungible({xcm::Location::here()}, amount); }
xcm::Location place_of(const AccountId& who) { return {0, {xcm::Junction::account_id32(std::nullopt, who.bytes)}}; }

/// As the sender's runtime encodes it.
Bytes give(KusamaChain& sender, const AccountId& who, Balance free) {
    return sender.session.run(
        [&] { return call_message(Balances::force_set_balance{{sdk::LookupSource::Id{who}}, {free}}); });
}
Balance balance(KusamaChain& chain, const AccountId& who) {
    return chain.session.run([&] { return Balances::free_balance(who); });
}

/// Three copies of Kusama, and the network between them.
struct Chains {
    explicit Chains(Network::Latency latency = {}) : network(latency) {
        network.add(xcm::simulator::kRelayChain, relay);
        network.add(kLeft._0, left);
        network.add(kRight._0, right);
        network.run();  // the parachains hear of their channels
    }

    RelayChain relay{{kLeft, kRight}};
    Parachain left{kLeft}, right{kRight};
    Network network;
};

class MessagesOfKusama : public testing::Test {
  protected:
    void TearDown() override {
        for (KusamaChain* const chain :
             std::initializer_list<KusamaChain*>{&chains.relay, &chains.left, &chains.right}) {
            const auto state = chain->session.run([] { return sdk::native::try_state_of_all(); });
            EXPECT_TRUE(state) << state.error();
        }
    }
    template <class F>
    auto on_relay(F&& f) {
        return chains.relay.session.run(f);
    }

    Chains chains;
};

// Pallet: hrmp. The relay chain says in XCM what happens to channels: each parachain was asked for one, and has got
// one.
TEST_F(MessagesOfKusama, ParachainsHearOfTheirChannels) {
    EXPECT_EQ(chains.left.programs().size(), 2u);
    EXPECT_EQ(chains.right.programs().size(), 2u);
    EXPECT_EQ(chains.relay.refused(), 0u);
}

// Pallet: dmp. The message waits in the relay chain's state until the parachain has included a block that has read it.
TEST_F(MessagesOfKusama, ACallGoesDownAndChangesTheOtherCopyAlone) {
    const Millis start = chains.network.now();
    ASSERT_TRUE(chains.relay.send_down(kLeft, give(chains.relay, kBob, 5 * kUnit)));
    EXPECT_EQ(chains.network.run(start + 12'000), 1u);
    EXPECT_EQ(balance(chains.left, kBob), 5 * kUnit);
    EXPECT_EQ(on_relay([] { return Dmp::dmq_length(kLeft); }), 1u) << "the candidate is on its way";

    EXPECT_EQ(chains.network.run(), 1u);
    EXPECT_EQ(chains.network.now(), start + 24'000);
    EXPECT_EQ(on_relay([] { return Dmp::dmq_length(kLeft); }), 0u);
    EXPECT_EQ(on_relay([] { return Dmp::storage.DownwardMessageQueueHeads.get(kLeft); }),
              chains.left.hash_chain(std::nullopt));
    EXPECT_EQ(on_relay([] { return Paras::storage.Heads.get(kLeft)->_0; }), to_bytes(chains.left.head()));
    EXPECT_EQ(balance(chains.relay, kBob), 0u);
    EXPECT_EQ(balance(chains.right, kBob), 0u);
}

// Pallet: hrmp
TEST_F(MessagesOfKusama, ACallGoesAcrossAndItsAnswerComesBack) {
    chains.left.send_across(kRight, give(chains.left, kBob, 2 * kUnit));
    const Millis start = chains.network.now();
    chains.network.run(start + 24'000);
    EXPECT_EQ(balance(chains.right, kBob), 2 * kUnit);
    const auto channel = on_relay([] { return *Hrmp::storage.HrmpChannels.get({kLeft, kRight}); });
    EXPECT_EQ(channel.mqc_head, chains.right.hash_chain(kLeft));
    EXPECT_EQ(channel.msg_count, 1u) << "the candidate is on its way";

    chains.right.send_across(kLeft, give(chains.right, kBob, 3 * kUnit));
    chains.network.run();
    EXPECT_EQ(balance(chains.left, kBob), 3 * kUnit);
    EXPECT_EQ(balance(chains.right, kBob), 2 * kUnit);
    EXPECT_EQ(balance(chains.relay, kBob), 0u);
    on_relay([] {
        EXPECT_EQ(Hrmp::storage.HrmpChannels.get({kLeft, kRight})->msg_count, 0u);
        EXPECT_EQ(Hrmp::storage.HrmpChannels.get({kRight, kLeft})->msg_count, 0u);
    });
    EXPECT_EQ(chains.relay.refused(), 0u);
}

/// The messages of parachains that the relay chain has processed in its block: their ids and whether they succeeded.
std::vector<std::pair<Bytes, bool>> processed_messages() {
    const Bytes* const records = sdk::native::state().find(kusama::System::storage.Events.key());
    if (!records) return {};
    std::vector<std::pair<Bytes, bool>> out;
    sdk::EventReader events(*records);
    while (const auto event = events.next()) {
        const auto done = event->get_if<MessageQueue, MessageQueue::Event::Processed>();
        if (done) out.emplace_back(to_bytes(done->id), done->success);
    }
    EXPECT_TRUE(events.is_complete());
    return out;
}

// Pallet: message_queue. A parachain pays for its program out of its account on the relay chain.
TEST_F(MessagesOfKusama, ProgramsGoUpAndAreExecutedInTheNextBlock) {
    const AccountId of_left = polkadot_runtime_parachains::hrmp::account_of(kLeft);
    on_relay([&] {
        EXPECT_TRUE(sdk::RuntimeCall(Balances::force_set_balance{{sdk::LookupSource::Id{of_left}}, {10 * kUnit}})
                        .dispatch(sdk::RuntimeOrigin::root()));
    });
    const xcm::Program program{
        {.op = xcm::Op::WithdrawAsset, .assets = {{coins(3 * kUnit)}}},
        {.op = xcm::Op::BuyExecution, .asset = coins(kUnit)},
        {.op = xcm::Op::DepositAsset, .filter = xcm::AssetFilter::all(), .location = place_of(kBob)}};
    const Bytes paid = xcm::VersionedXcm(program).encoded();
    const Bytes unpaid = xcm::VersionedXcm(xcm::Program{{.op = xcm::Op::ClearOrigin}}).encoded();
    chains.left.send_up(paid);
    chains.left.send_up(unpaid);
    chains.network.run();
    EXPECT_EQ(balance(chains.relay, kBob), 0u) << "the messages wait";
    chains.relay.go_on(chains.network.now());
    on_relay([&] {
        EXPECT_EQ(processed_messages(),
                  (std::vector<std::pair<Bytes, bool>>{{to_bytes(sdk::host::blake2_256(paid)), true},
                                                       {to_bytes(sdk::host::blake2_256(unpaid)), false}}));
    });
    EXPECT_EQ(balance(chains.relay, of_left), 7 * kUnit);
    EXPECT_LT(balance(chains.relay, kBob), 3 * kUnit) << "the execution has a price";
    EXPECT_GT(balance(chains.relay, kBob), 2 * kUnit);
    EXPECT_EQ(balance(chains.left, kBob), 0u);
}

// Pallet: xcm. The relay chain keeps what it withdraws for the other parachain, and tells it what it has there.
TEST_F(MessagesOfKusama, AReserveTransferGoesUpAndDown) {
    const AccountId of_left = polkadot_runtime_parachains::hrmp::account_of(kLeft);
    const AccountId of_right = polkadot_runtime_parachains::hrmp::account_of(kRight);
    on_relay([&] {
        EXPECT_TRUE(sdk::RuntimeCall(Balances::force_set_balance{{sdk::LookupSource::Id{of_left}}, {10 * kUnit}})
                        .dispatch(sdk::RuntimeOrigin::root()));
    });
    const size_t before = chains.right.programs().size();
    const xcm::Program there{{.op = xcm::Op::Trap, .id = 7}};
    const xcm::Program program{{.op = xcm::Op::WithdrawAsset, .assets = {{coins(3 * kUnit)}}},
                               {.op = xcm::Op::BuyExecution, .asset = coins(kUnit)},
                               {.op = xcm::Op::DepositReserveAsset,
                                .filter = xcm::AssetFilter::all(),
                                .location = {0, {xcm::Junction::parachain(kRight._0)}},
                                .program = there}};
    chains.left.send_up(xcm::VersionedXcm(program).encoded());
    chains.network.run();
    chains.relay.go_on(chains.network.now());
    on_relay([] { EXPECT_TRUE(processed_messages().at(0).second); });
    const Balance kept = balance(chains.relay, of_right);
    EXPECT_GT(kept, 2 * kUnit);

    chains.network.run();
    ASSERT_EQ(chains.right.programs().size(), before + 1);
    const auto received = xcm::VersionedXcm::decode(chains.right.programs().back());
    ASSERT_TRUE(received && received->latest());
    const auto instructions = received->latest()->to_vector();
    ASSERT_EQ(instructions.size(), 4u) << "and a topic";
    EXPECT_EQ(instructions[0], (xcm::Instruction{.op = xcm::Op::ReserveAssetDeposited,
                                                 .assets = {{xcm::Asset::fungible({{1, {}}}, kept)}}}));
    EXPECT_EQ(instructions[1].op, xcm::Op::ClearOrigin);
    EXPECT_EQ(instructions[2].op, xcm::Op::Trap);
    EXPECT_EQ(instructions[3].op, xcm::Op::SetTopic);
}

// Pallet: inclusion. Nothing of such a candidate reaches the relay chain.
TEST_F(MessagesOfKusama, ACandidateThatClaimsToHaveReadMoreIsRefused) {
    chains.left.send_up({5, 0});
    chains.left.claim(1);
    chains.network.run();
    EXPECT_EQ(chains.relay.refused(), 1u);
    on_relay([] {
        const auto queue = polkadot_runtime_parachains::inclusion::upward_queue(kLeft);
        EXPECT_EQ(MessageQueue::footprint(queue).count, 0u);
    });
}

TEST(ChainsOfKusama, TheSameStartGivesTheSameDeliveriesAndStates) {
    const auto run = [](Network::Latency latency) {
        Chains chains(latency);
        EXPECT_TRUE(chains.relay.send_down(kLeft, give(chains.relay, kBob, kUnit)));
        chains.left.send_across(kRight, give(chains.left, kBob, 2 * kUnit));
        chains.network.run();
        std::vector<Hash256> roots;
        for (KusamaChain* const chain :
             std::initializer_list<KusamaChain*>{&chains.relay, &chains.left, &chains.right}) {
            roots.push_back(chain->session.run([] { return sdk::host::storage_root(1); }));
        }
        return std::pair(chains.network.deliveries(), roots);
    };
    const auto first = run({});
    EXPECT_EQ(first, run({}));
    const auto slower = run({.down = 18'000, .up = 30'000});
    EXPECT_EQ(slower.first.size(), first.first.size());
    EXPECT_NE(slower.second, first.second) << "messages keep the number of their block";
}

}  // namespace
}  // namespace serinus::test
