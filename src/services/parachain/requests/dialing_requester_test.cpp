#include "services/parachain/requests/dialing_requester.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::services::paras {
namespace {

using network::ConnectionId;
using network::link::test_peer;
using network::wire::Multiaddr;

Multiaddr address_numbered(uint16_t port) { return *Multiaddr::parse("/ip4/10.0.0.1/tcp/" + std::to_string(port)); }

class DialingRequesterTest : public testing::Test,
                             public network::link::Substreams,
                             public network::Connections,
                             public AnswerSink {
  protected:
    std::optional<network::link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override {
        ++opened;
        return next_stream++;
    }
    bool send(const network::SubstreamKey&, BytesView) override { return true; }
    bool is_drained(const network::SubstreamKey&) const override { return true; }
    void finish(const network::SubstreamKey&) override {}
    void reset(const network::SubstreamKey&) override {}
    void dial(const Multiaddr& address, const std::optional<PeerId>&) override {
        dialed.push_back(address.without_peer_id());
    }
    void disconnect(ConnectionId) override {}
    void answered(RequestToken token, RequestKind, std::optional<Bytes> answer) override {
        EXPECT_FALSE(answer);
        failed.push_back(token);
    }

    void SetUp() override {
        network::CoreProtocols protocols;
        const auto chunks = protocols.add(network::link::RequestProtocol{
            .names = {"/req_chunk/2"}, .max_request_bytes = 100, .max_response_bytes = 1000, .timeout_ms = 1000});
        core = std::make_unique<network::Core>(std::move(protocols), *this, *this, 7);
        requester = std::make_unique<DialingRequester>(
            *core, *this, RequestProtocols{{RequestKind::kChunkV2, chunks}}, [this](const PeerId& peer, Millis) {
                const auto found = known.find(peer);
                return found == known.end() ? std::vector<Multiaddr>() : found->second;
            });
        core->add_module(*requester);
        core->add_module(requester->requester());
    }
    void ask(RequestToken token, const PeerId& peer) {
        requester->ask(token, peer, RequestKind::kChunkV2, {1}, std::nullopt, now);
    }
    void fail(const PeerId& peer, uint16_t port) {
        core->on_dial_failed(address_numbered(port).with_peer_id(peer), false, now);
    }
    void connect(ConnectionId connection, const PeerId& peer, uint16_t port) {
        core->on_connected(connection, {peer, address_numbered(port), true}, now);
    }

    Millis now = 1000;
    size_t opened = 0;
    network::link::SubstreamId next_stream = 1;
    std::map<PeerId, std::vector<Multiaddr>> known{{test_peer(1), {address_numbered(1)}},
                                                   {test_peer(2), {address_numbered(2), address_numbered(3)}}};
    std::vector<Multiaddr> dialed;
    std::vector<RequestToken> failed;
    std::unique_ptr<network::Core> core;
    std::unique_ptr<DialingRequester> requester;
};

TEST_F(DialingRequesterTest, WhoIsNotConnectedIsDialedAndThenAsked) {
    ask(7, test_peer(1));
    ask(8, test_peer(1));
    EXPECT_EQ(dialed, std::vector{address_numbered(1)});
    EXPECT_EQ(opened, 0u);
    connect(1, test_peer(1), 1);
    EXPECT_EQ(opened, 2u);
    ask(9, test_peer(1));
    EXPECT_EQ(opened, 3u);
    EXPECT_EQ(dialed.size(), 1u);
    EXPECT_EQ(requester->waiting(), 0u);
    EXPECT_TRUE(failed.empty());
}

TEST_F(DialingRequesterTest, AddressesAreTriedInTurn) {
    ask(7, test_peer(2));
    fail(test_peer(2), 2);
    EXPECT_EQ(dialed, (std::vector{address_numbered(2), address_numbered(3)}));
    fail(test_peer(2), 3);
    EXPECT_EQ(failed, std::vector<RequestToken>{7});
    EXPECT_FALSE(requester->next_timer());
}

TEST_F(DialingRequesterTest, AnAddressThatDoesNotAnswerIsGivenUpAfterAWhile) {
    ask(7, test_peer(2));
    ASSERT_TRUE(requester->next_timer());
    now += DialingRequester::kDialTimeoutMs - 1;
    requester->on_timer(now);
    EXPECT_EQ(dialed.size(), 1u);
    requester->on_timer(++now);
    EXPECT_EQ(dialed.size(), 2u);
    now += DialingRequester::kDialTimeoutMs;
    requester->on_timer(now);
    EXPECT_EQ(failed, std::vector<RequestToken>{7});
}

TEST_F(DialingRequesterTest, APeerWithoutAddressFailsAtOnce) {
    ask(7, test_peer(3));
    EXPECT_EQ(failed, std::vector<RequestToken>{7});
    EXPECT_TRUE(dialed.empty());
}

TEST_F(DialingRequesterTest, DialsAtOnceAreBounded) {
    constexpr uint8_t kPeers = DialingRequester::kMaxDials + 3;
    for (uint8_t i = 0; i < kPeers; ++i) {
        known[test_peer(100 + i)] = {address_numbered(100 + i)};
        ask(i, test_peer(100 + i));
    }
    EXPECT_EQ(dialed.size(), DialingRequester::kMaxDials);
    connect(1, test_peer(100), 100);
    fail(test_peer(101), 101);
    EXPECT_EQ(dialed.size(), DialingRequester::kMaxDials + 2);
    // One that comes by itself while it waits for its turn.
    connect(2, test_peer(100 + kPeers - 1), 1);
    connect(3, test_peer(102), 102);
    EXPECT_EQ(dialed.size(), DialingRequester::kMaxDials + 2);
    EXPECT_EQ(opened, 3u);
    EXPECT_EQ(failed, std::vector<RequestToken>{1});
}

}  // namespace
}  // namespace serinus::services::paras
