#include "protocols/simulation/liars.hpp"

#include "libp2p/kademlia/key.hpp"
#include "libp2p/kademlia/messages.hpp"
#include "protocols/simulation/full_node.hpp"

namespace serinus::network::simulation {
namespace {

class Liar final : public Module {
  public:
    Liar(NodeParts parts, LiarOptions options) : core_(parts.core), options_(std::move(options)) {
        for (size_t i = 0; i < simulated_protocols().requests.size(); ++i) core_.set_request_module(i, *this);
        core_.set_notification_module(0, *this);
        for (const auto& address : options_.boot_nodes) parts.peers.add_address(*address.peer_id(), address, 0);
    }

    void on_connection(ConnectionId connection, const ConnectionInfo&, Millis now) override {
        connections_.insert(connection);
        if (options_.kind == LiarKind::kFlooder && !next_) next_ = now + options_.flood_interval_ms;
        if (options_.kind == LiarKind::kBabbler) babble(connection);
    }
    void on_connection_gone(ConnectionId connection, Millis) override { connections_.erase(connection); }

    void on_notification(link::NotificationEvent event, Millis now) override {
        const auto* offer = std::get_if<link::NotificationsOffered>(&event);
        if (offer == nullptr || options_.kind == LiarKind::kSilent) return;
        if (options_.kind == LiarKind::kPoisoner) return core_.notifications().refuse(offer->peer, 0);
        core_.notifications().set_handshake(0, random_bytes(70));
        core_.notifications().accept(offer->peer, 0, now);
    }

    void on_request(link::RequestEvent event, Millis now) override {
        const auto* request = std::get_if<link::RequestReceived>(&event);
        if (request == nullptr || options_.kind == LiarKind::kSilent) return;
        if (options_.kind != LiarKind::kPoisoner) return core_.respond(request->request, random_bytes(300), now);
        const auto asked = kademlia::decode_message(request->content);
        if (!asked) return core_.respond(request->request, std::nullopt, now);
        kademlia::Message answer{.type = asked->type, .key = asked->key};
        const auto target = kademlia::key_of(asked->key);
        while (answer.closer_peers.size() < kademlia::kMaxPeersPerMessage) {
            crypto::ed25519::PublicKey key;
            for (uint8_t& byte : key.bytes) byte = static_cast<uint8_t>(core_.random()());
            const PeerId peer = PeerId::of(key);
            // Closer than most that exist.
            if (kademlia::common_bits(kademlia::key_of(peer), target) < 5) continue;
            const std::string ip = "150." + std::to_string(key.bytes[0]) + "." + std::to_string(key.bytes[1]) + ".1";
            answer.closer_peers.push_back(
                {.peer = peer, .addresses = {*wire::Multiaddr::parse("/ip4/" + ip + "/tcp/1")}});
        }
        core_.respond(request->request, kademlia::encode(answer), now);
    }

    void on_timer(Millis now) override {
        next_ = now + options_.flood_interval_ms;
        for (const ConnectionId connection : connections_) {
            for (size_t i = 0; i < options_.flood_substreams; ++i) {
                const auto substream = core_.substreams().open(connection, {random_protocol()}, 1 << 20);
                if (!substream) continue;
                const SubstreamKey key{connection, *substream};
                if (i % 2 == 0) {
                    (void)core_.substreams().send(
                        key, kademlia::encode({.type = kademlia::MessageType::kFindNode, .key = random_bytes(32)}));
                    core_.substreams().finish(key);
                } else {
                    core_.substreams().reset(key);
                }
            }
        }
    }
    std::optional<Millis> next_timer() const override { return next_; }

  private:
    Bytes random_bytes(size_t size) {
        Bytes out(size);
        for (uint8_t& byte : out) byte = static_cast<uint8_t>(core_.random()());
        return out;
    }
    std::string random_protocol() {
        const auto protocols = simulated_protocols();
        const size_t count = protocols.requests.size();
        const size_t index = core_.random()() % (count + 1);
        return index < count ? protocols.requests[index].names[0] : protocols.notifications[0].names[0];
    }
    void babble(ConnectionId connection) {
        for (int i = 0; i < 6; ++i) {
            const auto substream = core_.substreams().open(connection, {random_protocol()}, 1 << 20);
            if (substream)
                (void)core_.substreams().send({connection, *substream}, random_bytes(core_.random()() % 500));
        }
    }

    Core& core_;
    LiarOptions options_;
    std::set<ConnectionId> connections_;
    std::optional<Millis> next_;
};

}  // namespace

NodeSetup liar(LiarOptions options) {
    NodeSetup out{.protocols = simulated_protocols()};
    out.make = [options = std::move(options)](NodeParts parts) {
        std::vector<std::unique_ptr<Module>> modules;
        modules.push_back(std::make_unique<Liar>(parts, options));
        return modules;
    };
    return out;
}

}  // namespace serinus::network::simulation
