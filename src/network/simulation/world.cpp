#include "network/simulation/world.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::network::simulation {

/// One direction at a time: side 0 opened the connection, or the substream.
struct World::Stream {
    size_t opener = 0;  ///< side of the link
    std::string name;
    size_t max_bytes[2] = {0, 0};  ///< that each side of the link takes
    bool is_accepted = false;
    bool is_finished[2] = {false, false};     ///< by each side
    bool is_finish_seen[2] = {false, false};  ///< by that side, of the other one
    bool is_gone[2] = {false, false};         ///< that side knows nothing of it any more
};

/// Events of one connection that one side made at one instant.
struct World::Packet {
    Millis made_at = 0;
    std::vector<std::move_only_function<void(Participant&)>> events = {};
};

struct World::Link {
    NodeIndex ends[2];
    bool is_open[2] = {false, false};  ///< as far as that side knows
    bool is_broken = false;            ///< nothing passes any more
    bool is_closing = false;
    Millis last_arrival[2] = {0, 0};          ///< at that side
    std::shared_ptr<Packet> packets[2] = {};  ///< the last one to that side; events sent at its instant join it
    link::SubstreamId next_substream = 1;
    std::map<link::SubstreamId, Stream> streams = {};

    size_t side_of(NodeIndex node) const { return ends[0] == node ? 0 : 1; }
};

class World::NodeWire final : public Wire {
  public:
    NodeWire(World& world, NodeIndex index) : world_(world), index_(index) {}

