#include "services/collator/validator_links.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::services::paras {
namespace {

using network::ConnectionId;
using network::link::test_peer;

struct NoTalk : network::PeerSetProtocol {
    Verdict judge_handshake(const PeerId&, BytesView, const Bytes*) override { return {Place::kSlot}; }
    void on_joined(const PeerId&, BytesView, Millis) override {}
    void on_left(const PeerId&, Millis) override {}
    void on_message(const PeerId&, Bytes, Millis) override {}
};
struct OfVersion final : NoTalk {
    void on_unsupported(const PeerId& peer, Millis now) override { links->on_unsupported(peer, version, now); }
    ValidatorLinks* links = nullptr;
    uint8_t version = 0;
};

/// A validator that takes some versions of `collation` and refuses the others.
class ValidatorLinksTest : public testing::Test, public network::link::Substreams, public network::Connections {
  protected:
    std::optional<network::link::SubstreamId> open(ConnectionId connection, std::vector<std::string> names,
                                                   size_t) override {
        asked.push_back(static_cast<uint8_t>(names.front().back() - '0'));
        unanswered.emplace_back(network::SubstreamKey{connection, next_stream}, asked.back());
        return next_stream++;
    }
    bool send(const network::SubstreamKey&, BytesView) override { return true; }
    bool is_drained(const network::SubstreamKey&) const override { return true; }
    void finish(const network::SubstreamKey&) override {}
    void reset(const network::SubstreamKey&) override {}
    void dial(const network::wire::Multiaddr&, const std::optional<PeerId>&) override { ++dials; }
    void disconnect(ConnectionId) override {}

    void SetUp() override {
        network::CoreProtocols protocols;
        for (const char* const name : {"/main/0", "/collation/2", "/collation/3", "/collation/4"}) {
            protocols.add(network::link::NotificationProtocol{.names = {name}, .max_message_bytes = 100});
        }
        core = std::make_unique<network::Core>(std::move(protocols), *this, *this, 7);
        peers = std::make_unique<network::PeerManager>(*core, test_peer(1),
                                                       network::PeerManagerOptions{.out_peers = 0, .in_peers = 0});
        core->add_module(*peers);
        peers->main_set().attach(0, talk);
        for (size_t i = 0; i < sets.size(); ++i) {
            sets[i] = &peers->add_set(1 + i, talks[i], ValidatorLinks::kSetOptions);
        }
        links = std::make_unique<ValidatorLinks>(*peers, sets, directory);
        core->add_module(*links);
        for (size_t i = 0; i < talks.size(); ++i) {
            talks[i].links = links.get();
            talks[i].version = static_cast<uint8_t>(ValidatorLinks::kOldest + i);
        }
    }
    void connect() { core->on_connected(1, {validator, address, true}, now); }
    void answer() {
        while (!unanswered.empty()) {
            for (const auto& [substream, version] : std::exchange(unanswered, {})) {
                if (!takes.contains(version)) {
                    core->on_message_event(substream.connection, network::libp2p::SubstreamRefused{substream.substream},
                                           now);
                    continue;
                }
                core->on_message_event(substream.connection,
                                       network::link::MessageReceived{substream.substream, Bytes{4}}, now);
                const auto back = last_back = next_stream++;
                core->on_message_event(
                    1, network::libp2p::SubstreamAccepted{back, "/collation/" + std::to_string(version)}, now);
                core->on_message_event(1, network::link::MessageReceived{back, Bytes{4}}, now);
            }
        }
    }
    void wait(Millis ms) {
        const Millis end = now + ms;
        answer();
        for (auto next = core->next_timer(); next && *next <= end; next = core->next_timer()) {
            now = std::max(now, *next);
            core->run_timers(now);
            answer();
        }
        now = end;
    }
    bool has(uint8_t version) const { return sets.at(version - ValidatorLinks::kOldest)->has(validator); }

