// Copies of Kusama's runtime in one program exchange messages, through queues of the one that is their relay chain.
#include <gtest/gtest.h>

#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/host/native/try_upgrade.hpp"
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

// Pallet: message_queue. This runtime executes no XCM yet (common/relay/upward_messages.hpp): of what it can decode it
// accepts programs without instructions.
TEST_F(MessagesOfKusama, ProgramsGoUpAndAreProcessedInTheNextBlock) {
    const Bytes empty{3, 0}, clear_origin{3, 4, 10};
    chains.left.send_up(empty);
    chains.left.send_up(clear_origin);
    chains.network.run();
    chains.relay.go_on(chains.network.now());
    on_relay([&] {
        const Bytes* const records = sdk::native::state().find(kusama::System::storage.Events.key());
        ASSERT_NE(records, nullptr);
        std::vector<Bytes> processed, failed;
        sdk::EventReader events(*records);
        while (const auto event = events.next()) {
            if (const auto done = event->get_if<MessageQueue, MessageQueue::Event::Processed>()) {
                EXPECT_TRUE(done->success);
                processed.push_back(to_bytes(done->id));
            } else if (const auto not_done = event->get_if<MessageQueue, MessageQueue::Event::ProcessingFailed>()) {
                EXPECT_EQ(not_done->error, sdk::ProcessMessageError{sdk::ProcessMessageError::Unsupported{}});
                failed.push_back(to_bytes(not_done->id));
            }
        }
        EXPECT_TRUE(events.is_complete());
        EXPECT_EQ(processed, (std::vector<Bytes>{to_bytes(sdk::host::blake2_256(empty))}));
        EXPECT_EQ(failed, (std::vector<Bytes>{to_bytes(sdk::host::blake2_256(clear_origin))}));
    });
}

// Pallet: inclusion. Nothing of such a candidate reaches the relay chain.
TEST_F(MessagesOfKusama, ACandidateThatClaimsToHaveReadMoreIsRefused) {
    chains.left.send_up({3, 0});
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
