#include "node/node.hpp"

#include <algorithm>
#include <mutex>
#include <ranges>
#include <utility>

#include "collator/equivocation_limit.hpp"
#include "consensus/genesis_engine.hpp"
#include "crypto/keystore.hpp"
#include "fork/messages/message_exchange.hpp"
#include "fork/parachain_inherent.hpp"
#include "http/client.hpp"
#include "node/disk_watch.hpp"
#include "node/informant.hpp"
#include "node/metrics.hpp"
#include "node/mmr_nodes.hpp"
#include "node/page.hpp"
#include "node/runtime_log.hpp"
#include "node/session_keys.hpp"
#include "node/staking_watch.hpp"
#include "node/system_services.hpp"
#include "node/telemetry.hpp"
#include "platform/log.hpp"

namespace serinus::node {
namespace {

constexpr const char* kNodeLog = "serinus";

constexpr uint32_t kMaxScrapers = 32;
constexpr uint64_t kScrapeTimeoutMs = 10'000;

using Status = Result<void, std::string>;

std::optional<rpc::Page> page_at(std::string_view path) {
    const auto file = find_page(path);
    if (!file) return std::nullopt;
    return rpc::Page{.content_type = std::string(file->content_type), .body = std::string(file->content)};
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
    return out;
}

/// Observed: polkadot-stable2407: what the user says decides, not the kind of the database.
bool is_archive(const chain::DatabaseOptions& options) {
    const auto keeps_all = [](const chain::Pruning& pruning) {
        return pruning.mode == chain::Pruning::Mode::kArchive ||
               pruning.mode == chain::Pruning::Mode::kArchiveCanonical;
    };
    return options.state_pruning && keeps_all(*options.state_pruning) && keeps_all(options.blocks_pruning);
}

}  // namespace

/// The parts in the order in which each needs those before it; they are closed in the reverse one.
struct Node::Impl {
    NodeOptions options;
    RuntimeLog runtime_log;
    std::shared_ptr<platform::ThreadPools> pools;
    std::unique_ptr<platform::Scheduler> scheduler;
    std::unique_ptr<platform::Scheduler> scaled;  ///< nullptr: the chain's time is the machine's
    platform::Scheduler& chain_time;              ///< `scaled`, or `scheduler`
    const network::NetworkService::Factory start_service;
    const bool has_sockets;
    std::unique_ptr<chain::Client> client;
    std::shared_ptr<crypto::NodeKeys> keys;
    std::unique_ptr<pool::TransactionPool> pool;
    network::CoreProtocols service_protocols;  ///< until the network is opened
    std::unique_ptr<NodeNetwork> network;      ///< nullptr: the node is alone
    std::vector<std::unique_ptr<services::Service>> node_services;
    std::unique_ptr<authorship::Sealing> sealing;
    std::unique_ptr<NodeServices> system;
    std::unique_ptr<rpc::Services> services;
    rpc::Registry registry;
    std::unique_ptr<rpc::Server> server;
    std::unique_ptr<rpc::Server> metrics;
    std::unique_ptr<Informant> informant;
    std::unique_ptr<MmrNodes> mmr_nodes;          ///< nullptr: blocks index nothing
    std::unique_ptr<StakingWatch> staking_watch;  ///< nullptr: a copy of another chain
    std::unique_ptr<Telemetry> telemetry;         ///< nullptr: no server was named
    std::unique_ptr<DiskWatch> disk_watch;
    std::string metrics_address;
    bool is_stopped = false;

    mutable std::mutex failure_mutex;
    std::string failure;

    Impl(NodeOptions options_in, Platform platform)
        : options(std::move(options_in)),
          pools(std::move(platform.pools)),
          scheduler(std::move(platform.scheduler)),
          scaled(options.clock ? platform::make_scaled_scheduler(*scheduler, *options.clock) : nullptr),
          chain_time(scaled != nullptr ? *scaled : *scheduler),
          start_service(std::move(platform.start_network)),
          has_sockets(platform.has_sockets) {}

