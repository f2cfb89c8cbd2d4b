// A node's network without its sockets: connections, substreams and messages come and go as the input says, from eight
// peers that answer honestly, with other bytes, or not at all. Nothing crashes, no timer spins, and what peers can fill
// has its bound.
#include <deque>

#include "base/assert.hpp"
#include "network/identify/identify.hpp"
#include "network/ping/ping.hpp"
#include "protocols/grandpa/grandpa.hpp"
#include "protocols/simulation/full_node.hpp"
#include "protocols/transactions/transactions.hpp"

using namespace serinus;
using namespace serinus::network;
using link::SubstreamId;
using link::SubstreamKey;

namespace {

constexpr size_t kMaxSubstreams = 64;  // of a connection, in each direction
constexpr size_t kPeers = 8;

PeerId peer_of(uint8_t number) {
    crypto::ed25519::PublicKey key;
    key.bytes.fill(static_cast<uint8_t>(number + 1));
    return PeerId::of(key);
}

wire::Multiaddr address_of(uint8_t number) {
    return *wire::Multiaddr::parse("/ip4/10.0.0." + std::to_string(number % 250 + 1) + "/tcp/30333");
}

/// What the node ordered, and what stands.
class Wire final : public link::Substreams, public Connections {
  public:
    struct Substream {
        std::vector<std::string> names;
        bool is_ours = false, is_negotiated = false, is_finished = false;
        std::deque<Bytes> sent = {};  ///< messages of the node that nobody looked at yet
    };

    std::optional<SubstreamId> open(ConnectionId connection, std::vector<std::string> names, size_t) override {
        if (!connections.contains(connection) || count_of(connection) >= kMaxSubstreams) return std::nullopt;
        const SubstreamId id = next_substream_++;
        substreams[{connection, id}] = {.names = std::move(names), .is_ours = true};
        return id;
    }
    bool send(const SubstreamKey& key, BytesView message) override {
        const auto found = substreams.find(key);
        if (found == substreams.end() || found->second.is_finished) return false;
        if (found->second.sent.size() < 4) found->second.sent.push_back(to_bytes(message));
        return true;
    }
    bool is_drained(const SubstreamKey& key) const override {
        const auto found = substreams.find(key);
        return found != substreams.end() && found->second.sent.size() < 4;
    }
    void finish(const SubstreamKey& key) override {
        const auto found = substreams.find(key);
        if (found != substreams.end()) found->second.is_finished = true;
    }
    void reset(const SubstreamKey& key) override { substreams.erase(key); }
    void dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) override {
        dials.emplace_back(address, expected);
        SERINUS_ASSERT(dials.size() < 256);
    }
    void disconnect(ConnectionId connection) override { ending.push_back(connection); }

    SubstreamId accept(ConnectionId connection, const std::string& name) {
        const SubstreamId id = next_substream_++;
        substreams[{connection, id}] = {.names = {name}, .is_negotiated = true};
        return id;
    }
    size_t count_of(ConnectionId connection) const {
        return static_cast<size_t>(
            std::ranges::count_if(substreams, [&](const auto& one) { return one.first.connection == connection; }));
    }

    std::map<ConnectionId, PeerId> connections;
    std::map<SubstreamKey, Substream> substreams;
    std::deque<std::pair<wire::Multiaddr, std::optional<PeerId>>> dials;
    std::vector<ConnectionId> ending;

  private:
    SubstreamId next_substream_ = 1;
};

class Input {
  public:
    Input(const uint8_t* data, size_t size) : rest_(data, size) {}
    bool is_empty() const { return rest_.empty(); }
    uint8_t byte() {
        if (rest_.empty()) return 0;
        const uint8_t out = rest_[0];
        rest_ = rest_.subspan(1);
        return out;
    }
    Bytes bytes() {
        const size_t count = std::min<size_t>(byte(), rest_.size());
        Bytes out = to_bytes(rest_.first(count));
        rest_ = rest_.subspan(count);
        return out;
    }

  private:
    BytesView rest_;
};

/// The chain that honest peers have: 40 blocks, of which 30 are on another branch than the node's own.
simulation::MemoryChain& foreign_chain() {
    static simulation::MemoryChain chain = [] {
        simulation::MemoryChain out;
        for (int i = 0; i < 40; ++i) {
            const auto best = out.best();
            out.add(simulation::make_block(best.hash, best.number + 1, i < 10 ? 1 : 2));
        }
        return out;
    }();
    return chain;
}

