#include "node/telemetry.hpp"

#include <boost/json.hpp>
#include <ctime>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "fork/origin/connection.hpp"
#include "platform/log.hpp"

namespace serinus::node {
namespace {

namespace json = boost::json;

constexpr const char* kTelemetryLog = "telemetry";
constexpr uint64_t kStatusMs = 5'000;  ///< Observed: sc-service 0.49
/// Ours: the reference waits for 10 to 20 seconds, by chance.
constexpr uint32_t kReconnectMs = 10'000;
constexpr uint32_t kStepTimeoutMs = 20'000;
constexpr size_t kMaxUnsent = 256;  ///< ours: the oldest are dropped
/// Of the blocks of a first synchronisation, which come by the hundreds, one in so many is told.
constexpr uint64_t kImportsATell = 10;

std::string hash_text(const chain::BlockId& block) { return to_hex_prefixed(block.hash.bytes); }

/// RFC 3339, in UTC.
std::string time_text(uint64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> out{};
    const size_t size = std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::string fraction = std::to_string(1000 + unix_ms % 1000);
    fraction[0] = '.';
    return std::string(out.data(), size) + fraction + "+00:00";
}

std::string wrapped(json::object payload, const char* name, uint64_t unix_ms) {
    payload["msg"] = name;
    return json::serialize(json::object{{"id", 1}, {"ts", time_text(unix_ms)}, {"payload", std::move(payload)}});
}

const char* origin_text(chain::BlockOrigin origin) {
    switch (origin) {
        case chain::BlockOrigin::kGenesis:
            return "Genesis";
        case chain::BlockOrigin::kFile:
            return "File";
        case chain::BlockOrigin::kNetworkInitialSync:
            return "NetworkInitialSync";
        case chain::BlockOrigin::kNetworkBroadcast:
            return "NetworkBroadcast";
        case chain::BlockOrigin::kOwn:
            return "Own";
    }
    return "Own";
}

}  // namespace

Result<fork::Endpoint, std::string> parse_telemetry(std::string_view text) {
    const size_t space = text.rfind(' ');
    const bool has_level = space != text.npos && space + 2 == text.size() && text.back() >= '0' && text.back() <= '9';
    const auto endpoint = has_level ? fork::parse_endpoint(text.substr(0, space)) : std::nullopt;
    ENSURE(endpoint.has_value(),
           "\"" + std::string(text) + "\" is not an address and a level from 0 to 9: 'wss://HOST/submit/ 0'");
    return *endpoint;
}

std::string connected_message(const TelemetryFacts& facts, uint64_t unix_ms) {
    return wrapped({{"name", facts.name},
                    {"implementation", "Serinus"},
                    {"version", facts.version},
                    {"config", ""},
                    {"chain", facts.chain},
                    {"genesis_hash", to_hex_prefixed(facts.genesis_hash.bytes)},
                    {"authority", facts.is_authority},
                    {"startup_time", std::to_string(facts.startup_ms)},
                    {"network_id", facts.peer_id},
                    {"target_os", "linux"},
                    {"target_arch", "x86_64"},
                    {"target_env", "gnu"}},
                   "system.connected", unix_ms);
}

std::string interval_message(const chain::BlockId& best, const chain::BlockId& finalized, size_t ready,
                             uint64_t unix_ms) {
    return wrapped({{"height", best.number},
                    {"best", hash_text(best)},
                    {"txcount", ready},
                    {"finalized_height", finalized.number},
                    {"finalized_hash", hash_text(finalized)},
                    {"used_state_cache_size", 0}},
                   "system.interval", unix_ms);
}

std::string network_message(size_t peers, uint64_t in_per_second, uint64_t out_per_second, uint64_t unix_ms) {
    return wrapped({{"peers", peers}, {"bandwidth_download", in_per_second}, {"bandwidth_upload", out_per_second}},
                   "system.interval", unix_ms);
}

std::string import_message(const chain::BlockId& block, chain::BlockOrigin origin, uint64_t unix_ms) {
    return wrapped({{"height", block.number}, {"best", hash_text(block)}, {"origin", origin_text(origin)}},
                   "block.import", unix_ms);
}

std::string finalized_message(const chain::BlockId& block, uint64_t unix_ms) {
    // The number is a text in this message alone.
    return wrapped({{"height", std::to_string(block.number)}, {"best", hash_text(block)}}, "notify.finalized", unix_ms);
}

/// One server: its thread sends what stands in the queue, in order.
class Telemetry::Server {
  public:
    Server(std::string name, fork::Endpoint endpoint, const TelemetryFacts& facts, platform::Scheduler& scheduler)
        : name_(std::move(name)), endpoint_(std::move(endpoint)), facts_(facts), scheduler_(scheduler) {
        thread_ = scheduler_.start_thread("telemetry", [this](const std::stop_token& stop) { run(stop); });
    }

