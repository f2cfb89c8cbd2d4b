#include "node/network.hpp"

#include <atomic>
#include <mutex>

#include "base/assert.hpp"
#include "node/history.hpp"
#include "node/network_chain.hpp"
#include "node/network_discovery.hpp"
#include "node/proven_chain.hpp"
#include "node/warp.hpp"
#include "platform/log.hpp"
#include "protocols/block_announces/announces.hpp"
#include "protocols/sync/justifications.hpp"

namespace serinus::node {
namespace {

namespace gossip = network::gossip;
using network::Millis;
using network::Parts;
using network::PeerId;
using network::wire::Multiaddr;

constexpr const char* kNetworkTarget = "sub-libp2p";

/// Places in the lists of protocols.
struct Places {
    size_t sync = 0, light = 0, state = 0, warp = 0, kademlia = 0;  ///< requests
    size_t announces = 0;                                           ///< notifications
};

Places add_protocols(const protocols::ProtocolNames& names, network::CoreProtocols& all) {
    using network::link::NotificationProtocol;
    using network::link::RequestProtocol;
    constexpr size_t kMiB = size_t{1} << 20;
    Places out;
    out.sync = all.add(RequestProtocol{.names = names.with_legacy("sync/2"),
                                       .max_request_bytes = kMiB,
                                       .max_response_bytes = 16 * kMiB,
                                       .timeout_ms = 20'000,
                                       .max_inbound = 256,
                                       .max_inbound_per_peer = 8});
    out.light = all.add(RequestProtocol{.names = names.with_legacy("light/2"),
                                        .max_request_bytes = kMiB,
                                        .max_response_bytes = 16 * kMiB,
                                        .timeout_ms = 15'000,
                                        .max_inbound = 512,
                                        .max_inbound_per_peer = 10});
    out.state = all.add(RequestProtocol{.names = names.with_legacy("state/2"),
                                        .max_request_bytes = kMiB,
                                        .max_response_bytes = 16 * kMiB,
                                        .timeout_ms = 40'000});
    out.warp = all.add(RequestProtocol{.names = names.with_legacy("sync/warp"),
                                       .max_request_bytes = Hash256::kSize,
                                       .max_response_bytes = 16 * kMiB,
                                       .timeout_ms = 10'000});
    out.kademlia = all.add(network::discovery::kademlia_protocol(names.with_legacy("kad")));
    out.announces =
        all.add(NotificationProtocol{.names = names.with_legacy("block-announces/1"), .max_message_bytes = kMiB});
    return out;
}

std::string role_name(gossip::Role role) {
    switch (role) {
        case gossip::Role::kFull:
            return "FULL";
        case gossip::Role::kLight:
            return "LIGHT";
        case gossip::Role::kAuthority:
            return "AUTHORITY";
    }
    return "";
}

class Network final : public NodeNetwork,
                      private chain::ClientListener,
                      public network::serve::JobRunner,
                      public gossip::SyncPeerListener,
                      public network::sync::JustificationChain,
                      public gossip::HeaderChecker,
                      private services::ServiceNetwork {
  public:
    Network(const Environment& environment, NetworkOptions options)
        : client_(environment.client),
          scheduler_(environment.scheduler),
          role_(environment.is_authority ? gossip::Role::kAuthority : gossip::Role::kFull),
          services_(environment.services),
          in_light_peers_(options.in_light_peers),
          max_blocks_per_request_(options.max_blocks_per_request),
          max_parallel_downloads_(options.max_parallel_downloads),
          start_service_(environment.start_service),
          protocols_(environment.service_protocols),
          places_(add_protocols({client_.spec(), client_.genesis().hash}, protocols_)),
          // One at a time is asked for (sync/justifications). Not among the proofs for others, which give way to RPC.
          justification_lane_(scheduler_.make_lane(
              {.name = "network-justifications", .max_waiting = 16, .runs_on = platform::WorkClass::kRuntime})),
          check_lane_(
              scheduler_.make_lane({.name = "announced", .max_waiting = 64, .runs_on = platform::WorkClass::kCpu})),
          read_lane_(scheduler_.make_lane(
              {.name = "network-blocks", .max_waiting = 64, .runs_on = platform::WorkClass::kDisk})),
          chain_(client_, scheduler_,
                 [this](const chain::BlockId& block, const Hash256& parent, network::sync::ImportResult result) {
                     post([this, block, parent, result](Parts parts) {
                         sync_->on_imported(block, parent, result, parts.scheduler.now_ms());
                         publish();
                     });
                 }),
          history_(client_, scheduler_, environment.blocks_pruning, [this](bool is_good) {
              post([this, is_good](Parts parts) { fetched_history_->on_stored(is_good, parts.scheduler.now_ms()); });
          }) {
        chain_.set_on_needed([this](const chain::BlockId& block) {
            post([this, block](Parts parts) { justifications_->on_needed(block, parts.scheduler.now_ms()); });
        });
        if (options.sync == SyncMode::kWarp) {
            warp_ = Warp::open(client_, scheduler_, environment.warp_folder, [this](std::function<void(Millis)> task) {
                post([task = std::move(task)](Parts parts) { task(parts.scheduler.now_ms()); });
            });
            is_syncing_ = warp_ != nullptr;
        }
        for (size_t i = 0; i < std::max<size_t>(1, scheduler_.parallelism() / 2); ++i) {
            proof_lanes_.push_back(scheduler_.make_lane({.name = "network-proofs-" + std::to_string(i),
                                                         .max_waiting = 64,
                                                         .runs_on = platform::WorkClass::kRpc}));
        }
        network::ServiceOptions service{.node_key = options.node_key,
                                        .agent_version = environment.agent_version,
                                        .listen_addresses = {},
                                        .public_addresses = std::move(options.public_addresses),
                                        .boot_nodes = std::move(options.boot_nodes),
                                        .reserved_nodes = std::move(options.reserved_nodes),
                                        .peers = options.peers,
                                        .ping = {},
                                        .needs_all_addresses = false,
                                        .book_file = std::move(options.book_file),
                                        .has_mdns = options.has_mdns};
        service.listen_addresses = std::move(options.listen_addresses);
        for (const std::string& text : client_.spec().boot_nodes) {
            const auto address = Multiaddr::parse(text);
            if (address && address->peer_id()) service.boot_nodes.push_back(*address);
        }
        using Kind = chain::ChainType::Kind;
        const Kind kind = client_.spec().chain_type.kind;
        const bool is_local = kind == Kind::kDevelopment || kind == Kind::kLocal;
        discovery_ = std::make_unique<NetworkDiscovery>(
            client_, environment.keys, scheduler_,
            NetworkDiscovery::Options{.protocol_names = protocols_.requests[places_.kademlia].names,
                                      .boot_nodes = service.boot_nodes,
                                      .node_key = options.node_key,
                                      .wanted_peers = options.peers.out_peers,
                                      // Observed: polkadot-stable2407, network_params.rs
                                      .allow_private_addresses = options.private_addresses_in_dht.value_or(is_local),
                                      .is_authority = environment.is_authority,
                                      .replication_factor = options.kademlia_replication_factor,
                                      .has_disjoint_paths = options.kademlia_disjoint_query_paths},
            [this](std::function<void(Parts)> task) { post(std::move(task)); });
        options_ = std::move(service);
    }
    ~Network() override { Network::stop(); }

    void open() {
        network::ModuleFactory factory{.protocols = std::move(protocols_),
                                       .make = [this](Parts parts) { return make_modules(parts); }};
        auto started = start_service_(scheduler_, std::move(options_), std::move(factory));
        SERINUS_ASSERT(started.has_value());  // an address that cannot be listened on is only a warning
        service_ = *std::move(started);
        for (const auto& address : service_->listen_addresses()) {
            log::info(kNetworkTarget, "Listening on " + address.to_string());
        }
        client_.add_listener(this);
    }
    void run() override {
        SERINUS_ASSERT(!std::exchange(is_running_, true));
        service_->run();
    }

    NetworkState state() const override {
        const std::lock_guard lock(mutex_);
        NetworkState out = state_;
        const auto service = service_->state();
        out.bytes_in = service.bytes_in;
        out.bytes_out = service.bytes_out;
        out.memory_bytes = service.memory_bytes;
        out.known_peers = service.known_peers;
        return out;
    }
    bool is_syncing() const noexcept override { return is_syncing_.load(); }
    size_t peer_count() const noexcept override { return peer_count_.load(); }
    std::vector<std::string> listen_addresses() const override {
        std::vector<std::string> out;
        for (const auto& address : service_->listen_addresses()) out.push_back(address.to_string());
        return out;
    }

    Result<void, std::string> add_reserved(const std::string& text) override {
        const auto address = Multiaddr::parse(text);
        ENSURE(address, address.error().reason);
        const auto peer = address->peer_id();
        ENSURE(peer, "'" + text + "' does not end in /p2p/ and a peer id");
        {
            const std::lock_guard lock(mutex_);
            reserved_.insert(peer->to_string());
        }
        post([address = *address, peer = *peer](Parts parts) {
            const Millis now = parts.scheduler.now_ms();
            parts.peers.add_named_address(peer, address, now);
            parts.peers.add_reserved(peer, now);
        });
        return {};
    }
    Result<void, std::string> remove_reserved(const std::string& text) override {
        const auto peer = PeerId::parse(text);
        ENSURE(peer, "'" + text + "' is no peer id");
        {
            const std::lock_guard lock(mutex_);
            reserved_.erase(text);
        }
        post([peer = *peer](Parts parts) { parts.peers.remove_reserved(peer, parts.scheduler.now_ms()); });
        return {};
    }
    std::vector<std::string> reserved() const override {
        const std::lock_guard lock(mutex_);
        return {reserved_.begin(), reserved_.end()};
    }

    const network::discovery::AuthorityDirectory& authorities() const noexcept override {
        return discovery_->directory();
    }

    void stop() override {
        if (std::exchange(is_stopped_, true)) return;
        if (service_ != nullptr) {
            client_.remove_listener(this);
        }
        check_lane_->close();
        // Its thread reads what the queue of imports holds, so it ends first.
        if (service_ != nullptr) service_->stop();
        chain_.stop();
        discovery_->stop();
        justification_lane_->close();
        for (const auto& lane : proof_lanes_) lane->close();
        read_lane_->close();
        history_.close();
        if (warp_ != nullptr) warp_->close();
    }

  private:
    // services::ServiceNetwork
    void post(std::function<void(Parts)> task) override {
        if (service_ != nullptr) service_->post(std::move(task));
    }

    std::vector<std::unique_ptr<network::Module>> make_modules(Parts parts) {
        network::Core& core = parts.core;
        core_ = &core;
        auto sync = std::make_unique<network::sync::Sync>(
            core, places_.sync, chain_,
            network::sync::SyncOptions{.max_blocks_per_request = max_blocks_per_request_,
                                       .max_parallel_downloads = max_parallel_downloads_});
        auto announces =
            std::make_unique<gossip::Announces>(core, parts.peers, *sync, chain_,
                                                gossip::AnnouncesOptions{.protocol = places_.announces,
                                                                         .role = role_,
                                                                         .genesis = client_.genesis().hash,
                                                                         .in_light_peers = in_light_peers_});
        auto blocks = std::make_unique<network::serve::BlockServer>(
            core, chain_, reader_, network::serve::BlockServerOptions{.jobs = {.max_running = 1, .max_waiting = 256}});
        auto proofs = std::make_unique<network::serve::ProofServer>(core, proven_chain_, *this,
                                                                    network::serve::ProofServerOptions{
                                                                        .light = places_.light,
                                                                        .state = places_.state,
                                                                        .warp = places_.warp,
                                                                        .jobs = {.max_running = proof_lanes_.size()},
                                                                    });
        announces->set_checker(*this);
        if (const auto best = client_.find_header(client_.best().hash); best && *best != nullptr) {
            announces->set_best(**best, client_.best().hash);
        }
        core.add_module(*sync);
        core.set_request_module(places_.sync, *blocks);
        for (const size_t protocol : {places_.light, places_.state, places_.warp})
            core.set_request_module(protocol, *proofs);
        core.set_notification_module(places_.announces, *announces);
        std::vector<std::unique_ptr<network::Module>> out;
        if (services_ != nullptr) {
            services::ModuleParts module_parts{.core = core,
                                               .peers = *announces,
                                               .sync = *sync,
                                               .role = role_,
                                               .reader = reader_,
                                               .network = *this,
                                               .modules = out};
            for (const auto& service : *services_) service->connect(module_parts);
        }
        auto history = std::make_unique<network::sync::History>(
            core, history_, network::sync::HistoryOptions{.protocol = places_.sync});
        auto justifications = std::make_unique<network::sync::Justifications>(
            core, *this, network::sync::JustificationOptions{.protocol = places_.sync});
        announces->add_listener(*this);
        core.add_module(*history);
        core.add_module(*justifications);
        sync_ = sync.get();
        fetched_history_ = history.get();
        justifications_ = justifications.get();
        announces_ = announces.get();
        if (warp_ != nullptr) out.push_back(make_warp(core));
        out.push_back(std::move(history));
        out.push_back(std::move(justifications));
        out.push_back(std::move(sync));
        out.push_back(std::move(announces));
        out.push_back(std::move(blocks));
        out.push_back(std::move(proofs));
        discovery_->add_modules(parts, places_.kademlia, out);
        auto counter = std::make_unique<network::ConnectionCounter>();
        counter_ = counter.get();
        core.add_module(*counter);
        out.push_back(std::move(counter));
        out.push_back(std::make_unique<Publisher>(*this));
        core.add_module(*out.back());
        return out;
    }

    std::unique_ptr<network::Module> make_warp(network::Core& core) {
        auto warp = std::make_unique<network::sync::WarpSync>(
            core, *warp_,
            network::sync::WarpOptions{
                .warp_protocol = places_.warp, .block_protocol = places_.sync, .state = {.protocol = places_.state}});
        warp_->connect(*warp);
        warp->on_end = [this, core = warp.get()](Millis now) {
            if (core->phase() == network::sync::WarpPhase::kUseless) {
                log::info("sync", "Nothing above the genesis block is final: all blocks are executed");
            }
            sync_->release(now);
            fetched_history_->start(now);
            publish();
        };
        sync_->hold_for(*warp);
        core.add_module(*warp);
        return warp;
    }

    // gossip::SyncPeerListener

    void on_sync_peer(const PeerId& peer, gossip::Role role, Millis now) override {
        if (role == gossip::Role::kLight) return;
        fetched_history_->add_peer(peer, now);
        justifications_->add_peer(peer, now);
    }
    void on_sync_peer_gone(const PeerId& peer, Millis now) override {
        fetched_history_->remove_peer(peer, now);
        justifications_->remove_peer(peer, now);
    }

    // network::sync::JustificationChain

    chain::BlockId finalized_block() override { return client_.finalized(); }
    void import_justifications(const chain::BlockId& block, primitives::Justifications all) override {
        const bool is_posted = justification_lane_->post([this, block, all = std::move(all)]() mutable {
            bool is_bad = true;  // without one of the gadget they are of no use, and were not asked for
            for (auto& one : all) {
                if (one.engine != primitives::kGrandpaEngine) continue;
                const auto done = client_.import_justification(block.hash, std::move(one));
                using Kind = chain::JustificationOutcome::Kind;
                is_bad = done && done->kind == Kind::kRefused && chain::proves_misbehaviour(done->refusal->reason);
            }
            judge(block, is_bad);
        });
        if (!is_posted) judge(block, false);
    }
    void judge(const chain::BlockId& block, bool is_bad) {
        post([this, block, is_bad](Parts parts) {
            justifications_->on_judged(block, is_bad, parts.scheduler.now_ms());
        });
    }

    /// Makes the state for other threads anew each half second, and when a peer comes or goes.
    class Publisher final : public network::Module {
      public:
        explicit Publisher(Network& network) : network_(network) {}
        void on_peer_connected(const PeerId&, Millis) override { network_.publish(); }
        void on_peer_gone(const PeerId&, Millis) override { network_.publish(); }
        void on_timer(Millis now) override {
            constexpr Millis kPeriodMs = 500;
            network_.publish();
            next_ = now + kPeriodMs;
        }
        std::optional<Millis> next_timer() const override { return next_; }

      private:
        Network& network_;
        Millis next_ = 0;
    };

    void publish() {
        NetworkState state;
        for (const auto& peer : announces_->peers()) {
            state.peers.push_back({peer.peer.to_string(), role_name(peer.role), peer.best});
        }
        state.is_syncing = sync_->is_syncing();
        state.target = sync_->target();
        state.queued_blocks = chain_.queued_blocks();
        if (warp_ != nullptr) state.warp = warp_->progress();
        state.history = fetched_history_->fetching();
        state.authorities = discovery_->counters();
        state.dht_peers = discovery_->dht().table().size();
        state.dht_records = discovery_->dht().records().record_count();
        state.dht_record_bytes = discovery_->dht().records().record_bytes();
        state.dht_buckets = discovery_->dht().table().bucket_sizes();
        state.dht_random_look_ups = discovery_->finder().look_ups();
        state.connections = counter_->figures();
        state.requests = core_->request_figures();
        state.fork_targets = sync_->branch_count();
        state.justifications = justifications_->figures();
        if (services_ != nullptr) {
            for (const auto& service : *services_) service->publish();
        }
        for (const Multiaddr& address : discovery_->finder().own_addresses().external()) {
            state.external_addresses.push_back(address.with_peer_id(service_->peer_id()).to_string());
        }
        is_syncing_ = state.is_syncing;
        peer_count_ = state.peers.size();
        const std::lock_guard lock(mutex_);
        state_ = std::move(state);
    }

    // chain::ClientListener

    void on_imported(const chain::ImportedBlock& block) override {
        post([this, header = block.header, hash = block.id.hash, is_best = block.is_new_best](Parts parts) {
            announces_->on_imported(*header, hash, is_best, parts.scheduler.now_ms());
        });
    }

    // network::serve::JobRunner

    bool run(Job job, Done done) override {
        platform::Lane& lane = *proof_lanes_[next_proof_lane_++ % proof_lanes_.size()];
        return run_on(lane, std::move(job), std::move(done));
    }
    bool run_on(platform::Lane& lane, Job job, Done done) {
        return lane.post([this, job = std::move(job), done = std::move(done)]() mutable {
            post([answer = job(), done = std::move(done)](Parts parts) { done(answer, parts.scheduler.now_ms()); });
        });
    }

    /// Reads of the database for other nodes: not behind proofs and calls of the RPC, which may take long.
    class Reader final : public network::serve::JobRunner {
      public:
        explicit Reader(Network& network) : network_(network) {}
        bool run(Job job, Done done) override {
            return network_.run_on(*network_.read_lane_, std::move(job), std::move(done));
        }

      private:
        Network& network_;
    };

    // gossip::HeaderChecker

    bool check(const primitives::Header& header, const Hash256& hash) override {
        return check_lane_->post([this, header, hash] {
            post([this, hash, verdict = chain_.judge(header, hash)](Parts parts) {
                announces_->on_checked(hash, verdict, parts.scheduler.now_ms());
            });
        });
    }

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    const gossip::Role role_;
    const std::vector<std::unique_ptr<services::Service>>* const services_;
    const size_t in_light_peers_;
    const uint32_t max_blocks_per_request_;
    const size_t max_parallel_downloads_;
    const network::Service::Factory start_service_;
    network::CoreProtocols protocols_;  ///< until open()
    const Places places_;
    network::ServiceOptions options_;
    std::unique_ptr<platform::Lane> justification_lane_;  ///< imports justifications that were asked for
    std::unique_ptr<platform::Lane> check_lane_;          ///< checks announced headers
    /// Proofs for other nodes: half of the threads at most.
    std::vector<std::unique_ptr<platform::Lane>> proof_lanes_;
    size_t next_proof_lane_ = 0;
    std::unique_ptr<platform::Lane> read_lane_;  ///< blocks and their justifications for other nodes
    Reader reader_{*this};
    NetworkChain chain_;
    ProvenChain proven_chain_{client_};
    std::unique_ptr<NetworkDiscovery> discovery_;
    StoredHistory history_;
    std::unique_ptr<Warp> warp_;  ///< nullptr: this node executes all blocks
    std::unique_ptr<network::Service> service_;
    bool is_running_ = false, is_stopped_ = false;

    // On the network's thread.
    const network::Core* core_ = nullptr;
    network::sync::Sync* sync_ = nullptr;
    network::sync::History* fetched_history_ = nullptr;
    network::sync::Justifications* justifications_ = nullptr;
    gossip::Announces* announces_ = nullptr;
    network::ConnectionCounter* counter_ = nullptr;

    std::atomic<bool> is_syncing_ = false;
    std::atomic<size_t> peer_count_ = 0;
    mutable std::mutex mutex_;
    NetworkState state_;
    std::set<std::string> reserved_;
};

}  // namespace

std::unique_ptr<NodeNetwork> NodeNetwork::open(const Environment& environment, NetworkOptions options) {
    auto network = std::make_unique<Network>(environment, std::move(options));
    network->open();
    return network;
}

}  // namespace serinus::node