    Status start(chain::ChainSpec spec) {
        TRY(open_client(std::move(spec)));
        TRY(watch_disk());
        TRY(open_keys());
        if (!options.is_network_only) TRY(bind_rpc());
        // A refused transaction may be valid after dev_setStorage or dev_setHead.
        if (options.fork != nullptr) options.pool.ban_ms = 0;
        pool = std::make_unique<pool::TransactionPool>(*client, *scheduler, options.pool);
        build_services();
        open_network();
        if (!options.is_network_only) informant = std::make_unique<Informant>(*client, *scheduler, network.get());
        if (options.database.offchain_indexing) mmr_nodes = std::make_unique<MmrNodes>(*client, *scheduler);
        // A parachain has none of it: elections, eras and offences are those of its relay chain's validators.
        if (options.fork == nullptr && !options.is_parachain && !options.is_network_only) {
            const auto* const watched = options.authority ? keys.get() : nullptr;
            staking_watch = std::make_unique<StakingWatch>(*client, watched, *scheduler);
        }
        for (const auto& service : node_services) {
            TRY(service->start());
        }
        // Blocks come from here on: each is to be seen by the finality gadgets.
        if (network != nullptr) network->run();
        if (!options.is_network_only) {
            TRY(start_authorship());
            start_rpc();
            start_telemetry();
        }
        start_metrics();
        return {};
    }

    Status open_client(chain::ChainSpec spec) {
        chain::ClientOptions client_options{.database = options.database, .executor = options.executor};
        client_options.executor.log = &runtime_log;
        client_options.executor.scheduler = scheduler.get();
        client_options.database.scheduler = scheduler.get();
        // In the other modes the chain's time runs by its slots, and may be ahead of the clock.
        if (options.sealing.keeps_time()) client_options.now_ms = [this] { return chain_time.unix_now_ms(); };
        if (options.fork != nullptr) {
            TRY_ASSIGN(client, fork::open_client(*options.fork, client_options));
            options.fork->origin->fetch_with(*scheduler);
            if (options.fork->older != nullptr) options.fork->older->fetch_with(*scheduler);
        } else {
            consensus::GenesisEngines engines;
            collator::LimitedEngines limited(engines, options.equivocation_limit);
            chain::EngineFactory& chosen =
                options.equivocation_limit != nullptr ? static_cast<chain::EngineFactory&>(limited) : engines;
            auto opened = chain::Client::open(std::move(spec), client_options, chosen);
            if (!opened) return Err(opened.error().reason);
            client = *std::move(opened);
        }
        if (options.is_network_only) return {};
        log::info(kNodeLog, "🔨 Best block: #" + std::to_string(client->best().number) + ", finalized: #" +
                                std::to_string(client->finalized().number));
        return {};
    }

    Status open_keys() {
        if (options.keys != nullptr) {
            keys = options.keys;
            return {};
        }
        std::optional<crypto::Keystore> on_disk;
        if (!options.keystore_folder.empty()) {
            auto opened = crypto::Keystore::open(options.keystore_folder, options.keystore_password);
            if (!opened) return Err("the keystore: " + opened.error().message);
            on_disk = *std::move(opened);
        }
        keys = std::make_shared<crypto::NodeKeys>(*scheduler, std::move(on_disk));
        // Without an engine, blocks need no key to be authored: nothing is missing then.
        const bool has_engine = client->engine() != primitives::EngineId{};
        if (options.session_keys_of) {
            const auto added = add_session_keys(*client, *keys, *options.session_keys_of);
            if (!added && has_engine)
                log::warn(kNodeLog, "No session keys of " + *options.session_keys_of + ": " + added.error());
        }
        if (options.authority && options.fork == nullptr && has_engine && !can_author(*client, *keys)) {
            log::warn(kNodeLog,
                      "There is no key to author blocks with: insert one (author_insertKey, author_rotateKeys, "
                      "serinus key insert)");
        }
        return {};
    }