    std::optional<link::SubstreamId> open(ConnectionId connection, std::vector<std::string> names,
                                          size_t max_message_bytes) override {
        Link* const link = find(connection);
        if (link == nullptr) return std::nullopt;
        const size_t side = link->side_of(index_);
        const link::SubstreamId id = link->next_substream++;
        Stream& stream = link->streams[id];
        stream.opener = side;
        stream.max_bytes[side] = max_message_bytes;
        send_to(connection, *link, 1 - side, [this, connection, id, names = std::move(names)](Participant& to) {
            accept(connection, id, names, to);
        });
        return id;
    }
    bool send(const SubstreamKey& key, BytesView message) override {
        Link* const link = find(key.connection);
        Stream* const stream = find_stream(link, key.substream);
        if (stream == nullptr) return false;
        const size_t side = link->side_of(index_);
        if (stream->is_finished[side] || stream->is_gone[side]) return false;
        ++world_.messages_;
        auto& world = world_;
        send_to(
            key.connection, *link, 1 - side,
            [&world, key, side, bytes = to_bytes(message)](Participant& to) mutable {
                Link& link_then = *world.links_.at(key.connection);
                const auto found = link_then.streams.find(key.substream);
                if (found == link_then.streams.end() || found->second.is_gone[1 - side]) return;
                if (bytes.size() > found->second.max_bytes[1 - side]) {
                    static_cast<NodeWire&>(world.wire(link_then.ends[1 - side])).reset(key);
                    to.on_message_event(key.connection, link::FramingBroken{key.substream}, world.now());
                    return;
                }
                to.on_message_event(key.connection, link::MessageReceived{key.substream, std::move(bytes)},
                                    world.now());
            },
            message.size());
        return true;
    }
    bool is_drained(const SubstreamKey& key) const override {
        return const_cast<NodeWire*>(this)->find(key.connection) != nullptr;
    }
    void finish(const SubstreamKey& key) override {
        Link* const link = find(key.connection);
        Stream* const stream = find_stream(link, key.substream);
        if (stream == nullptr) return;
        const size_t side = link->side_of(index_);
        if (std::exchange(stream->is_finished[side], true)) return;
        auto& world = world_;
        send_to(key.connection, *link, 1 - side, [&world, key, side](Participant& to) {
            Link& link_then = *world.links_.at(key.connection);
            const auto found = link_then.streams.find(key.substream);
            if (found == link_then.streams.end() || found->second.is_gone[1 - side]) return;
            found->second.is_finish_seen[1 - side] = true;
            // Both finished, and both know: each side forgets the substream without more words.
            if (found->second.is_finish_seen[side]) link_then.streams.erase(found);
            to.on_message_event(key.connection, libp2p::SubstreamFinished{key.substream}, world.now());
        });
    }
    void reset(const SubstreamKey& key) override {
        Link* const link = find(key.connection);
        Stream* const stream = find_stream(link, key.substream);
        if (stream == nullptr) return;
        const size_t side = link->side_of(index_);
        if (std::exchange(stream->is_gone[side], true)) return;
        auto& world = world_;
        send_to(key.connection, *link, 1 - side, [&world, key, side](Participant& to) {
            Link& link_then = *world.links_.at(key.connection);
            const auto found = link_then.streams.find(key.substream);
            if (found == link_then.streams.end()) return;
            const bool is_news = found->second.is_accepted && !found->second.is_gone[1 - side];
            link_then.streams.erase(found);
            if (is_news) to.on_message_event(key.connection, libp2p::SubstreamReset{key.substream}, world.now());
        });
    }
    void dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) override {
        world_.connect(index_, address, expected);
    }
    void disconnect(ConnectionId connection) override { world_.close(connection, index_, 0); }
    void wake() override { world_.arm(index_); }

  private:
    Link* find(ConnectionId connection) {
        const auto found = world_.links_.find(connection);
        if (found == world_.links_.end()) return nullptr;
        Link& link = *found->second;
        return link.is_open[link.side_of(index_)] ? &link : nullptr;
    }
    static Stream* find_stream(Link* link, link::SubstreamId id) {
        if (link == nullptr) return nullptr;
        const auto found = link->streams.find(id);
        return found == link->streams.end() ? nullptr : &found->second;
    }
    /// Events sent at one instant travel together, as in one packet.
    template <class Event>
    void send_to(ConnectionId connection, Link& link, size_t side, Event event, size_t bytes = 0) {
        std::shared_ptr<Packet>& open = link.packets[side];
        const bool has_limit = world_.has_upload_limit(index_);
        if (open == nullptr || open->made_at != world_.now() || has_limit) {
            open = std::make_shared<Packet>(world_.now());
            world_.deliver(link.ends[side], world_.arrival(link, side, bytes),
                           [&world = world_, connection, side, packet = open](Participant& to) {
                               world.unpack(connection, side, *packet, to);
                           });
        }
        open->events.push_back(std::move(event));
    }
    /// The other side opens a substream of this side.
    void accept(ConnectionId connection, link::SubstreamId id, const std::vector<std::string>& names, Participant& to) {
        Link& link = *world_.links_.at(connection);
        const auto found = link.streams.find(id);
        if (found == link.streams.end()) return;
        Stream& stream = found->second;
        const size_t opener = stream.opener;
        const link::ProtocolRules* rules = nullptr;
        for (const std::string& name : names) {
            rules = to.find_rules(name);
            if (rules == nullptr) continue;
            stream.name = name;
            break;
        }
        const auto open = std::ranges::count_if(link.streams, [&](const auto& one) {
            return one.second.opener == opener && one.second.is_accepted && one.second.name == stream.name;
        });
        if (rules == nullptr || static_cast<size_t>(open) >= rules->max_inbound_per_connection) {
            const bool is_waited_for = !stream.is_gone[opener];
            link.streams.erase(found);
            if (!is_waited_for) return;
            send_to(connection, link, opener, [connection, id, &world = world_](Participant& asker) {
                asker.on_message_event(connection, libp2p::SubstreamRefused{id}, world.now());
            });
            return;
        }
        stream.is_accepted = true;
        const link::Framing& framing = rules->framing;
        stream.max_bytes[1 - opener] = std::max(framing.max_message_bytes, framing.fixed_bytes);
        const std::string name = stream.name;
        send_to(connection, link, opener, [connection, id, name, &world = world_](Participant& asker) {
            const auto& streams = world.links_.at(connection)->streams;
            const auto now_known = streams.find(id);
            if (now_known == streams.end() || now_known->second.is_gone[now_known->second.opener]) return;
            asker.on_message_event(connection, libp2p::SubstreamNegotiated{id, name}, world.now());
        });
        to.on_message_event(connection, libp2p::SubstreamAccepted{id, name}, world_.now());
    }

    World& world_;
    NodeIndex index_;
};

