#include "network/service/service.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <mutex>

#include "network/service/addresses.hpp"
#include "network/service/mdns_socket.hpp"
#include "network/service/service_core.hpp"
#include "network/service/sockets.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"

namespace serinus::network {
namespace {

namespace asio = boost::asio;

constexpr const char* kTarget = "sub-libp2p";
constexpr uint64_t kStatePeriodMs = 500;  ///< how old state() may be
constexpr uint64_t kBookPeriodMs = 600'000;

class AsioService final : public NetworkService, private SocketEvents {
  public:
    AsioService(platform::Scheduler& scheduler, ServiceOptions options, ModuleFactory factory)
        : scheduler_(scheduler),
          options_(std::move(options)),
          identity_(options_.node_key, noise::SecretKey(scheduler.random_array<32>())),
          sockets_(io_, scheduler, identity_, *this, {}),
          core_(scheduler, options_, identity_.peer_id(), sockets_, sockets_, std::move(factory)),
          timer_(io_),
          state_timer_(io_),
          book_timer_(io_) {}
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
        read_book();
        core_.start(announced_addresses());
        start_mdns();
        arm_timer();
        publish_state();
        return {};
    }
    void run() override {
        arm_book_timer();
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
            task(core_.parts());
            arm_timer();
        });
    }
    void stop() override {
        if (thread_ == nullptr) return;
        asio::post(io_, [this] {
            is_stopped_ = true;
            last_book_ = encode_book();  // before the end of the connections, of which some are its anchors
            sockets_.close();
            if (mdns_) mdns_->close();
            timer_.cancel();
            state_timer_.cancel();
            book_timer_.cancel();
            work_.reset();
        });
        thread_.reset();
        if (book_lane_) book_lane_->close();
        write_book(options_.book_file, last_book_);
    }

  private:
    /// The addresses announced to peers: those of the user first.
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

    void start_mdns() {
        if (!options_.has_mdns) return;
        mdns_.emplace(io_, scheduler_, identity_.peer_id(), [this](const wire::Multiaddr& address) {
            log::debug(kTarget, [&] { return "Found " + address.to_string() + " by mDNS"; });
            core_.parts().peers.add_address(*address.peer_id(), address, scheduler_.now_ms());
            arm_timer();
        });
        if (const auto started = mdns_->start(announced_addresses()); !started) log::warn(kTarget, started.error());
    }

    // The address book.

    void read_book() {
        if (options_.book_file.empty()) return;
        const auto file = platform::read_file(options_.book_file, AddressBook::kMaxEncodedBytes);
        if (!file && file.error().not_found) return;
        const auto restored = file ? core_.parts().peers.restore_book(as_bytes(*file), scheduler_.now_ms())
                                   : Result<void, std::string>(Err(file.error().message));
        if (!restored) {
            log::warn(kTarget, options_.book_file + " is not used: " + restored.error());
        } else {
            log::debug(kTarget, [&] {
                return std::to_string(core_.parts().peers.known_peers()) + " peers of the last run are known";
            });
        }
    }
    Bytes encode_book() { return core_.parts().peers.encode_book(scheduler_.now_ms()); }
    static void write_book(const std::string& path, BytesView content) {
        if (path.empty() || content.empty()) return;
        const auto written = platform::write_file_atomically(path, content, 0644);
        if (!written) log::warn(kTarget, "The book of peers is not written: " + written.error().message);
    }
    void arm_book_timer() {
        if (options_.book_file.empty()) return;
        if (!book_lane_) {
            book_lane_ =
                scheduler_.make_lane({.name = "network-book", .max_waiting = 1, .runs_on = platform::WorkClass::kDisk});
        }
        book_timer_.expires_after(std::chrono::milliseconds(kBookPeriodMs));
        book_timer_.async_wait([this](const boost::system::error_code& error) {
            if (error || is_stopped_) return;
            // A disk that still writes the last one gets none.
            (void)book_lane_->post([path = options_.book_file, book = encode_book()] { write_book(path, book); });
            arm_book_timer();
        });
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
        core_.on_connected(connection, std::move(info));
        arm_timer();
    }
    void on_message_event(ConnectionId connection, link::MessageEvent event) override {
        core_.on_message_event(connection, std::move(event));
        arm_timer();
    }
    void on_disconnected(ConnectionId connection, const std::string& reason) override {
        core_.on_disconnected(connection, reason);
        arm_timer();
    }
    void on_dial_failed(const wire::Multiaddr& address, const std::string& reason, bool is_wrong_peer) override {
        core_.on_dial_failed(address, reason, is_wrong_peer);
        arm_timer();
    }
    const link::ProtocolRules* find_rules(std::string_view name) override { return core_.find_rules(name); }
    bool may_accept(const wire::Multiaddr& from) override { return core_.may_accept(from); }
    size_t max_connections() override { return core_.max_connections(); }

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
            core_.run_timers();
            arm_timer();
        });
    }

    void publish_state() {
        State state = core_.state();
        state.bytes_in = sockets_.traffic().bytes_in;
        state.bytes_out = sockets_.traffic().bytes_out;
        state.memory_bytes += sockets_.memory_bytes();
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
    ServiceCore core_;
    std::vector<wire::Multiaddr> listening_;
    asio::steady_timer timer_, state_timer_, book_timer_;
    std::optional<MdnsSocket> mdns_;
    std::unique_ptr<platform::Lane> book_lane_;  ///< writes the book to the disk
    Bytes last_book_;
    std::optional<Millis> armed_;
    bool is_stopped_ = false;

    mutable std::mutex state_mutex_;
    State state_;
    std::unique_ptr<platform::ServiceThread> thread_;
};

}  // namespace

Result<std::unique_ptr<NetworkService>, std::string> NetworkService::start(platform::Scheduler& scheduler,
                                                                           ServiceOptions options,
                                                                           ModuleFactory factory) {
    auto service = std::make_unique<AsioService>(scheduler, std::move(options), std::move(factory));
    TRY(service->start());
    return std::unique_ptr<NetworkService>(std::move(service));
}

}  // namespace serinus::network