    void build_services() {
        if (options.network) {
            for (const std::string& text : client->spec().boot_nodes) {
                const auto address = network::wire::Multiaddr::parse(text);
                if (address && address->peer_id()) options.network->boot_nodes.push_back(*address);
            }
        }
        services::NodeParts parts{.client = *client,
                                  .pool = *pool,
                                  .keys = *keys,
                                  .scheduler = chain_time,
                                  .is_authority = options.authority,
                                  .is_fork = options.fork != nullptr,
                                  .disabled = options.disabled_services,
                                  .network = options.network ? &*options.network : nullptr,
                                  .folder = options.database.folder,
                                  .pvf_worker = options.pvf_worker,
                                  .blocks_pruning = options.database.blocks_pruning,
                                  .names = {client->spec(), client->genesis().hash}};
        options.recipe(parts);
        node_services = std::move(parts.services);
        service_protocols = std::move(parts.protocols);
    }

    void open_network() {
        if (!options.network) return;
        network = NodeNetwork::open({.scheduler = *scheduler,
                                     .agent_version = "Serinus/" + options.version + " (" + options.name + ")",
                                     .is_authority = options.authority,
                                     .start_service = start_service,
                                     .services = node_services,
                                     .protocols = std::move(service_protocols)},
                                    *std::move(options.network));
    }

    Status start_authorship() {
        authorship::AuthorshipOptions author;
        author.mode = options.sealing;
        author.authority = options.authority;
        author.makes_blocks = std::ranges::none_of(node_services, &services::Service::authors);
        author.voter_runs = options.authority && std::ranges::any_of(node_services, &services::Service::finalizes);
        author.offchain_workers = options.offchain_workers;
        if (has_sockets) author.offchain_http = [this] { return http::make_client(chain_time); };
        if (options.fork != nullptr) {
            author.make_engine = [this] { return fork::make_engine(*client); };
            author.inherents = fork::make_inherents(*client, options.fork->messages);
            if (const auto& messages = options.fork->messages) {
                author.on_authored = [messages](const chain::BlockId& block) { messages->on_authored(block); };
                messages->open(*client);
            }
            author.may_wait_for_state = true;
            // Blocks then become final when engine_finalizeBlock says so, and not before.
            author.voter_runs = options.fork->has_manual_finality;
            author.may_repeat_slots = true;
            author.follows_clock = options.fork->follows_clock;
        }
        for (const auto& service : node_services) {
            if (auto source = service->parachains_source()) author.parachains = std::move(source);
        }
        author.force_backoff = options.force_authoring_backoff;
        if (network != nullptr) {
            // Observed: polkadot-stable2407, sc-consensus-slots: one of several authorities does not author while it
            // has no peers
            author.is_syncing = [this, needs_peers = !options.force_authoring] {
                if (network->is_syncing()) return true;
                // Asked each time, as a chain of one authority may get more.
                return needs_peers && network->peer_count() == 0 && count_authorities(*client) > 1;
            };
        }
        TRY_ASSIGN(sealing, authorship::start(*client, *pool, *keys, chain_time, std::move(author)));
        if (options.fork != nullptr && options.fork->messages != nullptr) {
            options.fork->messages->when_due([this] { sealing->block_due(); });
        }
        return {};
    }

    /// Before anything is authored: a node whose port is taken must not leave traces. Clients that connect now wait.
    Status bind_rpc() {
        options.rpc.pages = page_at;
        options.rpc.memory = std::make_shared<rpc::MemoryBudget>();
        if (has_sockets) TRY_ASSIGN(server, rpc::Server::bind(*scheduler, options.rpc));
        return {};
    }

