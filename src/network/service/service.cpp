#include "network/service/service.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <mutex>

#include "network/service/addresses.hpp"
#include "network/service/sockets.hpp"
#include "platform/log.hpp"

namespace serinus::network {
namespace {

namespace asio = boost::asio;

constexpr const char* kTarget = "sub-libp2p";
constexpr uint64_t kStatePeriodMs = 500;  ///< how old state() may be

class AsioService final : public Service, private SocketEvents {
  public:
    AsioService(platform::Scheduler& scheduler, ServiceOptions options, ModuleFactory factory)
        : scheduler_(scheduler),
          options_(std::move(options)),
          identity_(options_.node_key, noise::SecretKey(scheduler.random_array<32>())),
          sockets_(io_, scheduler, identity_, *this, {}),
          core_(std::move(factory.protocols), sockets_, sockets_, seed_of(scheduler)),
          peers_(core_, identity_.peer_id(), options_.peers),
          ping_(core_, options_.ping),
          identify_(core_, {options_.agent_version, crypto::ed25519::public_key_of(options_.node_key)},
                    [this](ConnectionId, const PeerId& peer, const IdentifyMessage& message, Millis now) {
                        agents_[peer] = message.agent_version;
                        for (const auto& address : message.listen_addresses) peers_.add_address(peer, address, now);
                    }),
          timer_(io_),
          state_timer_(io_) {
        core_.set_raw_module(std::string(kPingName), Ping::rules(), ping_);
        core_.set_raw_module(std::string(kIdentifyName), Identify::rules(), identify_);
        core_.add_module(peers_);
        core_.on_report = [this](const PeerId& peer, Report report, Millis now) {
            peers_.on_report(peer, report, now);
        };
        if (factory.make) modules_ = factory.make(parts());
        identify_.set_protocols(core_.protocol_names());
    }
    ~AsioService() override { AsioService::stop(); }

    Result<void, std::string> start() {
        for (const auto& address : options_.listen_addresses) {
            const auto bound = sockets_.listen(address);
            if (!bound && options_.needs_all_addresses) return Err(bound.error());
            if (!bound) {
                log::warn(kTarget, "The network " + bound.error());
                continue;
            }
            for (const auto& one : *bound) {
                const auto full = one.with_peer_id(identity_.peer_id());
                if (std::ranges::find(listening_, full) == listening_.end()) listening_.push_back(full);
            }
        }
        identify_.set_listen_addresses(announced_addresses());
        const Millis now = scheduler_.now_ms();
        for (const auto& address : options_.reserved_nodes) {
            peers_.add_address(*address.peer_id(), address, now);
            peers_.add_reserved(*address.peer_id(), now);
        }
        for (const auto& address : options_.boot_nodes) peers_.add_address(*address.peer_id(), address, now);
        arm_timer();
        publish_state();
        return {};
    }
    void run() override {
        thread_ = scheduler_.start_thread("network", [this](const std::stop_token&) { run_io(); });
    }

    const PeerId& peer_id() const noexcept override { return identity_.peer_id(); }
    std::vector<wire::Multiaddr> listen_addresses() const override { return listening_; }
    State state() const override {
        const std::lock_guard lock(state_mutex_);
        return state_;
    }
    void post(std::function<void(Parts)> task) override {
        asio::post(io_, [this, task = std::move(task)] {
            if (is_stopped_) return;
            task(parts());
            arm_timer();
        });
    }
    void stop() override {
        if (thread_ == nullptr) return;
        asio::post(io_, [this] {
            is_stopped_ = true;
            sockets_.close();
            timer_.cancel();
            state_timer_.cancel();
            work_.reset();
        });
        thread_.reset();
    }

  private:
    static uint64_t seed_of(platform::Scheduler& scheduler) {
        uint64_t seed = 0;
        for (const uint8_t byte : scheduler.random_array<8>()) seed = seed << 8 | byte;
        return seed;
    }
    Parts parts() noexcept { return {core_, peers_, scheduler_}; }
    /// What others are told: those of the user first.
    std::vector<wire::Multiaddr> announced_addresses() const {
        std::vector<wire::Multiaddr> out;
        const auto add = [&out](const wire::Multiaddr& address) {
            const auto bare = address.without_peer_id();
            if (std::ranges::find(out, bare) == out.end()) out.push_back(bare);
        };
        for (const auto& address : options_.public_addresses) add(address);
        for (const auto& address : listening_) {
            for (const auto& one : with_own_interfaces(address.without_peer_id())) {
                if (options_.peers.allow_private_addresses || one.is_global()) add(one);
            }
        }
        return out;
    }

