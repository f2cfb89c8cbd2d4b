#include "network/simulation/simulated_service.hpp"

#include <set>

#include "network/service/buffer_budget.hpp"
#include "network/service/service_core.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kPieceBytes = size_t{16} << 10;

/// The connections of one machine: each a MessageConnection on a stream of bytes.
class Carriers final : public link::Substreams, public Connections {
  public:
    Carriers(platform::Scheduler& scheduler, const noise::Identity& identity, ByteLinks& links, MachineId machine)
        : scheduler_(scheduler), identity_(identity), links_(links), machine_(machine) {}

    void set_events(SocketEvents& events) { events_ = &events; }
    uint64_t bytes_in() const noexcept { return bytes_in_; }
    uint64_t bytes_out() const noexcept { return bytes_out_; }
    size_t memory_bytes() const {
        size_t out = 0;
        for (const auto& [id, session] : sessions_) out += session->connection.memory_bytes();
        return out;
    }

    void close() {
        for (const auto& [id, session] : std::exchange(sessions_, {})) links_.close(machine_, id);
        dials_.clear();
    }

    // Connections
    void dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) override {
        dials_.emplace(links_.connect(machine_, address.without_peer_id()), Dial{address, expected});
    }
    void disconnect(ConnectionId connection) override {
        Session* const session = find(connection);
        if (session == nullptr) return;
        session->connection.go_away();
        session->ends_with = "closed by this node";
        dirty_.insert(connection);
    }

    // link::Substreams
    std::optional<link::SubstreamId> open(ConnectionId connection, std::vector<std::string> names,
                                          size_t max_message_bytes) override {
        Session* const session = find(connection);
        if (session == nullptr || session->ends_with) return std::nullopt;
        link::Framing framing{.max_message_bytes = max_message_bytes};
        if (const auto* rules = events_->find_rules(names.front())) framing.fixed_bytes = rules->framing.fixed_bytes;
        dirty_.insert(connection);
        return session->connection.open(std::move(names), framing, scheduler_.now_ms());
    }
    bool send(const SubstreamKey& substream, BytesView message) override {
        Session* const session = find(substream.connection);
        if (session == nullptr) return false;
        dirty_.insert(substream.connection);
        const bool is_sent = session->connection.send(substream.substream, message);
        check_budget(substream.connection, *session);
        return is_sent;
    }
    bool is_drained(const SubstreamKey& substream) const override {
        const auto found = sessions_.find(substream.connection);
        return found != sessions_.end() && found->second->connection.is_drained(substream.substream);
    }
    void finish(const SubstreamKey& substream) override {
        Session* const session = find(substream.connection);
        if (session == nullptr) return;
        session->connection.finish(substream.substream);
        dirty_.insert(substream.connection);
    }
    void reset(const SubstreamKey& substream) override {
        Session* const session = find(substream.connection);
        if (session == nullptr) return;
        session->connection.reset(substream.substream);
        dirty_.insert(substream.connection);
    }

    void hold(const SubstreamKey& substream, bool is_held) override {
        Session* const session = find(substream.connection);
        if (session == nullptr) return;
        session->connection.hold(substream.substream, is_held);
        dirty_.insert(substream.connection);
    }

    // Events of the links; the id of a stream is that of its connection.
    void on_accepted(StreamId stream, const wire::Multiaddr& from) {
        if (events_->may_accept(from)) begin(stream, from, std::nullopt);
    }
    void on_connected(StreamId stream) {
        const auto dial = dials_.extract(stream);
        if (!dial.empty()) begin(stream, dial.mapped().address, dial.mapped());
    }
    void on_connect_failed(StreamId stream, const std::string& reason) {
        const auto dial = dials_.extract(stream);
        if (!dial.empty()) events_->on_dial_failed(dial.mapped().address, reason, false);
    }
    void on_data(StreamId stream, Bytes data) {
        Session* const session = find(stream);
        if (session == nullptr) return;
        bytes_in_ += data.size();
        std::vector<link::MessageEvent> events;
        session->connection.take(data, scheduler_.now_ms(), events);
        check_budget(stream, *session);
        handle(stream, events);
        dirty_.insert(stream);
    }
    void on_writable(StreamId stream) { dirty_.insert(stream); }
    void on_ended(StreamId stream) { end(stream, "closed by the other side"); }

    /// Sends the bytes protocols wrote, as far as the links take it.
    void flush() {
        while (!dirty_.empty()) {
            const ConnectionId id = *dirty_.begin();
            dirty_.erase(dirty_.begin());
            write(id);
        }
    }
    void run_timers() {
        const Millis now = scheduler_.now_ms();
        std::vector<ConnectionId> due;
        for (const auto& [id, session] : sessions_) {
            const auto next = session->connection.next_timer();
            if (next && *next <= now) due.push_back(id);
        }
        for (const ConnectionId id : due) {
            Session* const session = find(id);
            if (session == nullptr) continue;
            std::vector<link::MessageEvent> events;
            session->connection.on_timer(now, events);
            handle(id, events);
            dirty_.insert(id);
        }
    }
    std::optional<Millis> next_timer() const {
        std::optional<Millis> out;
        for (const auto& [id, session] : sessions_) {
            const auto next = session->connection.next_timer();
            if (next && (!out || *next < *out)) out = next;
        }
        return out;
    }

  private:
    struct Dial {
        wire::Multiaddr address;
        std::optional<PeerId> expected;
    };
    struct Session {
        Session(const noise::Identity& identity, const noise::SecretKey& ephemeral, link::FindRules find_rules,
                const link::MessageConnectionOptions& options, Millis now)
            : connection(identity, ephemeral, std::move(find_rules), options, now) {}
        link::MessageConnection connection;
        wire::Multiaddr address;
        bool is_dialer = false;
        bool is_established = false;
        bool is_wrong_peer = false;
        bool holds_too_much = false;
        std::optional<std::string> ends_with;  ///< behind the waiting bytes
    };

    Session* find(ConnectionId connection) const {
        const auto found = sessions_.find(connection);
        return found == sessions_.end() ? nullptr : found->second.get();
    }
    void begin(StreamId stream, const wire::Multiaddr& address, const std::optional<Dial>& dial) {
        auto session = std::make_unique<Session>(
            identity_, noise::SecretKey(scheduler_.random_array<32>()),
            [this](std::string_view name) { return events_->find_rules(name); },
            link::MessageConnectionOptions{
                .connection = {.is_dialer = dial.has_value(), .expected = dial ? dial->expected : std::nullopt}},
            scheduler_.now_ms());
        session->address = address;
        session->is_dialer = dial.has_value();
        sessions_.emplace(stream, std::move(session));
        dirty_.insert(stream);
    }
    /// As the sockets of a real node.
    void check_budget(ConnectionId id, const Session& session) {
        budget_.set(id, session.connection.imposed_bytes());
        const auto excess = budget_.find_excess();
        Session* const largest = excess ? find(*excess) : nullptr;
        if (largest == nullptr || std::exchange(largest->holds_too_much, true)) return;
        dirty_.insert(*excess);
    }
    void handle(ConnectionId id, std::vector<link::MessageEvent>& events) {
        for (auto& event : events) {
            Session* const session = find(id);
            if (session == nullptr) return;
            if (const auto* established = std::get_if<libp2p::Established>(&event)) {
                session->is_established = true;
                events_->on_connected(id, {established->peer, session->address, session->is_dialer});
            } else if (const auto* failed = std::get_if<libp2p::Failed>(&event)) {
                session->is_wrong_peer = failed->error == libp2p::ConnectionError::kWrongPeer;
                if (!session->ends_with) session->ends_with = failed->reason;
            } else {
                events_->on_message_event(id, std::move(event));
            }
        }
    }
    void write(ConnectionId id) {
        Session* session = find(id);
        if (session != nullptr && session->holds_too_much) return end(id, "it holds too much of this node's memory");
        while (session != nullptr && session->connection.has_output()) {
            const size_t room = links_.room(machine_, id);
            if (room == 0) return;  // on_writable() follows
            Bytes piece;
            std::vector<link::MessageEvent> events;
            session->connection.give(std::min(room, kPieceBytes), piece, events);
            check_budget(id, *session);
            const bool is_stuck = piece.empty() && events.empty();
            bytes_out_ += piece.size();
            links_.send(machine_, id, std::move(piece));
            handle(id, events);
            session = find(id);
            if (is_stuck) break;
        }
        if (session != nullptr && session->ends_with) end(id, *session->ends_with);
    }
    void end(ConnectionId id, std::string reason) {
        const auto node = sessions_.extract(id);
        if (node.empty()) return;
        links_.close(machine_, id);
        budget_.remove(id);
        const Session& session = *node.mapped();
        if (session.is_established) {
            events_->on_disconnected(id, reason);
        } else if (session.is_dialer) {
            events_->on_dial_failed(session.address, reason, session.is_wrong_peer);
        }
    }

    platform::Scheduler& scheduler_;
    const noise::Identity& identity_;
    ByteLinks& links_;
    const MachineId machine_;
    SocketEvents* events_ = nullptr;
    std::map<ConnectionId, std::unique_ptr<Session>> sessions_;
    std::map<StreamId, Dial> dials_;
    std::set<ConnectionId> dirty_;
    BufferBudget budget_;
    uint64_t bytes_in_ = 0, bytes_out_ = 0;
};