/// A core with the modules that every node has, joined as in service/service.cpp.
class World::HonestNode final : public Participant {
  public:
    HonestNode(World& world, NodeIndex index, const NodeSetup& setup, Wire& wire, const crypto::ed25519::Seed& key,
               const wire::Multiaddr& address, uint64_t seed)
        : index_(index),
          key_(key),
          peer_id_(PeerId::of(crypto::ed25519::public_key_of(key))),
          address_(address),
          core_(setup.protocols, wire, wire, seed),
          peers_(core_, peer_id_, setup.peers),
          identify_(core_, {"simulated", crypto::ed25519::public_key_of(key)},
                    [this](ConnectionId connection, const PeerId& peer, const IdentifyMessage& message, Millis now) {
                        for (const auto& one : message.listen_addresses) peers_.add_address(peer, one, now);
                        core_.on_identified(connection, peer, message, now);
                    }) {
        core_.set_raw_module(std::string(kIdentifyName), Identify::rules(), identify_);
        core_.add_module(peers_);
        core_.on_report = [this, &world](const PeerId& peer, const Report& report, Millis now) {
            const bool is_banned = peers_.on_report(peer, report, now);
            const auto accused = world.find(peer);
            if (is_banned && accused) world.accusations_.emplace_back(index_, *accused);
        };
        if (setup.make) modules_ = setup.make(parts());
        identify_.set_protocols(core_.protocol_names());
        if (!setup.can_be_dialed) return;
        identify_.set_listen_addresses({address});
        core_.on_addresses({address}, {address});
    }

    NodeParts parts() { return {index_, core_, peers_, identify_, peer_id_, key_, address_}; }
    Core& core() { return core_; }
    PeerManager& peers() { return peers_; }
    const std::vector<std::unique_ptr<Module>>& modules() const { return modules_; }

    void on_connected(ConnectionId connection, const ConnectionInfo& info, Millis now) override {
        core_.on_connected(connection, info, now);
    }
    void on_disconnected(ConnectionId connection, Millis now) override { core_.on_disconnected(connection, now); }
    void on_message_event(ConnectionId connection, link::MessageEvent event, Millis now) override {
        core_.on_message_event(connection, std::move(event), now);
    }
    void on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) override {
        core_.on_dial_failed(address, is_wrong_peer, now);
    }
    void run_timers(Millis now) override { core_.run_timers(now); }
    std::optional<Millis> next_timer() const override { return core_.next_timer(); }
    const link::ProtocolRules* find_rules(std::string_view name) const override { return core_.find_rules(name); }

  private:
    NodeIndex index_;
    crypto::ed25519::Seed key_;
    PeerId peer_id_;
    wire::Multiaddr address_;
    Core core_;
    PeerManager peers_;
    Identify identify_;
    std::vector<std::unique_ptr<Module>> modules_;
};

struct World::Node {
    crypto::ed25519::Seed key;
    PeerId peer;
    wire::Multiaddr address;
    bool can_be_dialed = true;
    std::optional<NodeSetup> setup = {};  ///< of an honest one
    MakeParticipant make = {};            ///< of a liar
    std::unique_ptr<NodeWire> wire = {};
    std::unique_ptr<Participant> participant = {};  ///< none: it does not run
    uint64_t life = 0;                              ///< counts starts
    std::optional<Millis> armed = {};
    Millis sleeps_until = 0;
    uint64_t bytes_per_second = 0;  ///< that it sends; 0: without a limit
    uint64_t upload_free_us = 0;
};

World::World(const WorldOptions& options) : time_(options.seed), weather_(options.weather) {}
World::~World() = default;

Wire& World::wire(NodeIndex node) { return *nodes_[node]->wire; }
size_t World::size() const noexcept { return nodes_.size(); }
bool World::is_running(NodeIndex node) const { return nodes_[node]->participant != nullptr; }
PeerId World::peer_id(NodeIndex node) const { return nodes_[node]->peer; }
wire::Multiaddr World::address(NodeIndex node) const { return nodes_[node]->address.with_peer_id(nodes_[node]->peer); }
std::optional<NodeIndex> World::find(const PeerId& peer) const {
    const auto found = by_peer_.find(peer);
    return found == by_peer_.end() ? std::nullopt : std::optional(found->second);
}