    void start_rpc() {
        NodeServices::Facts facts{.version = options.version,
                                  .peer_id = options.peer_id,
                                  .authority = options.authority,
                                  .should_have_peers = !client->spec().boot_nodes.empty()};
        system = std::make_unique<NodeServices>(*client, network.get(), std::move(facts));
        services = std::make_unique<rpc::Services>(rpc::Services{
            .client = *client,
            .pool = *pool,
            .keys = *keys,
            .system = *system,
            .scheduler = *scheduler,
            .memory = options.rpc.memory,
            .is_archive = options.fork != nullptr || is_archive(options.database),
            .sealing = sealing.get(),
            .fork_states = options.fork != nullptr ? options.fork->states : nullptr,
            .accepts_mock_signatures = options.fork != nullptr && options.fork->accepts_mock_signatures,
        });
        for (const auto& service : node_services) service->add_methods(registry);
        rpc::add_all(registry, *services);
        if (server == nullptr) return;
        server->start(registry);
        log::info(kNodeLog, "Running JSON-RPC server: addr=" + joined(server->addresses()));
    }

    /// A node without metrics is still a node. Observed: polkadot v1.0.0 continues likewise.
    void start_metrics() {
        if (!options.metrics) return;
        rpc::ServerOptions server_options;
        server_options.purpose = "metrics";
        server_options.port_option = "--prometheus-port";
        server_options.port = options.metrics->port;
        server_options.external = options.metrics->external;
        server_options.ipv6 = false;  // Observed: polkadot v1.0.0
        server_options.max_connections = kMaxScrapers;
        server_options.header_timeout_ms = server_options.write_timeout_ms = kScrapeTimeoutMs;
        server_options.pages = [this](std::string_view path) -> std::optional<rpc::Page> {
            if (path != "/metrics") return std::nullopt;
            return rpc::Page{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                             .body = metrics_text(measure(), node_services)};
        };
        auto started = rpc::Server::bind(*scheduler, std::move(server_options));
        if (!started) {
            log::warn(kNodeLog, "No metrics are offered: " + started.error() + " (--prometheus-port, --no-prometheus)");
            return;
        }
        metrics = *std::move(started);
        metrics->start_pages();
        metrics_address = metrics->addresses().front();
        log::info(kNodeLog, "〽️ Prometheus exporter started at " + metrics_address);
    }

    void start_telemetry() {
        if (options.telemetry.empty() || !has_sockets) return;
        TelemetryFacts facts{.name = options.name,
                             .version = options.version,
                             .chain = client->spec().name,
                             .peer_id = options.peer_id,
                             .genesis_hash = client->genesis().hash,
                             .is_authority = options.authority,
                             .startup_ms = scheduler->unix_now_ms()};
        telemetry = std::make_unique<Telemetry>(
            Telemetry::Parts{.client = *client, .pool = *pool, .scheduler = *scheduler, .network = network.get()},
            std::move(facts), options.telemetry);
    }

    Measurements measure() const {
        Measurements out;
        out.label = options.label;
        out.node_name = options.name;
        out.version = options.version;
        out.chain_id = client->spec().id;
        out.authority = options.authority;
        out.best = client->best();
        out.finalized = client->finalized();
        out.leaves = client->leaves().size();
        out.pool = pool->status();
        out.pool_counters = pool->counters();
        if (sealing != nullptr) out.authoring = sealing->counters();
        if (server != nullptr) out.rpc = server->stats();
        if (const auto& verdicts = client->executor().verdicts()) out.signatures = verdicts->figures();
        out.memory_bytes = client->memory_usage();
        out.memory_bytes.emplace_back("pool", pool->memory_bytes());
        for (const auto& [owner, bytes] : out.rpc.memory_bytes) out.memory_bytes.emplace_back(owner, bytes);
        if (network != nullptr) {
            out.network = network->state();
            out.memory_bytes.emplace_back("network", out.network->memory_bytes);
            out.listen_addresses = network->listen_addresses().size();
        }
        if (staking_watch != nullptr) out.staking = staking_watch->facts();
        out.lanes = scheduler->lane_figures();
        if (pools != nullptr) out.work = pools->figures();
        out.process = platform::process_usage();
        return out;
    }