class SimulatedService final : public NetworkService, public StreamUser {
  public:
    SimulatedService(platform::Scheduler& scheduler, ServiceOptions options, ModuleFactory factory, ByteLinks& links,
                     MachineId machine)
        : scheduler_(scheduler),
          options_(std::move(options)),
          links_(links),
          machine_(machine),
          identity_(options_.node_key, noise::SecretKey(scheduler.random_array<32>())),
          carriers_(scheduler, identity_, links, machine),
          core_(scheduler, options_, identity_.peer_id(), carriers_, carriers_, std::move(factory)),
          lane_(scheduler.make_lane({.name = "network"})) {
        carriers_.set_events(core_);
    }
    ~SimulatedService() override { SimulatedService::stop(); }

    void run() override {
        links_.attach(machine_, *this, options_.listen_addresses);
        lane_->post_always([this] {
            core_.start(options_.listen_addresses);
            settle();
        });
    }
    const PeerId& peer_id() const noexcept override { return identity_.peer_id(); }
    std::vector<wire::Multiaddr> listen_addresses() const override {
        std::vector<wire::Multiaddr> out;
        for (const auto& address : options_.listen_addresses) out.push_back(address.with_peer_id(peer_id()));
        return out;
    }
    State state() const override {
        State out = core_.state();
        out.bytes_in = carriers_.bytes_in();
        out.bytes_out = carriers_.bytes_out();
        out.memory_bytes += carriers_.memory_bytes();
        return out;
    }
    void post(std::function<void(Parts)> task) override {
        on_lane([this, task = std::move(task)] { task(core_.parts()); });
    }
    void stop() override {
        if (std::exchange(is_stopped_, true)) return;
        lane_->close();
        links_.detach(machine_);
    }