World::HonestNode& World::honest(NodeIndex node) {
    SERINUS_ASSERT(nodes_[node]->setup && is_running(node));
    return static_cast<HonestNode&>(*nodes_[node]->participant);
}
Core& World::core(NodeIndex node) { return honest(node).core(); }
PeerManager& World::peers(NodeIndex node) { return honest(node).peers(); }
const std::vector<std::unique_ptr<Module>>& World::modules(NodeIndex node) { return honest(node).modules(); }

NodeIndex World::add_node(const std::optional<std::string>& chosen) {
    const NodeIndex index = nodes_.size();
    auto node = std::make_unique<Node>();
    for (uint8_t& byte : node->key.reveal_mutable()) byte = static_cast<uint8_t>(random()());
    node->peer = PeerId::of(crypto::ed25519::public_key_of(node->key));
    // Global addresses, each in a network of its own.
    constexpr size_t kFirst = 20, kCount = 70;
    const std::string ip = std::to_string(kFirst + index % kCount) + "." + std::to_string(index / kCount % 256) + "." +
                           std::to_string(index / kCount / 256) + ".1";
    node->address = *wire::Multiaddr::parse(chosen.value_or("/ip4/" + ip) + "/tcp/30333");
    node->wire = std::make_unique<NodeWire>(*this, index);
    by_peer_.emplace(node->peer, index);
    by_address_.emplace(node->address, index);
    nodes_.push_back(std::move(node));
    is_cut_off_.push_back(false);
    return index;
}

NodeIndex World::add(NodeSetup setup) {
    const NodeIndex index = add_node();
    nodes_[index]->can_be_dialed = setup.can_be_dialed;
    nodes_[index]->setup = std::move(setup);
    begin(index);
    return index;
}

NodeIndex World::add_at(NodeSetup setup, const std::string& ip) {
    const NodeIndex index = add_node(ip);
    nodes_[index]->can_be_dialed = setup.can_be_dialed;
    nodes_[index]->setup = std::move(setup);
    begin(index);
    return index;
}

NodeIndex World::add_liar(MakeParticipant make) {
    const NodeIndex index = add_node();
    nodes_[index]->make = std::move(make);
    begin(index);
    return index;
}

void World::begin(NodeIndex index) {
    Node& node = *nodes_[index];
    ++node.life;
    if (node.setup) {
        node.participant =
            std::make_unique<HonestNode>(*this, index, *node.setup, *node.wire, node.key, node.address, random()());
    } else {
        node.participant = node.make(*node.wire, node.peer, node.address, random()());
    }
    arm(index);
}

void World::stop(NodeIndex index) {
    Node& node = *nodes_[index];
    if (node.participant == nullptr) return;
    node.participant.reset();
    node.armed.reset();
    end_links(index);
}

/// The others see nothing but silence, which they notice by pings in a real network.
void World::end_links(NodeIndex index) {
    constexpr Millis kNoticedMs = 15'000;
    std::vector<ConnectionId> own;
    for (const auto& [id, link] : links_) {
        if (link->ends[0] == index || link->ends[1] == index) own.push_back(id);
    }
    for (const ConnectionId id : own) {
        if (!is_running(index)) links_.at(id)->is_open[links_.at(id)->side_of(index)] = false;
        close(id, std::nullopt, kNoticedMs);
    }
}

void World::suspend(NodeIndex index, Millis ms) {
    nodes_[index]->sleeps_until = now() + ms;
    end_links(index);
    // A timer that came meanwhile.
    post(now() + ms, [this, index] {
        nodes_[index]->armed.reset();
        arm(index);
    });
}

void World::restart(NodeIndex index) {
    stop(index);
    begin(index);
}

void World::cut_off(const std::vector<NodeIndex>& nodes) {
    std::fill(is_cut_off_.begin(), is_cut_off_.end(), false);
    for (const NodeIndex one : nodes) is_cut_off_[one] = true;
    is_cut_ = true;
    constexpr Millis kNoticedMs = 15'000;
    std::vector<ConnectionId> across;
    for (const auto& [id, link] : links_) {
        if (!can_pass(link->ends[0], link->ends[1])) across.push_back(id);
    }
    for (const ConnectionId id : across) close(id, std::nullopt, kNoticedMs);
}