    void run_io() {
        for (;;) {
            try {
                io_.run();
                return;
            } catch (const std::exception& thrown) {
                log::error(kTarget, std::string("A connection failed: ") + thrown.what());
            }
        }
    }

    // SocketEvents

    void on_connected(ConnectionId connection, ConnectionInfo info) override {
        log::debug(kTarget, [&] {
            return "Connected to " + info.peer.to_string() + " at " + info.address.to_string() +
                   (info.is_dialer ? " (dialed)" : "");
        });
        core_.on_connected(connection, std::move(info), scheduler_.now_ms());
        arm_timer();
    }
    void on_message_event(ConnectionId connection, link::MessageEvent event) override {
        core_.on_message_event(connection, std::move(event), scheduler_.now_ms());
        arm_timer();
    }
    void on_disconnected(ConnectionId connection, const std::string& reason) override {
        const auto found = core_.connections().find(connection);
        if (found == core_.connections().end()) return;
        const PeerId peer = found->second.peer;
        log::debug(kTarget, [&] { return "The connection to " + peer.to_string() + " ended: " + reason; });
        core_.on_disconnected(connection, scheduler_.now_ms());
        if (!core_.is_connected(peer)) agents_.erase(peer);
        arm_timer();
    }
    void on_dial_failed(const wire::Multiaddr& address, const std::string& reason, bool is_wrong_peer) override {
        log::debug(kTarget, [&] { return "No connection to " + address.to_string() + ": " + reason; });
        peers_.on_dial_failed(address, is_wrong_peer, scheduler_.now_ms());
        arm_timer();
    }
    const link::ProtocolRules* find_rules(std::string_view name) override { return core_.find_rules(name); }
    bool may_accept(const wire::Multiaddr&) override { return true; }

    void arm_timer() {
        const auto next = core_.next_timer();
        if (next == armed_ || is_stopped_) return;
        armed_ = next;
        if (!next) {
            timer_.cancel();
            return;
        }
        const Millis now = scheduler_.now_ms();
        timer_.expires_after(std::chrono::milliseconds(*next > now ? std::min<Millis>(*next - now, 3'600'000) : 0));
        timer_.async_wait([this](const boost::system::error_code& error) {
            if (error || is_stopped_) return;
            armed_.reset();
            core_.run_timers(scheduler_.now_ms());
            arm_timer();
        });
    }

    void publish_state() {
        State state;
        state.connections = core_.connections().size();
        state.known_peers = peers_.known_peers();
        state.bytes_in = sockets_.traffic().bytes_in;
        state.bytes_out = sockets_.traffic().bytes_out;
        state.memory_bytes = sockets_.memory_bytes() + peers_.memory_bytes();
        std::map<PeerId, PeerState> by_peer;
        for (const auto& [id, info] : core_.connections()) {
            PeerState& peer = by_peer.try_emplace(info.peer, PeerState{.peer = info.peer}).first->second;
            peer.addresses.push_back(info.address);
            if (const auto time = ping_.round_trip_ms(id)) peer.round_trip_ms = time;
        }
        for (auto& [id, peer] : by_peer) {
            const auto agent = agents_.find(id);
            if (agent != agents_.end()) peer.agent_version = agent->second;
            peer.slot = peers_.slot_of(id);
            state.peers.push_back(std::move(peer));
        }
        {
            const std::lock_guard lock(state_mutex_);
            state_ = std::move(state);
        }
        state_timer_.expires_after(std::chrono::milliseconds(kStatePeriodMs));
        state_timer_.async_wait([this](const boost::system::error_code& error) {
            if (!error && !is_stopped_) publish_state();
        });
    }

    platform::Scheduler& scheduler_;
    const ServiceOptions options_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
    const noise::Identity identity_;
    Sockets sockets_;
    Core core_;
    PeerManager peers_;
    Ping ping_;
    Identify identify_;
    std::vector<std::unique_ptr<Module>> modules_;
    std::map<PeerId, std::string> agents_;
    std::vector<wire::Multiaddr> listening_;
    asio::steady_timer timer_, state_timer_;
    std::optional<Millis> armed_;
    bool is_stopped_ = false;

    mutable std::mutex state_mutex_;
    State state_;
    std::unique_ptr<platform::ServiceThread> thread_;
};

}  // namespace

Result<std::unique_ptr<Service>, std::string> Service::start(platform::Scheduler& scheduler, ServiceOptions options,
                                                             ModuleFactory factory) {
    auto service = std::make_unique<AsioService>(scheduler, std::move(options), std::move(factory));
    TRY(service->start());
    return std::unique_ptr<Service>(std::move(service));
}

}  // namespace serinus::network
