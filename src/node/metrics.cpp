#include "node/metrics.hpp"

#include "services/metrics_text.hpp"

namespace serinus::node {
namespace {

using services::MetricsText;
using services::NetworkState;

constexpr double kSecondsPerMs = 1e-3;
constexpr double kSecondsPerUs = 1e-6;

double as_double(uint64_t value) { return static_cast<double>(value); }

void add_node(MetricsText& out, const Measurements& measured) {
    constexpr double kFullNode = 1, kAuthority = 4;  // Observed: polkadot-stable2407: bits of the reference's roles
    out.metric("substrate_build_info", "gauge", "A metric with a constant '1' value labeled by name, version");
    out.sample(1, {{"name", measured.node_name}, {"version", measured.version}});
    out.gauge("substrate_node_roles", "The roles the node is running as", measured.authority ? kAuthority : kFullNode);
    out.gauge("substrate_process_start_time_seconds",
              "Number of seconds between the UNIX epoch and the moment the process started",
              measured.process.start_time_s);
}

void add_chain(MetricsText& out, const Measurements& measured) {
    out.metric("substrate_block_height", "gauge", "Block height info of the chain");
    out.sample(as_double(measured.best.number), {{"status", "best"}});
    out.sample(as_double(measured.finalized.number), {{"status", "finalized"}});
    const uint64_t target = measured.network ? measured.network->target.value_or(0) : 0;
    out.sample(as_double(std::max<uint64_t>(measured.best.number, target)), {{"status", "sync_target"}});
    out.gauge("substrate_number_leaves", "Number of known chain leaves (aka forks)", as_double(measured.leaves));
}

/// A node that is alone has them too: dashboards show that it has no peers.
void add_network(MetricsText& out, const NetworkState& network) {
    const double peers = as_double(network.peers.size());
    out.gauge("substrate_sub_libp2p_peers_count", "Number of connected peers", peers);
    out.gauge("substrate_sub_libp2p_is_major_syncing", "Whether the node is performing a major sync or not.",
              network.is_syncing ? 1 : 0);
    out.metric("substrate_sub_libp2p_network_bytes_total", "counter", "Total bandwidth usage");
    out.sample(as_double(network.bytes_in), {{"direction", "in"}});
    out.sample(as_double(network.bytes_out), {{"direction", "out"}});
}

/// Observed: polkadot-stable2407, client/network/src/service/metrics.rs
void add_connections(MetricsText& out, const NetworkState& network, size_t listen_addresses) {
    const std::string prefix = "substrate_sub_libp2p_";
    const auto& [in, dialed, peers_opened, peers_closed] = network.connections;
    out.metric(prefix + "connections_opened_total", "counter", "Total number of connections opened by direction");
    out.sample(as_double(in.opened), {{"direction", "in"}});
    out.sample(as_double(dialed.opened), {{"direction", "out"}});
    // The reference with litep2p names one reason for all.
    const std::pair<std::string, std::string> reason = {"reason", "actively-closed"};
    out.metric(prefix + "connections_closed_total", "counter",
               "Total number of connections closed, by direction and reason");
    out.sample(as_double(in.closed), {{"direction", "in"}, reason});
    out.sample(as_double(dialed.closed), {{"direction", "out"}, reason});
    out.counter(prefix + "distinct_peers_connections_opened_total",
                "Total number of connections opened with distinct peers", as_double(peers_opened));
    out.counter(prefix + "distinct_peers_connections_closed_total",
                "Total number of connections closed with distinct peers", as_double(peers_closed));
    out.gauge(prefix + "peerset_num_discovered", "Number of nodes in the address book", as_double(network.known_peers));
    out.gauge(prefix + "listeners_local_addresses", "Number of local addresses we're listening on",
              as_double(listen_addresses));
}

/// Observed: polkadot-stable2407: as above
void add_requests(MetricsText& out, const std::vector<network::RequestFigures>& all) {
    using Times = network::RequestFigures::Times;
    std::array<double, Times::kBounds> bounds;
    for (size_t i = 0; i < bounds.size(); ++i) bounds[i] = kSecondsPerMs * as_double(Times::bound_ms(i));
    const auto add_times = [&](const std::string& name, const char* help, Times network::RequestFigures::* times) {
        out.metric("substrate_sub_libp2p_requests_" + name, "histogram", help);
        for (const auto& one : all) {
            const auto& [counts, sum_ms] = one.*times;
            if (one.*times == Times{}) continue;
            out.histogram(counts, bounds, kSecondsPerMs * as_double(sum_ms), {{"protocol", one.protocol}});
        }
    };
    const auto add_failures = [&](const std::string& name, const char* help,
                                  std::map<std::string, uint64_t> network::RequestFigures::* failures) {
        out.metric("substrate_sub_libp2p_requests_" + name, "counter", help);
        for (const auto& one : all) {
            for (const auto& [reason, count] : one.*failures) {
                out.sample(as_double(count), {{"protocol", one.protocol}, {"reason", reason}});
            }
        }
    };
    add_failures("in_failure_total", "Total number of incoming requests that the node has failed to answer",
                 &network::RequestFigures::in_failures);
    add_times("in_success_total",
              "For successful incoming requests, time between receiving the request and starting to send the response",
              &network::RequestFigures::in);
    add_failures("out_failure_total", "Total number of requests that have failed",
                 &network::RequestFigures::out_failures);
    add_times("out_success_total", "For successful outgoing requests, time between a request's start and finish",
              &network::RequestFigures::out);
}

void add_pool(MetricsText& out, const Measurements& measured) {
    out.gauge("substrate_ready_transactions_number", "Number of transactions in the ready queue",
              as_double(measured.pool.ready));
    out.metric("serinus_pool_transactions", "gauge", "Transactions in the pool by queue");
    out.sample(as_double(measured.pool.ready), {{"queue", "ready"}});
    out.sample(as_double(measured.pool.future), {{"queue", "future"}});
    out.metric("serinus_pool_bytes", "gauge", "Bytes of the transactions in the pool by queue");
    out.sample(as_double(measured.pool.ready_bytes), {{"queue", "ready"}});
    out.sample(as_double(measured.pool.future_bytes), {{"queue", "future"}});
    for (const auto& [name, count] : measured.pool_counters) {
        out.counter("substrate_sub_txpool_" + name, "Transactions of the pool: " + name, as_double(count));
    }
}

void add_signatures(MetricsText& out, const crypto::VerdictCache::Figures& signatures) {
    out.metric("serinus_signature_verdicts_total", "counter",
               "Signatures that runtimes verified, by where the verdict came from");
    out.sample(as_double(signatures.hits), {{"source", "remembered"}});
    out.sample(as_double(signatures.ahead), {{"source", "ahead"}});
    out.sample(as_double(signatures.misses), {{"source", "verified"}});
}

/// A histogram of which only the sum and the count are known.
void add_sum(MetricsText& out, const std::string& name, const char* help, uint64_t sum_ms, uint64_t count) {
    out.metric(name, "summary", help);
    out.sample_of("_sum", as_double(sum_ms) * kSecondsPerMs);
    out.sample_of("_count", as_double(count));
}

void add_authorship(MetricsText& out, const authorship::AuthoringCounters& counters) {
    out.gauge("substrate_proposer_number_of_transactions", "Number of transactions included in block",
              as_double(counters.transactions));
    add_sum(out, "substrate_proposer_block_constructed", "Time taken to construct new block", counters.proposing_ms,
            counters.proposed);
    add_sum(out, "substrate_proposer_create_inherents_time", "Time it takes to execute create inherents",
            counters.inherents_ms, counters.proposed);
    out.metric("substrate_proposer_end_proposal_reason", "counter", "Reason why the block proposing was ended.");
    out.sample(as_double(counters.ended_no_more), {{"reason", "no_more_transactions"}});
    out.sample(as_double(counters.ended_by_deadline), {{"reason", "hit_deadline"}});
    out.sample(as_double(counters.ended_by_size), {{"reason", "hit_block_size_limit"}});
    out.sample(as_double(counters.ended_by_weight), {{"reason", "hit_block_weight_limit"}});
    out.counter("serinus_authored_blocks_total", "Blocks of this node that became part of the chain",
                as_double(counters.imported));
    out.counter("serinus_equivocations_seen_total", "Equivocations of others that this node saw",
                as_double(counters.equivocations));
    out.counter("serinus_offchain_worker_runs_total", "Runs of the runtime's offchain workers",
                as_double(counters.offchain_runs));
}

void add_rpc(MetricsText& out, const rpc::ServerStats& stats) {
    const auto labels = [](const rpc::CallStats& call) {
        return MetricsText::Labels{{"protocol", call.websocket ? "ws" : "http"}, {"method", call.method}};
    };
    out.metric("substrate_rpc_calls_started", "counter", "Number of received RPC calls (unique un-batched requests)");
    for (const auto& call : stats.calls) out.sample(as_double(call.started), labels(call));
    out.metric("substrate_rpc_calls_finished", "counter", "Number of processed RPC calls (unique un-batched requests)");
    for (const auto& call : stats.calls) {
        for (const bool failed : {false, true}) {
            auto list = labels(call);
            list.emplace_back("is_error", failed ? "true" : "false");
            out.sample(as_double(failed ? call.failed : call.succeeded), list);
        }
    }
    out.metric("substrate_rpc_calls_time", "histogram", "Total time [μs] of processed RPC calls");
    for (const auto& call : stats.calls) {
        out.histogram(call.by_time, rpc::CallStats::kBucketsUs, as_double(call.time_us), labels(call));
    }
    out.counter("substrate_rpc_sessions_opened", "Number of persistent RPC sessions opened",
                as_double(stats.sessions_opened));
    out.counter("substrate_rpc_sessions_closed", "Number of persistent RPC sessions closed",
                as_double(stats.sessions_closed));
    out.gauge("serinus_rpc_connections", "Connections of the RPC server", as_double(stats.connections));
    out.metric("serinus_rpc_calls_waiting", "gauge", "RPC calls that wait for a thread, by cost");
    out.sample(as_double(stats.light_waiting), {{"cost", "light"}});
    out.sample(as_double(stats.heavy_waiting), {{"cost", "heavy"}});
    out.metric("serinus_rpc_calls_running", "gauge", "RPC calls that run, by cost");
    out.sample(as_double(stats.light_running), {{"cost", "light"}});
    out.sample(as_double(stats.heavy_running), {{"cost", "heavy"}});
    out.gauge("serinus_rpc_subscriptions", "Subscriptions of the RPC server", as_double(stats.subscriptions));
}

/// The reference gives the size of its caches; ours are the parts of that name, if there are any.
void add_memory(MetricsText& out, const Measurements& measured) {
    double database = 0, state = 0;
    out.metric("serinus_memory_bytes", "gauge", "Memory of the node by subsystem");
    for (const auto& [part, bytes] : measured.memory_bytes) {
        out.sample(as_double(bytes), {{"subsystem", part}});
        if (part.starts_with("database")) database += as_double(bytes);
        if (part.starts_with("state")) state += as_double(bytes);
    }
    out.gauge("substrate_database_cache_bytes", "Database cache size in bytes", database);
    out.gauge("substrate_state_cache_bytes", "State cache size in bytes", state);
}

void add_lanes(MetricsText& out, const std::vector<platform::LaneFigures>& lanes) {
    const auto samples = [&](const char* name, const char* type, const char* help, auto value) {
        out.metric(name, type, help);
        for (const auto& lane : lanes) out.sample(value(lane), {{"lane", lane.name}});
    };
    using Lane = platform::LaneFigures;
    samples("serinus_lane_waiting_tasks", "gauge", "Tasks that wait in a lane",
            [](const Lane& lane) { return as_double(lane.waiting); });
    samples("serinus_lane_timers", "gauge", "Timers that are set on a lane",
            [](const Lane& lane) { return as_double(lane.timers); });
    samples("serinus_lane_executed_tasks_total", "counter", "Tasks that a lane has executed",
            [](const Lane& lane) { return as_double(lane.executed); });
    samples("serinus_lane_refused_tasks_total", "counter", "Tasks and timers that a lane refused for lack of room",
            [](const Lane& lane) { return as_double(lane.refused); });
    samples("serinus_lane_busy_seconds_total", "counter", "Time spent in the tasks of a lane",
            [](const Lane& lane) { return as_double(lane.busy_us) * kSecondsPerUs; });
    samples("serinus_lane_longest_task_seconds", "gauge", "The longest task of a lane",
            [](const Lane& lane) { return as_double(lane.longest_us) * kSecondsPerUs; });
    samples("serinus_lane_longest_wait_seconds", "gauge", "The longest time that a task of a lane waited for its begin",
            [](const Lane& lane) { return as_double(lane.longest_wait_us) * kSecondsPerUs; });
}

void add_work(MetricsText& out, const std::vector<platform::WorkFigures>& work) {
    const auto samples = [&](const char* name, const char* help, auto value) {
        out.metric(name, "gauge", help);
        for (const auto& pool : work) out.sample(value(pool), {{"class", to_string(pool.work_class)}});
    };
    using Work = platform::WorkFigures;
    samples("serinus_work_threads", "Threads of a class of work",
            [](const Work& pool) { return as_double(pool.threads); });
    samples("serinus_work_busy_threads", "Threads of a class that execute a task",
            [](const Work& pool) { return as_double(pool.busy); });
    samples("serinus_work_waiting_tasks", "Tasks that wait for a thread of a class",
            [](const Work& pool) { return as_double(pool.waiting); });
}

/// Ours: the reference has no such metrics.
void add_staking(MetricsText& out, const staking::GuardFacts& facts) {
    const auto flag = [](bool value) { return value ? 1.0 : 0.0; };
    out.gauge("serinus_staking_active_era", "The era that goes on", as_double(facts.era));
    out.gauge("serinus_staking_election_failed", "Whether the last election failed and governance must give a solution",
              flag(facts.election_failed));
    out.gauge("serinus_staking_lacks_solution", "Whether an election is near for which no solution is queued",
              flag(facts.lacks_solution));
    out.gauge("serinus_staking_offenders", "Validators that have offended in this era", as_double(facts.offenders));
    out.gauge("serinus_staking_next_offence_forces_era", "Whether one more offence forces an era",
              flag(facts.next_offence_forces_era));
    out.gauge("serinus_staking_unheard_validators", "Validators without a block and a heartbeat in this session",
              as_double(facts.unheard));
    out.gauge("serinus_staking_silent_own_validators",
              "Those of this node that count as offline at the end of the session", as_double(facts.silent.size()));
    out.gauge("serinus_staking_expiring_rewards", "Eras of this node's validators that are unpaid and soon lost",
              as_double(facts.expiring.size()));
}

void add_process(MetricsText& out, const platform::ProcessUsage& process) {
    out.counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", process.cpu_seconds);
    out.gauge("process_max_fds", "Maximum number of open file descriptors.", as_double(process.max_open_files));
    out.gauge("process_open_fds", "Number of open file descriptors.", as_double(process.open_files));
    out.gauge("process_resident_memory_bytes", "Resident memory size in bytes.", as_double(process.resident_bytes));
    out.gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", as_double(process.virtual_bytes));
    out.gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
              process.start_time_s);
    out.gauge("process_threads", "Number of OS threads in the process.", as_double(process.threads));
}

}  // namespace

std::string metrics_text(const Measurements& measured,
                         const std::vector<std::unique_ptr<services::Service>>& services) {
    MetricsText::Labels common = {{"chain", measured.chain_id}};
    if (!measured.label.empty()) common.emplace_back("node", measured.label);
    MetricsText out(std::move(common));
    add_node(out, measured);
    add_chain(out, measured);
    add_network(out, measured.network.value_or(NetworkState()));
    if (measured.network) {
        add_connections(out, *measured.network, measured.listen_addresses);
        add_requests(out, measured.network->requests);
    }
    add_pool(out, measured);
    add_authorship(out, measured.authoring);
    if (measured.staking) add_staking(out, *measured.staking);
    for (const auto& service : services) service->write_metrics(out);
    add_rpc(out, measured.rpc);
    add_signatures(out, measured.signatures);
    add_memory(out, measured);
    add_lanes(out, measured.lanes);
    add_work(out, measured.work);
    add_process(out, measured.process);
    return out.text();
}

}  // namespace serinus::node
