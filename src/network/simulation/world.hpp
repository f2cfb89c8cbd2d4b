/// Many nodes in one process and in virtual time: real cores and modules, whole messages in place of sockets, noise and
/// yamux. One seed decides everything, so a failure can be run again.
///
///     World world({.seed = 7, .weather = {.loss = 0.01}});
///     const NodeIndex boot = world.add({.protocols = …, .make = make_modules});
///     world.add({…});
///     EXPECT_TRUE(world.run_until([&] { return …; }, 60'000));
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "network/core/core.hpp"
#include "network/identify/identify.hpp"
#include "network/peers/peer_manager.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::network::simulation {

using NodeIndex = size_t;

/// Delays and faults of links between nodes. Messages are neither lost nor reordered within a connection, as TCP sees
/// to that: a lost message comes later, and everything behind it too.
struct Weather {
    Millis min_delay_ms = 20, max_delay_ms = 80;  ///< one way
    double loss = 0;                              ///< share of messages that are sent again
    Millis retransmit_ms = 250;
    double dial_failures = 0;  ///< share of dials that come to nothing
    Millis dial_timeout_ms = 10'000;
};

/// Collaborators of a node's modules; the same things as in a real node (service/service.hpp).
struct NodeParts {
    NodeIndex index;
    Core& core;
    PeerManager& peers;
    Identify& identify;
    const PeerId& peer_id;
    const crypto::ed25519::Seed& key;
    const wire::Multiaddr& address;  ///< where it listens, without the peer id
};

struct NodeSetup {
    CoreProtocols protocols = {};
    PeerManagerOptions peers = {};
    bool can_be_dialed = true;  ///< false: behind a router that lets nothing in
    /// Called at each start of the node; the modules live until its end.
    std::function<std::vector<std::unique_ptr<Module>>(NodeParts)> make = {};
};

/// Orders of a participant to the network. All take effect at once; their results are events, later.
class Wire : public link::Substreams, public Connections {
  public:
    /// The participant wants run_timers() at its next_timer(), which changed outside of an event.
    virtual void wake() = 0;
};

/// A participant: a node, or a liar that says anything (liars.hpp).
class Participant {
  public:
    virtual ~Participant() = default;
    virtual void on_connected(ConnectionId connection, const ConnectionInfo& info, Millis now) = 0;
    virtual void on_disconnected(ConnectionId connection, Millis now) = 0;
    virtual void on_message_event(ConnectionId connection, link::MessageEvent event, Millis now) = 0;
    virtual void on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) = 0;
    virtual void run_timers(Millis now) = 0;
    virtual std::optional<Millis> next_timer() const = 0;
    /// nullptr: substreams of this name are refused.
    virtual const link::ProtocolRules* find_rules(std::string_view name) const = 0;
};

struct WorldOptions {
    uint64_t seed = 1;
    Weather weather = {};
};

class World {
  public:
    using MakeParticipant =
        std::function<std::unique_ptr<Participant>(Wire&, const PeerId&, const wire::Multiaddr&, uint64_t seed)>;

    explicit World(const WorldOptions& options);
    ~World();

    /// Starts at once. Each has an address in a network of its own (/16).
    NodeIndex add(NodeSetup setup);
    NodeIndex add_liar(MakeParticipant make);
    /// At an address that a test chooses: "/ip4/200.1.2.3".
    NodeIndex add_at(NodeSetup setup, const std::string& ip);

    /// As if the machine lost its power: the others notice after some time that connections are gone.
    void stop(NodeIndex node);
    /// With the same key and address, and an empty memory.
    void restart(NodeIndex node);
    /// The node neither hears nor does anything for so long, and the others notice; it wakes with all that it knew.
    void suspend(NodeIndex node, Millis ms);
    bool is_running(NodeIndex node) const;

    /// Nothing passes between these and all others until heal().
    void cut_off(const std::vector<NodeIndex>& nodes);
    void heal();
    Weather& weather() noexcept { return weather_; }
    /// The node's messages leave it one after the other, to all others together; 0: at once.
    void set_upload(NodeIndex node, uint64_t bytes_per_second);

    size_t size() const noexcept;
    Millis now() const noexcept { return time_.now_ms(); }
    std::mt19937_64& random() noexcept { return time_.random(); }
    platform::VirtualTime& time() noexcept { return time_; }
    PeerId peer_id(NodeIndex node) const;
    wire::Multiaddr address(NodeIndex node) const;  ///< with the peer id
    std::optional<NodeIndex> find(const PeerId& peer) const;

    // Of nodes that run, and are no liars.
    Core& core(NodeIndex node);
    PeerManager& peers(NodeIndex node);
    /// The module of this type; nullptr: there is none.
    template <class M>
    M* module(NodeIndex node) {
        for (const auto& one : modules(node)) {
            if (auto* found = dynamic_cast<M*>(one.get())) return found;
        }
        return nullptr;
    }
    /// Runs `task` as the node; its orders are seen at once.
    void call(NodeIndex node, const std::function<void(NodeParts, Millis now)>& task);
    /// Runs `task` later, in any case.
    void after(Millis delay_ms, platform::Task task);

    void run_for(Millis ms);
    /// Whether `is_done` held within `limit_ms`; asked each 100 ms.
    bool run_until(const std::function<bool()>& is_done, Millis limit_ms);
    /// Called each second of virtual time.
    std::function<void()> on_second;

    uint64_t events() const noexcept { return time_.executed(); }  ///< that were handled
    uint64_t messages() const noexcept { return messages_; }
    /// Reports of lies by nodes about nodes: there must be none without liars.
    const std::vector<std::pair<NodeIndex, NodeIndex>>& accusations() const noexcept { return accusations_; }

  private:
    struct Node;
    struct Link;
    struct Stream;
    struct Packet;
    class NodeWire;
    class HonestNode;

    const std::vector<std::unique_ptr<Module>>& modules(NodeIndex node);
    HonestNode& honest(NodeIndex node);
    Wire& wire(NodeIndex node);
    void begin(NodeIndex node);
    void post(Millis at, platform::Task task);
    /// Hands something to a participant, if it still runs, and sets its timer anew.
    template <class Event>
    void deliver(NodeIndex node, Millis at, Event event);
    void unpack(ConnectionId connection, size_t side, Packet& packet, Participant& to);
    void arm(NodeIndex node, Millis earliest = 0);
    Millis delay();
    /// When `bytes` that are sent now arrive at that side.
    Millis arrival(Link& link, size_t side, size_t bytes);
    bool can_pass(NodeIndex a, NodeIndex b) const;
    void connect(NodeIndex from, const wire::Multiaddr& address, const std::optional<PeerId>& expected);
    void close(ConnectionId connection, std::optional<NodeIndex> by, Millis noticed_ms);
    NodeIndex add_node(const std::optional<std::string>& ip = {});
    void end_links(NodeIndex node);
    bool has_upload_limit(NodeIndex node) const noexcept;

    platform::VirtualTime time_;
    Weather weather_;
    std::vector<std::unique_ptr<Node>> nodes_;
    std::map<PeerId, NodeIndex> by_peer_;
    std::map<wire::Multiaddr, NodeIndex> by_address_;
    std::map<ConnectionId, std::unique_ptr<Link>> links_;
    ConnectionId next_connection_ = 1;
    std::vector<bool> is_cut_off_;
    bool is_cut_ = false;
    uint64_t messages_ = 0;
    std::vector<std::pair<NodeIndex, NodeIndex>> accusations_;
    Millis next_second_ = 1000;
};

}  // namespace serinus::network::simulation
