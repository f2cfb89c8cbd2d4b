#include "tests/services/echo.hpp"

#include <atomic>

#include "rpc/registry.hpp"
#include "services/metrics_text.hpp"

namespace serinus::services {
namespace {

namespace link = network::link;
using network::Millis;
using network::PeerId;

constexpr size_t kMaxBytes = 64;
const Bytes kGreeting = {'h', 'e', 'l', 'l', 'o'};
const Bytes kQuestion = {'a', 'n', 'd', '?'};

struct EchoCounts {
    std::atomic<int> greetings = 0, answers = 0;
};

/// Greets each peer of block announces, and asks it once its greeting has come.
class EchoModule final : public network::Module, public network::gossip::SyncPeerListener {
  public:
    EchoModule(network::Host& host, link::NotificationIndex gossip, link::ProtocolIndex request, EchoCounts& counts)
        : host_(host), gossip_(gossip), request_(request), counts_(counts) {}

    void on_sync_peer(const PeerId& peer, network::gossip::Role, Millis now) override {
        (void)host_.notifications().open(peer, gossip_, now);
    }
    void on_sync_peer_gone(const PeerId& peer, Millis) override { host_.notifications().close(peer, gossip_); }

    void on_notification(link::NotificationEvent event, Millis now) override {
        if (const auto* offered = std::get_if<link::NotificationsOffered>(&event)) {
            host_.notifications().accept(offered->peer, gossip_, now);
        } else if (const auto* opened = std::get_if<link::NotificationsOpened>(&event)) {
            (void)host_.notifications().send(opened->peer, gossip_, kGreeting);
        } else if (const auto* received = std::get_if<link::NotificationReceived>(&event)) {
            if (received->message != kGreeting) return;
            ++counts_.greetings;
            (void)host_.request(*this, received->peer, request_, kQuestion, now);
        }
    }
    void on_request(link::RequestEvent event, Millis now) override {
        if (const auto* received = std::get_if<link::RequestReceived>(&event)) {
            host_.respond(received->request, received->content, now);
        } else if (const auto* answer = std::get_if<link::ResponseReceived>(&event)) {
            if (answer->response == kQuestion) ++counts_.answers;
        }
    }

  private:
    network::Host& host_;
    const link::NotificationIndex gossip_;
    const link::ProtocolIndex request_;
    EchoCounts& counts_;
};

class Echo final : public Service {
  public:
    explicit Echo(NodeParts& node)
        : gossip_(node.protocols.add(
              link::NotificationProtocol{.names = {node.names.of("echo/1")}, .max_message_bytes = kMaxBytes})),
          request_(node.protocols.add(link::RequestProtocol{.names = {node.names.of("echo/request/1")},
                                                            .max_request_bytes = kMaxBytes,
                                                            .max_response_bytes = kMaxBytes,
                                                            .timeout_ms = 10'000})) {}

    void connect(ModuleParts& parts) override {
        auto& module = parts.make<EchoModule>(parts.core, gossip_, request_, counts_);
        parts.core.set_notification_module(gossip_, module);
        parts.core.set_request_module(request_, module);
        parts.peers.add_listener(module);
    }
    void add_methods(rpc::Registry& registry) override {
        registry.method("echo_received", {.cost = rpc::Cost::kLight}, [this](const rpc::Call&) -> rpc::RpcResult {
            return boost::json::array{counts_.greetings.load(), counts_.answers.load()};
        });
    }
    void write_metrics(MetricsText& out) const override {
        out.counter("test_echo_answers_total", "Right answers of peers", counts_.answers);
    }

  private:
    const link::NotificationIndex gossip_;
    const link::ProtocolIndex request_;
    EchoCounts counts_;
};

}  // namespace

void add_echo(NodeParts& node) { node.add<Echo>(node); }

}  // namespace serinus::services