bool World::has_upload_limit(NodeIndex node) const noexcept { return nodes_[node]->bytes_per_second > 0; }

void World::set_upload(NodeIndex node, uint64_t bytes_per_second) { nodes_[node]->bytes_per_second = bytes_per_second; }

void World::heal() { is_cut_ = false; }

bool World::can_pass(NodeIndex a, NodeIndex b) const { return !is_cut_ || is_cut_off_[a] == is_cut_off_[b]; }

void World::post(Millis at, platform::Task task) {
    time_.post_after_us((at - std::min(at, now())) * 1000, std::move(task));
}

void World::after(Millis delay_ms, platform::Task task) { post(now() + delay_ms, std::move(task)); }

template <class Event>
void World::deliver(NodeIndex index, Millis at, Event event) {
    post(at, [this, index, life = nodes_[index]->life, event = std::move(event)]() mutable {
        Node& node = *nodes_[index];
        if (node.participant == nullptr || node.life != life) return;
        if (node.sleeps_until > now()) return deliver(index, node.sleeps_until, std::move(event));
        event(*node.participant);
        arm(index);
    });
}

void World::unpack(ConnectionId connection, size_t side, Packet& packet, Participant& to) {
    const auto is_over = [&] {
        const auto found = links_.find(connection);
        return found == links_.end() || found->second->is_broken || !found->second->is_open[side];
    };
    const auto found = links_.find(connection);
    if (found != links_.end() && found->second->packets[side].get() == &packet) found->second->packets[side] = nullptr;
    for (auto& event : packet.events) {
        if (is_over()) return;
        event(to);
    }
}

void World::arm(NodeIndex index, Millis earliest) {
    Node& node = *nodes_[index];
    if (node.participant == nullptr) return;
    const auto next = node.participant->next_timer();
    if (!next) return;
    const Millis at = std::max({*next, now(), earliest});
    if (node.armed && *node.armed <= at) return;
    node.armed = at;
    post(at, [this, index, life = node.life, at] {
        Node& then = *nodes_[index];
        // An earlier timer may have taken its place.
        if (then.participant == nullptr || then.life != life || then.armed != at) return;
        if (then.sleeps_until > now()) return;  // it is armed again when it wakes
        then.armed.reset();
        then.participant->run_timers(now());
        // A timer that is due again at once must not stop the time.
        arm(index, now() + 1);
    });
}

void World::call(NodeIndex node, const std::function<void(NodeParts, Millis)>& task) {
    task(honest(node).parts(), now());
    arm(node);
}

Millis World::delay() {
    Millis out = weather_.min_delay_ms;
    if (weather_.max_delay_ms > weather_.min_delay_ms) {
        out += random()() % (weather_.max_delay_ms - weather_.min_delay_ms + 1);
    }
    const auto happens = [this](double share) {
        return share > 0 && static_cast<double>(random()() >> 11) * 0x1p-53 < share;
    };
    for (int tries = 0; tries < 8 && happens(weather_.loss); ++tries) out += weather_.retransmit_ms;
    return out;
}

Millis World::arrival(Link& link, size_t side, size_t bytes) {
    constexpr size_t kOverheadBytes = 40;  // headers of the packets and of the layers between
    Node& sender = *nodes_[link.ends[1 - side]];
    Millis leaves = now();
    if (sender.bytes_per_second > 0) {
        sender.upload_free_us = std::max(sender.upload_free_us, time_.now_us());
        sender.upload_free_us += (bytes + kOverheadBytes) * 1'000'000 / sender.bytes_per_second;
        leaves = std::max(leaves, sender.upload_free_us / 1000);
    }
    link.last_arrival[side] = std::max(link.last_arrival[side], leaves + delay());
    return link.last_arrival[side];
}