    // StreamUser
    void on_accepted(StreamId stream, const wire::Multiaddr& from) override {
        on_lane([this, stream, from] { carriers_.on_accepted(stream, from); });
    }
    void on_connected(StreamId stream) override {
        on_lane([this, stream] { carriers_.on_connected(stream); });
    }
    void on_connect_failed(StreamId stream, const std::string& reason) override {
        on_lane([this, stream, reason] { carriers_.on_connect_failed(stream, reason); });
    }
    void on_data(StreamId stream, Bytes data) override {
        on_lane([this, stream, data = std::move(data)]() mutable { carriers_.on_data(stream, std::move(data)); });
    }
    void on_writable(StreamId stream) override {
        on_lane([this, stream] { carriers_.on_writable(stream); });
    }
    void on_ended(StreamId stream) override {
        on_lane([this, stream] { carriers_.on_ended(stream); });
    }

  private:
    template <class Task>
    void on_lane(Task task) {
        lane_->post_always([this, task = std::move(task)]() mutable {
            task();
            settle();
        });
    }
    /// After every task: written bytes go out, and the timer is set for the next event.
    void settle() {
        carriers_.flush();
        auto next = core_.next_timer();
        if (const auto other = carriers_.next_timer(); other && (!next || *other < *next)) next = other;
        if (next == armed_) return;
        if (timer_) lane_->cancel(*timer_);
        armed_ = next;
        timer_.reset();
        if (!next) return;
        const Millis now = scheduler_.now_ms();
        timer_ = lane_->post_after(*next > now ? *next - now : 0, [this] {
            armed_.reset();
            timer_.reset();
            carriers_.run_timers();
            core_.run_timers();
            settle();
        });
    }

    platform::Scheduler& scheduler_;
    const ServiceOptions options_;
    ByteLinks& links_;
    const MachineId machine_;
    const noise::Identity identity_;
    Carriers carriers_;
    ServiceCore core_;
    std::optional<Millis> armed_;
    std::optional<platform::TimerId> timer_;
    bool is_stopped_ = false;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace

std::unique_ptr<NetworkService> start_service(platform::Scheduler& scheduler, ServiceOptions options,
                                              ModuleFactory factory, ByteLinks& links, MachineId machine) {
    return std::make_unique<SimulatedService>(scheduler, std::move(options), std::move(factory), links, machine);
}

}  // namespace serinus::network::simulation
