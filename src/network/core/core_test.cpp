// What the core hands to whom, without sockets.
#include "network/core/core.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"

namespace serinus::network {
namespace {

using link::test_peer;

struct Recorder final : Module {
    std::vector<std::string> events;
    std::optional<Millis> timer;

    void on_connection(ConnectionId id, const ConnectionInfo&, Millis) override { add("connection", id); }
    void on_connection_gone(ConnectionId id, Millis) override { add("connection gone", id); }
    void on_peer_connected(const PeerId&, Millis) override { events.emplace_back("peer"); }
    void on_peer_gone(const PeerId&, Millis) override { events.emplace_back("peer gone"); }
    void on_request(link::RequestEvent event, Millis) override { add("request", event.index()); }
    void on_notification(link::NotificationEvent event, Millis) override { add("notification", event.index()); }
    void on_substream(ConnectionId, const PeerId&, const link::MessageEvent& event, Millis) override {
        add("substream", event.index());
    }
    void on_timer(Millis) override {
        events.emplace_back("timer");
        timer.reset();
    }
    std::optional<Millis> next_timer() const override { return timer; }

    void add(const std::string& what, uint64_t number) { events.push_back(what + " " + std::to_string(number)); }
    std::vector<std::string> take() { return std::exchange(events, {}); }
};

class CoreTest : public testing::Test, public link::Substreams, public Connections {
  protected:
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return ++opened_; }
    bool send(const SubstreamKey&, BytesView) override { return true; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey& key) override { reset_.push_back(key.substream); }
    void dial(const wire::Multiaddr&, const std::optional<PeerId>&) override {}
    void disconnect(ConnectionId connection) override { disconnected_.push_back(connection); }

    static CoreProtocols protocols() {
        CoreProtocols out;
        out.requests.push_back(
            {.names = {"/req/1", "/req/0"}, .max_request_bytes = 10, .max_response_bytes = 10, .timeout_ms = 1000});
        out.notifications.push_back({.names = {"/notes"}, .max_message_bytes = 10});
        return out;
    }
    void connect(ConnectionId id, uint8_t peer, Millis now = 0) {
        core_.on_connected(id, {test_peer(peer), *wire::Multiaddr::parse("/ip4/1.1.1.1/tcp/1"), false}, now);
    }

    Core core_{protocols(), *this, *this, 1};
    Recorder module_;
    link::SubstreamId opened_ = 100;
    std::vector<link::SubstreamId> reset_;
    std::vector<ConnectionId> disconnected_;
};
using Strings = std::vector<std::string>;

TEST_F(CoreTest, ThePeerComesWithItsFirstConnectionAndGoesWithItsLast) {
    core_.add_module(module_);
    connect(1, 1);
    connect(2, 1);
    EXPECT_EQ(module_.take(), (Strings{"connection 1", "peer", "connection 2"}));
    EXPECT_EQ(core_.peer_count(), 1u);
    core_.on_disconnected(1, 0);
    EXPECT_TRUE(core_.is_connected(test_peer(1)));
    core_.on_disconnected(2, 0);
    EXPECT_EQ(module_.take(), (Strings{"connection gone 1", "connection gone 2", "peer gone"}));
    EXPECT_FALSE(core_.is_connected(test_peer(1)));
    core_.on_disconnected(2, 0);  // once more: nothing
    EXPECT_TRUE(module_.take().empty());
}

TEST_F(CoreTest, RequestsGoToTheirModuleAndAnswersToWhoAsked) {
    Recorder server;
    core_.set_request_module(0, server);
    core_.add_module(module_);
    connect(1, 1);
    (void)module_.take();
    (void)server.take();
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/0"}, 10);
    core_.on_message_event(1, link::MessageReceived{5, {1, 2}}, 10);
    EXPECT_EQ(server.take(), Strings{"request 2"});  // RequestReceived

    const auto asked = core_.request(module_, test_peer(1), 0, Bytes{1}, 20);
    ASSERT_TRUE(asked);
    core_.on_message_event(1, link::MessageReceived{opened_, {7}}, 30);
    core_.on_message_event(1, libp2p::SubstreamFinished{opened_}, 30);
    EXPECT_EQ(module_.take(), Strings{"request 0"});  // ResponseReceived
    EXPECT_TRUE(server.take().empty());
    EXPECT_FALSE(core_.request(module_, test_peer(2), 0, Bytes{1}, 20)) << "not connected";
}

TEST_F(CoreTest, RequestsAndNotificationsThatNobodyServesAreRefused) {
    connect(1, 1);
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/1"}, 0);
    core_.on_message_event(1, link::MessageReceived{5, {1}}, 0);
    core_.on_message_event(1, libp2p::SubstreamAccepted{6, "/notes"}, 0);
    core_.on_message_event(1, link::MessageReceived{6, {1}}, 0);
    EXPECT_EQ(reset_, (std::vector<link::SubstreamId>{5, 6}));
}

TEST_F(CoreTest, AConnectionThatEndsFailsWhatItCarried) {
    core_.set_notification_module(0, module_);
    connect(1, 1);
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 0));
    ASSERT_TRUE(core_.notifications().open(test_peer(1), 0, 0));
    (void)module_.take();
    core_.on_disconnected(1, 5);
    EXPECT_EQ(module_.take(),
              (Strings{"request 1", "notification 2", "connection gone 1", "peer gone"}));  // both failed
}