void World::connect(NodeIndex from, const wire::Multiaddr& address, const std::optional<PeerId>& expected) {
    const auto found = by_address_.find(address.without_peer_id());
    const bool is_there = found != by_address_.end() && is_running(found->second) &&
                          nodes_[found->second]->sleeps_until <= now() && nodes_[found->second]->can_be_dialed &&
                          can_pass(from, found->second);
    const bool is_lucky = static_cast<double>(random()() >> 11) * 0x1p-53 >= weather_.dial_failures;
    if (!is_there || !is_lucky) {
        const Millis at = now() + weather_.dial_timeout_ms;
        return deliver(from, at, [this, address](Participant& to) { to.on_dial_failed(address, false, now()); });
    }
    const NodeIndex target = found->second;
    const Millis round_trips = 4 * delay();  // TCP and the handshakes
    if (expected && *expected != nodes_[target]->peer) {
        return deliver(from, now() + round_trips,
                       [this, address](Participant& to) { to.on_dial_failed(address, true, now()); });
    }
    const ConnectionId id = next_connection_++;
    post(now() + round_trips, [this, id, from, target, address, life = nodes_[from]->life] {
        if (!is_running(from) || nodes_[from]->life != life) return;
        if (!is_running(target) || !can_pass(from, target)) {
            return deliver(from, now() + weather_.dial_timeout_ms,
                           [this, address](Participant& to) { to.on_dial_failed(address, false, now()); });
        }
        Link& link = *links_.emplace(id, std::make_unique<Link>(Link{.ends = {from, target}})).first->second;
        link.last_arrival[0] = link.last_arrival[1] = now();
        // A port of the moment on the side that dialed.
        const auto parts = nodes_[from]->address.to_string();
        const auto seen = wire::Multiaddr::parse(parts.substr(0, parts.find("/tcp/")) + "/tcp/" +
                                                 std::to_string(40'000 + id % 20'000));
        deliver(from, now(), [this, id, target, address](Participant& to) {
            if (!links_.contains(id) || links_.at(id)->is_closing) return;
            links_.at(id)->is_open[0] = true;
            to.on_connected(id, {.peer = nodes_[target]->peer, .address = address, .is_dialer = true}, now());
        });
        deliver(target, now(), [this, id, from, seen = *seen](Participant& to) {
            if (!links_.contains(id) || links_.at(id)->is_closing) return;
            links_.at(id)->is_open[1] = true;
            to.on_connected(id, {.peer = nodes_[from]->peer, .address = seen, .is_dialer = false}, now());
        });
    });
}

/// `by` closes: the other side sees it behind all that was sent before. nullopt: nobody does, but nothing passes any
/// more, and both sides notice after `noticed_ms`.
void World::close(ConnectionId id, std::optional<NodeIndex> by, Millis noticed_ms) {
    const auto found = links_.find(id);
    if (found == links_.end() || std::exchange(found->second->is_closing, true)) return;
    Link& link = *found->second;
    link.is_broken = !by;
    Millis last = 0;
    for (const size_t side : {size_t{0}, size_t{1}}) {
        const Millis at = !by ? now() + noticed_ms : *by == link.ends[side] ? now() : arrival(link, side, 0);
        last = std::max({last, at, nodes_[link.ends[side]]->sleeps_until});  // a sleeper notices when it wakes
        deliver(link.ends[side], at, [this, id, side](Participant& to) {
            const auto still = links_.find(id);
            if (still == links_.end() || !std::exchange(still->second->is_open[side], false)) return;
            to.on_disconnected(id, now());
        });
    }
    post(last + 1, [this, id] { links_.erase(id); });
}

void World::run_for(Millis ms) {
    const Millis end = now() + ms;
    while (now() < end) {
        const Millis until = std::min(end, next_second_);
        time_.run_until_ms(until);
        if (now() < next_second_) continue;
        next_second_ += 1000;
        if (on_second) on_second();
    }
}

bool World::run_until(const std::function<bool()>& is_done, Millis limit_ms) {
    constexpr Millis kStepMs = 100;
    const Millis end = now() + limit_ms;
    while (now() < end) {
        if (is_done()) return true;
        run_for(std::min(kStepMs, end - now()));
    }
    return is_done();
}

}  // namespace serinus::network::simulation