class Node {
  public:
    explicit Node(simulation::MemoryChain& chain, uint64_t seed)
        : core_(simulation::simulated_protocols(), wire, wire, seed),
          peers_(core_, own_, {}),
          ping_(core_, {}),
          identify_(core_, {"fuzz", {}},
                    [this](ConnectionId connection, const PeerId& peer, const IdentifyMessage& message, Millis at) {
                        for (const auto& address : message.listen_addresses) peers_.add_address(peer, address, at);
                        core_.on_identified(connection, peer, message, at);
                    }) {
        core_.set_raw_module(std::string(kPingName), Ping::rules(), ping_);
        core_.set_raw_module(std::string(kIdentifyName), Identify::rules(), identify_);
        core_.add_module(peers_);
        core_.on_report = [this](const PeerId& peer, const Report& report, Millis at) {
            peers_.on_report(peer, report, at);
        };
        const auto setup = simulation::full_node(chain, {.boot_nodes = {address_of(0).with_peer_id(peer_of(0))}});
        modules_ = setup.make({.index = 0,
                               .core = core_,
                               .peers = peers_,
                               .identify = identify_,
                               .peer_id = own_,
                               .key = key_,
                               .address = address_});
        identify_.set_protocols(core_.protocol_names());
        core_.on_addresses({address_}, {address_});
    }

    void run(Input& input) {
        while (!input.is_empty()) {
            step(input);
            for (const ConnectionId connection : std::exchange(wire.ending, {})) end(connection);
            SERINUS_ASSERT(peers_.known_peers() <= PeerManagerOptions().max_known_peers);
            SERINUS_ASSERT(node().dht().memory_bytes() < (size_t{16} << 20));
        }
    }

    Wire wire;

  private:
    simulation::FullNode& node() { return static_cast<simulation::FullNode&>(*modules_.front()); }

    void step(Input& input) {
        switch (input.byte() % 16) {
            case 0:
                return connect(input.byte() % kPeers, false);
            case 1: {
                if (wire.dials.empty()) return;
                const auto [address, expected] = std::move(wire.dials.front());
                wire.dials.pop_front();
                const uint8_t what = input.byte();
                if (what % 4 == 0 || !expected) return core_.on_dial_failed(address, (what & 4) != 0, now_);
                return on_connected({.peer = *expected, .address = address, .is_dialer = true});
            }
            case 2: {
                const auto connection = some_connection(input);
                return connection ? end(*connection) : void();
            }
            case 3: {
                const auto connection = some_connection(input);
                if (!connection || wire.count_of(*connection) >= kMaxSubstreams) return;
                const auto names = core_.protocol_names();
                const std::string& name = names[input.byte() % names.size()];
                const SubstreamId id = wire.accept(*connection, name);
                return core_.on_message_event(*connection, libp2p::SubstreamAccepted{id, name}, now_);
            }
            case 4:
            case 5:
                return answer(input);
            case 6: {
                const auto at = some_substream(input);
                if (!at || !at->second.is_negotiated) return;
                return message(at->first, input.bytes());
            }
            case 7: {
                const auto at = some_substream(input);
                if (!at || !at->second.is_ours || at->second.is_negotiated) return;
                at->second.is_negotiated = true;
                const std::string name = at->second.names.front();
                return core_.on_message_event(at->first.connection,
                                              libp2p::SubstreamNegotiated{at->first.substream, name}, now_);
            }
            case 8:
            case 9: {
                const auto at = some_substream(input);
                if (!at) return;
                const SubstreamKey key = at->first;
                const bool is_new = at->second.is_ours && !at->second.is_negotiated;
                wire.substreams.erase(key);
                if (is_new)
                    return core_.on_message_event(key.connection, libp2p::SubstreamRefused{key.substream}, now_);
                if ((input.byte() & 1) != 0)
                    return core_.on_message_event(key.connection, link::FramingBroken{key.substream}, now_);
                return core_.on_message_event(key.connection, libp2p::SubstreamReset{key.substream}, now_);
            }
            case 10: {
                const auto at = some_substream(input);
                if (!at || !at->second.is_negotiated) return;
                const SubstreamKey key = at->first;
                if (at->second.is_finished) wire.substreams.erase(key);
                return core_.on_message_event(key.connection, libp2p::SubstreamFinished{key.substream}, now_);
            }
            case 11: {
                const auto at = some_substream(input);
                if (!at || at->second.sent.empty()) return;
                at->second.sent.pop_front();
                return core_.on_message_event(at->first.connection, link::Drained{at->first.substream}, now_);
            }
            case 12:
                return void(node().author(input.byte() % 4, now_));
            case 13: {
                const uint8_t number = input.byte() % kPeers;
                return peers_.add_address(peer_of(number), address_of(input.byte()), now_);
            }
            default:
                return advance(Millis{1} << input.byte() % 20);
        }
    }