TEST_F(CoreTest, ACancelledRequestIsHeardOfNoMore) {
    connect(1, 1);
    const auto asked = core_.request(module_, test_peer(1), 0, Bytes{1}, 0);
    ASSERT_TRUE(asked);
    core_.cancel(*asked);
    core_.on_message_event(1, link::MessageReceived{opened_, {7}}, 1);
    core_.on_disconnected(1, 2);
    EXPECT_TRUE(module_.take().empty());
}

TEST_F(CoreTest, RawSubstreamsGoToTheirModule) {
    core_.set_raw_module("/raw", {.framing = {.max_message_bytes = 10}, .max_inbound_per_connection = 1}, module_);
    ASSERT_NE(core_.find_rules("/raw"), nullptr);
    EXPECT_EQ(core_.find_rules("/unknown"), nullptr);
    EXPECT_EQ(core_.protocol_names(), (Strings{"/notes", "/raw", "/req/0", "/req/1"}));
    connect(1, 1);
    (void)module_.take();
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/raw"}, 0);
    EXPECT_EQ(module_.take(), Strings{"substream 1"});
    core_.on_message_event(9, link::MessageReceived{5, {1}}, 0);  // of no connection
    EXPECT_TRUE(module_.take().empty());
}

TEST_F(CoreTest, TimersRunWhenTheyAreDueAndTheEarliestIsNamed) {
    core_.add_module(module_);
    EXPECT_EQ(core_.next_timer(), std::nullopt);
    connect(1, 1);
    module_.timer = 3000;
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 500));
    EXPECT_EQ(core_.next_timer(), 1500u);
    (void)module_.take();
    core_.run_timers(1500);
    EXPECT_EQ(module_.take(), Strings{"request 1"});  // it timed out
    core_.run_timers(3000);
    EXPECT_EQ(module_.take(), Strings{"timer"});
}

TEST_F(CoreTest, UseIsTheLastRequestOrNotification) {
    connect(1, 1, 100);
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 100u);
    core_.on_message_event(1, libp2p::SubstreamAccepted{5, "/req/1"}, 200);
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 200u);
    ASSERT_TRUE(core_.request(module_, test_peer(1), 0, Bytes{1}, 300));
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 300u);
    ASSERT_TRUE(core_.notifications().open(test_peer(1), 0, 400));
    EXPECT_EQ(core_.last_used(test_peer(1), 500), 500u);
}

TEST_F(CoreTest, DisconnectingAPeerEndsAllItsConnections) {
    connect(1, 1);
    connect(2, 2);
    connect(3, 1);
    core_.disconnect(test_peer(1));
    EXPECT_EQ(disconnected_, (std::vector<ConnectionId>{1, 3}));
}

}  // namespace
}  // namespace serinus::network