    /// Observed: polkadot v1.0.0 does not start either with too little space.
    Status watch_disk() {
        if (options.min_free_disk_bytes == 0 || options.database.folder.empty()) return {};
        DiskWatchOptions watch{.folder = options.database.folder, .min_free_bytes = options.min_free_disk_bytes};
        disk_watch = std::make_unique<DiskWatch>(*scheduler, std::move(watch),
                                                 [this](std::string reason) { fail(std::move(reason)); });
        if (auto reason = disk_watch->check()) return Err(*std::move(reason));
        return {};
    }

    void fail(std::string reason) {
        {
            const std::lock_guard lock(failure_mutex);
            if (!failure.empty()) return;
            failure = std::move(reason);
        }
        if (options.on_failure) options.on_failure();
    }

    /// The token ends long tasks; then no more requests, no more blocks, no more votes.
    void stop() {
        if (std::exchange(is_stopped, true)) return;
        scheduler->request_stop();
        if (disk_watch != nullptr) disk_watch->close();
        telemetry.reset();
        metrics.reset();
        if (server != nullptr) server->stop();
        if (options.fork != nullptr && options.fork->messages != nullptr) options.fork->messages->close();
        sealing.reset();
        if (network != nullptr) network->stop();
        for (const auto& service : std::views::reverse(node_services)) service->stop();
        if (pool != nullptr) pool->stop();  // it notifies watchers, which are closed before
        informant.reset();
        mmr_nodes.reset();
        staking_watch.reset();
        if (client == nullptr) return;
        if (const auto synced = client->sync(); !synced) log::error(kNodeLog, synced.error().reason);
    }
};

Node::Node() = default;

Node::~Node() { stop(); }

Platform Platform::of_this_machine(std::shared_ptr<platform::ThreadPools> pools, const std::string& label) {
    auto scheduler = platform::make_threaded_scheduler(pools, label);
    return {.scheduler = std::move(scheduler), .pools = std::move(pools)};
}

Result<std::unique_ptr<Node>, std::string> Node::start(chain::ChainSpec spec, NodeOptions options,
                                                       std::shared_ptr<platform::ThreadPools> pools) {
    Platform platform = Platform::of_this_machine(std::move(pools), options.label);
    return start(std::move(spec), std::move(options), std::move(platform));
}

Result<std::unique_ptr<Node>, std::string> Node::start(chain::ChainSpec spec, NodeOptions options, Platform platform) {
    std::unique_ptr<Node> out(new Node);
    out->impl_ = std::make_unique<Impl>(std::move(options), std::move(platform));
    const log::Label label(out->scheduler().label());
    TRY(out->impl_->start(std::move(spec)));
    return out;
}

void Node::stop() {
    if (impl_ == nullptr) return;
    const log::Label label(scheduler().label());
    impl_->stop();
}

chain::Client& Node::client() noexcept { return *impl_->client; }
platform::Scheduler& Node::scheduler() noexcept { return *impl_->scheduler; }
const std::vector<std::unique_ptr<services::Service>>& Node::services() const noexcept { return impl_->node_services; }
pool::TransactionPool& Node::pool() noexcept { return *impl_->pool; }
NodeNetwork* Node::network() noexcept { return impl_->network.get(); }
const rpc::Registry& Node::registry() const noexcept { return impl_->registry; }
uint16_t Node::rpc_port() const noexcept { return impl_->server == nullptr ? 0 : impl_->server->port(); }
const std::string& Node::metrics_address() const noexcept { return impl_->metrics_address; }

std::string Node::failure() const {
    const std::lock_guard lock(impl_->failure_mutex);
    return impl_->failure;
}

}  // namespace serinus::node