    void put(const std::string& message) {
        {
            const std::lock_guard lock(mutex_);
            if (!is_connected_) return;
            unsent_.push_back(message);
            if (unsent_.size() > kMaxUnsent) unsent_.pop_front();
        }
        changed_.notify_one();
    }

  private:
    void run(const std::stop_token& stop) {
        bool was_told = false;
        while (!stop.stop_requested()) {
            const fork::ConnectionLimits limits{.timeout_ms = kStepTimeoutMs,
                                                .should_stop = [&stop] { return stop.stop_requested(); }};
            auto connection = fork::connect(endpoint_, limits);
            const auto ended =
                connection ? talk(**connection, stop) : Result<void, std::string>(Err(connection.error()));
            if (stop.stop_requested()) return;
            // Said once: a server that is away for a day would fill the log.
            if (!was_told) log::warn(kTelemetryLog, name_ + ": " + ended.error() + "; trying again");
            was_told = true;
            fork::pause(kReconnectMs, limits.should_stop);
        }
    }

    /// Until the connection is lost, or the node stops.
    Result<void, std::string> talk(fork::Connection& connection, const std::stop_token& stop) {
        TRY(connection.send(connected_message(facts_, scheduler_.unix_now_ms())));
        log::debug(kTelemetryLog, [&] { return "connected to " + name_; });
        set_connected(true);
        Result<void, std::string> out;
        while (out) {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [this] { return !unsent_.empty(); })) break;
            const std::string message = std::move(unsent_.front());
            unsent_.pop_front();
            lock.unlock();
            out = connection.send(message);
        }
        set_connected(false);
        return out;
    }

    void set_connected(bool is_connected) {
        const std::lock_guard lock(mutex_);
        is_connected_ = is_connected;
        unsent_.clear();
    }

    const std::string name_;
    const fork::Endpoint endpoint_;
    const TelemetryFacts& facts_;
    platform::Scheduler& scheduler_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::string> unsent_;
    bool is_connected_ = false;
    std::unique_ptr<platform::ServiceThread> thread_;  ///< the last one: it ends before what it uses
};

Telemetry::Telemetry(Parts parts, TelemetryFacts facts, const std::vector<std::string>& servers)
    : parts_(parts),
      facts_(std::move(facts)),
      last_ms_(parts.scheduler.now_ms()),
      lane_(parts.scheduler.make_lane({.name = "telemetry"})) {
    for (const std::string& one : servers) {
        auto endpoint = parse_telemetry(one);
        if (!endpoint) continue;  // checked when it was given
        servers_.push_back(std::make_unique<Server>(one, *std::move(endpoint), facts_, parts_.scheduler));
    }
    parts_.client.add_listener(this);
    schedule_status();
}

Telemetry::~Telemetry() {
    parts_.client.remove_listener(this);
    lane_->close();
}

void Telemetry::schedule_status() {
    lane_->post_after(kStatusMs, [this] {
        const uint64_t now = parts_.scheduler.unix_now_ms();
        tell(interval_message(parts_.client.best(), parts_.client.finalized(), parts_.pool.status().ready, now));
        if (parts_.network != nullptr) {
            const NetworkState state = parts_.network->state();
            const uint64_t ms = std::max<uint64_t>(1, parts_.scheduler.now_ms() - last_ms_);
            tell(network_message(state.peers.size(), (state.bytes_in - last_in_) * 1000 / ms,
                                 (state.bytes_out - last_out_) * 1000 / ms, now));
            last_in_ = state.bytes_in;
            last_out_ = state.bytes_out;
            last_ms_ += ms;
        }
        schedule_status();
    });
}

void Telemetry::tell(const std::string& message) {
    for (const auto& server : servers_) server->put(message);
}

void Telemetry::on_imported(const chain::ImportedBlock& block) {
    const bool is_one_of_many =
        block.origin == chain::BlockOrigin::kNetworkInitialSync && block.id.number % kImportsATell != 0;
    if (is_one_of_many) return;
    tell(import_message(block.id, block.origin, parts_.scheduler.unix_now_ms()));
}

void Telemetry::on_finalized(const chain::FinalizedBlocks& finalized) {
    tell(finalized_message(finalized.blocks.back(), parts_.scheduler.unix_now_ms()));
}

}  // namespace serinus::node