    void connect(uint8_t number, bool is_dialer) {
        on_connected({.peer = peer_of(number), .address = address_of(number), .is_dialer = is_dialer});
    }
    void on_connected(ConnectionInfo info) {
        if (wire.connections.size() >= 32) return;
        const ConnectionId id = next_connection_++;
        wire.connections.emplace(id, info.peer);
        core_.on_connected(id, std::move(info), now_);
    }
    void end(ConnectionId connection) {
        if (wire.connections.erase(connection) == 0) return;
        std::erase_if(wire.substreams, [&](const auto& one) { return one.first.connection == connection; });
        core_.on_disconnected(connection, now_);
    }
    void message(const SubstreamKey& key, Bytes content) {
        core_.on_message_event(key.connection, link::MessageReceived{key.substream, std::move(content)}, now_);
    }

    /// What an honest peer says on a substream.
    void answer(Input& input) {
        const auto at = some_substream(input);
        if (!at) return;
        const SubstreamKey key = at->first;
        Wire::Substream& substream = at->second;
        substream.is_negotiated = true;
        const std::string name = substream.names.front();
        const auto best = foreign_chain().best();
        if (name.ends_with("block-announces/1")) {
            const uint8_t number = input.byte() % 40;
            if ((input.byte() & 1) != 0) {
                return message(key, encode(gossip::AnnounceHandshake{.best = best,
                                                                     .genesis = simulation::simulated_genesis().hash}));
            }
            const auto* block = foreign_chain().find_block(*foreign_chain().hash_at(number));
            return message(key, encode(gossip::Announcement{.header = block->header, .is_best = true}));
        }
        if (name.ends_with("identify") || name == kIdentifyName) {
            IdentifyMessage said{};
            said.agent_version = "peer";
            said.listen_addresses = {address_of(input.byte())};
            said.observed_address = address_of(200);
            said.protocols = core_.protocol_names();
            return message(key, encode_identify(said));
        }
        if (!substream.is_ours || substream.sent.empty()) return;
        const Bytes request = std::move(substream.sent.front());
        substream.sent.pop_front();
        if (name.ends_with("sync/2")) {
            const auto asked = sync::decode_block_request(request);
            SERINUS_ASSERT(asked.has_value());
            message(key, serve::answer_block_request(foreign_chain(), *asked));
        } else if (name.ends_with("kad")) {
            const auto asked = kademlia::decode_message(request);
            SERINUS_ASSERT(asked.has_value());
            kademlia::Message out{.type = asked->type, .key = asked->key};
            for (uint8_t i = 0; i < 5; ++i) {
                const uint8_t number = input.byte();
                out.closer_peers.push_back({.peer = peer_of(number), .addresses = {address_of(number)}});
            }
            message(key, kademlia::encode(out));
        } else {
            message(key, request);  // ping
        }
    }

    void advance(Millis ms) {
        const Millis end = now_ + ms;
        for (int steps = 0; steps < 200; ++steps) {
            const auto next = core_.next_timer();
            if (!next || *next > end) break;
            now_ = std::max(now_, *next);
            // A timer that is due again at once would keep the thread of the network busy for ever.
            for (int i = 0; core_.next_timer() && *core_.next_timer() <= now_; ++i) {
                SERINUS_ASSERT(i < 100);
                core_.run_timers(now_);
            }
        }
        now_ = std::max(now_, end);
        core_.run_timers(now_);
    }

    std::optional<ConnectionId> some_connection(Input& input) {
        if (wire.connections.empty()) return std::nullopt;
        return std::next(wire.connections.begin(), input.byte() % static_cast<ptrdiff_t>(wire.connections.size()))
            ->first;
    }
    std::pair<const SubstreamKey, Wire::Substream>* some_substream(Input& input) {
        if (wire.substreams.empty()) return nullptr;
        return &*std::next(wire.substreams.begin(), input.byte() % static_cast<ptrdiff_t>(wire.substreams.size()));
    }

    const PeerId own_ = peer_of(100);
    const crypto::ed25519::Seed key_{ByteArray<32>{1}};
    const wire::Multiaddr address_ = address_of(99);
    Millis now_ = 1000;
    ConnectionId next_connection_ = 1;
    Core core_;
    PeerManager peers_;
    Ping ping_;
    Identify identify_;
    std::vector<std::unique_ptr<Module>> modules_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    Input input(data, std::min<size_t>(size, 4096));
    simulation::MemoryChain chain;
    Node node(chain, input.byte());
    node.run(input);
    return 0;
}