    const AuthorityId key{{7}};
    const PeerId validator = test_peer(2);
    const network::wire::Multiaddr address = *network::wire::Multiaddr::parse("/ip4/20.1.1.1/tcp/1");
    Millis now = 1'000'000;
    NoTalk talk;
    std::array<OfVersion, std::tuple_size_v<ValidatorLinks::Sets>> talks;
    network::discovery::AuthorityDirectory directory;
    std::unique_ptr<network::Core> core;
    std::unique_ptr<network::PeerManager> peers;
    ValidatorLinks::Sets sets{};
    std::unique_ptr<ValidatorLinks> links;
    std::set<uint8_t> takes = {2, 3, 4};
    std::vector<uint8_t> asked;
    std::vector<std::pair<network::SubstreamKey, uint8_t>> unanswered;
    network::link::SubstreamId next_stream = 1, last_back = 0;
    size_t dials = 0;
};

TEST_F(ValidatorLinksTest, AValidatorIsDialedOnceItIsKnownAndSpokenToOverTheNewestVersion) {
    links->set_authorities({key}, now);
    wait(60'000);
    EXPECT_EQ(dials, 0u);
    directory.set(key, {validator, {address}});
    wait(ValidatorLinks::kIntervalMs);
    EXPECT_EQ(dials, 1u);
    connect();
    wait(60'000);
    EXPECT_TRUE(has(4));
    EXPECT_EQ(asked, std::vector<uint8_t>{4}) << "one pair with a peer";
}

// Validators of chains other than Kusama take no /4. Observed: polkadot-cli 42.0.0
TEST_F(ValidatorLinksTest, OneThatDoesNotSpeakAVersionIsAskedForTheNextOlderOneAtOnce) {
    takes = {2};
    directory.set(key, {validator, {address}});
    links->set_authorities({key}, now);
    connect();
    answer();
    EXPECT_EQ(asked, (std::vector<uint8_t>{4, 3, 2}));
    EXPECT_TRUE(has(2));
    EXPECT_FALSE(has(4));
    EXPECT_EQ(links->version_of(validator), 2);
    core->on_disconnected(1, now);
    EXPECT_EQ(links->version_of(validator), 4) << "it may come back as another program";
}

TEST_F(ValidatorLinksTest, OneThatSpeaksNoneIsAskedForTheOldestUntilItComesBack) {
    takes = {};
    directory.set(key, {validator, {address}});
    links->set_authorities({key}, now);
    connect();
    wait(60'000);
    EXPECT_EQ(links->version_of(validator), 2);
    EXPECT_LT(asked.size(), 20u);
}

// A validator has places for the collators of the paras that it backs, and learns of these a moment after its
// collators.
TEST_F(ValidatorLinksTest, OneThatEndsThePairIsAskedAgainOverTheSameVersionAtTheNextLeafAndSoon) {
    directory.set(key, {validator, {address}});
    links->set_authorities({key}, now);
    connect();
    answer();
    ASSERT_TRUE(has(4));
    const auto end = [&] { core->on_message_event(1, network::libp2p::SubstreamReset{last_back}, now); };
    end();
    ASSERT_FALSE(has(4));
    links->ask_again(now);
    answer();
    EXPECT_TRUE(has(4)) << "at a leaf";
    end();
    wait(2 * ValidatorLinks::kSetOptions.retry_ms);
    EXPECT_TRUE(has(4)) << "without one";
    // It has no place for long: of what is asked in vain there is less and less.
    asked.clear();
    for (const Millis until = now + 60'000; now < until;) {
        end();
        wait(100);
    }
    EXPECT_LT(asked.size(), 20u);
    EXPECT_EQ(std::set(asked.begin(), asked.end()), std::set<uint8_t>{4});
}

TEST_F(ValidatorLinksTest, OneThatIsNotWantedAnyMoreIsLeft) {
    directory.set(key, {validator, {address}});
    links->set_authorities({key}, now);
    connect();
    wait(10'000);
    ASSERT_TRUE(has(4));
    links->set_authorities({}, now);
    wait(1'000);
    EXPECT_FALSE(has(4));
    EXPECT_EQ(links->version_of(validator), std::nullopt);
    EXPECT_EQ(links->next_timer(), std::nullopt);
}

}  // namespace
}  // namespace serinus::services::paras
