#include "services/collator/relay_rpc.hpp"

#include "services/metrics_text.hpp"

namespace serinus::services {
namespace {

/// Ours. A relay chain has a block each six seconds, so that a server from which nothing comes for so long is dead.
constexpr uint32_t kServerTimeoutMs = 30'000;
/// Ours. Proofs are the largest answers: some hundred kilobytes, in hexadecimal digits.
constexpr size_t kMaxServerMessageBytes = size_t{16} << 20;

collator::RpcRelayChain::Environment environment_of(platform::Scheduler& scheduler,
                                                    const std::vector<std::string>& urls) {
    std::vector<fork::Endpoint> endpoints;
    for (const std::string& url : urls) {
        const auto endpoint = fork::parse_endpoint(url);
        SERINUS_ASSERT(endpoint);
        endpoints.push_back(*endpoint);
    }
    return {.connect =
                [endpoints = std::move(endpoints)](size_t server, std::function<bool()> should_stop) {
                    return fork::connect(endpoints.at(server), {.timeout_ms = kServerTimeoutMs,
                                                                .max_message_bytes = kMaxServerMessageBytes,
                                                                .should_stop = std::move(should_stop)});
                },
            .wait = [](uint64_t duration_ms,
                       const auto& should_stop) { fork::pause(static_cast<uint32_t>(duration_ms), should_stop); },
            .now_ms = [&scheduler] { return scheduler.now_ms(); }};
}

}  // namespace

RelayRpc::RelayRpc(NodeParts& node, std::vector<std::string> urls, std::function<bool()> should_stop)
    : scheduler_(node.scheduler) {
    auto environment = environment_of(node.scheduler, urls);
    chain_ =
        std::make_shared<collator::RpcRelayChain>(collator::RelayRpcOptions{.urls = std::move(urls),
                                                                            .chain_name = node.client.spec().name,
                                                                            .genesis_hash = node.client.genesis().hash,
                                                                            .should_stop = std::move(should_stop)},
                                                  std::move(environment));
}

Result<void, std::string> RelayRpc::start() {
    TRY(chain_->start());
    thread_ = scheduler_.start_thread("relay-rpc", [this](const std::stop_token& stop) { chain_->follow(stop); });
    return {};
}

void RelayRpc::write_metrics(MetricsText& out) const {
    const auto figures = chain_->figures();
    out.counter("serinus_relay_rpc_calls_total", "Questions to nodes of the relay chain",
                static_cast<double>(figures.calls));
    out.counter("serinus_relay_rpc_failures_total", "Times that a node of the relay chain was not asked any more",
                static_cast<double>(figures.failures));
    out.gauge("serinus_relay_rpc_server", "Place of the node that is asked in the list of --relay-chain-rpc-urls",
              static_cast<double>(figures.server));
}

void RelayRpc::stop() {
    chain_->interrupt();
    thread_.reset();
}

RelayRpc& add_relay_rpc(NodeParts& node, std::vector<std::string> urls, std::function<bool()> should_stop) {
    return node.add<RelayRpc>(node, std::move(urls), std::move(should_stop));
}

}  // namespace serinus::services
