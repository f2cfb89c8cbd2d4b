#include "protocols/simulation/full_node.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kSyncProtocol = 0, kKademliaProtocol = 1;

discovery::DhtOptions dht_options(discovery::DhtOptions options) {
    options.protocol = kKademliaProtocol;
    return options;
}

discovery::DiscoveryOptions discovery_options(discovery::DiscoveryOptions options) {
    options.protocol_names = simulated_protocols().requests[kKademliaProtocol].names;
    return options;
}

}  // namespace

CoreProtocols simulated_protocols() {
    constexpr size_t kMiB = size_t{1} << 20;
    return {.requests = {{.names = {"/simulated/sync/2"},
                          .max_request_bytes = kMiB,
                          .max_response_bytes = 16 * kMiB,
                          .timeout_ms = 20'000},
                         discovery::kademlia_protocol({"/simulated/kad"})},
            .notifications = {{.names = {"/simulated/block-announces/1"}, .max_message_bytes = kMiB}}};
}

FullNode::FullNode(NodeParts parts, MemoryChain& chain, const FullNodeOptions& options)
    : chain_(chain),
      import_ms_(options.import_ms),
      dht_(parts.core, parts.peers, parts.peer_id, dht_options(options.dht)),
      discovery_(parts.core, parts.peers, dht_, parts.peer_id, discovery_options(options.discovery)),
      sync_(parts.core, kSyncProtocol, chain, options.sync),
      announces_(parts.core, parts.peers, sync_, chain,
                 gossip::AnnouncesOptions{.protocol = 0, .genesis = simulated_genesis().hash}),
      server_(parts.core, chain, jobs_) {
    // Blocks that the node did not import before it ended are lost.
    chain_.queue.clear();
    Core& core = parts.core;
    core.add_module(dht_);
    core.add_module(discovery_);
    core.add_module(sync_);
    core.set_request_module(kSyncProtocol, server_);
    core.set_request_module(kKademliaProtocol, dht_);
    core.add_module(announces_);
    core.add_module(*this);
    dht_.check_put = [](const discovery::Record&, const PeerId&, Millis) { return discovery::PutVerdict::kKeep; };
    for (const auto& address : options.boot_nodes) discovery_.add_boot_node(*address.peer_id(), address, 0);
}

Hash256 FullNode::author(uint64_t branch, Millis now, size_t body_bytes) {
    const auto best = chain_.best();
    auto block = make_block(best.hash, best.number + 1, branch);
    if (body_bytes > 0) block.body.push_back(Bytes(body_bytes));
    chain_.add(block);
    announces_.on_imported(block.header, block.hash, true, now);
    return block.hash;
}

void FullNode::on_timer(Millis now) {
    jobs_.run_all(now);
    if (chain_.queue.empty() || last_import_ + import_ms_ > now) return;
    last_import_ = now;
    const auto [block, from] = std::move(chain_.queue.front());
    chain_.queue.pop_front();
    const chain::BlockId id{block.hash, block.header.number};
    const Hash256& parent = block.header.parent_hash;
    if (chain_.bad.contains(block.hash)) return sync_.on_imported(id, parent, sync::ImportResult::kRefused, now);
    if (!chain_.contains(parent)) return sync_.on_imported(id, parent, sync::ImportResult::kNotNow, now);
    const bool is_new = chain_.add(block);
    sync_.on_imported(id, parent, is_new ? sync::ImportResult::kImported : sync::ImportResult::kKnown, now);
    if (is_new) announces_.on_imported(block.header, block.hash, chain_.best().hash == block.hash, now);
}

std::optional<Millis> FullNode::next_timer() const {
    if (const auto due = jobs_.next_timer()) return due;
    return chain_.queue.empty() ? std::nullopt : std::optional(last_import_ + import_ms_);
}

NodeSetup full_node(MemoryChain& chain, FullNodeOptions options) {
    NodeSetup out{.protocols = simulated_protocols(), .peers = options.peers, .can_be_dialed = options.can_be_dialed};
    out.make = [&chain, options = std::move(options)](NodeParts parts) {
        std::vector<std::unique_ptr<Module>> modules;
        modules.push_back(std::make_unique<FullNode>(parts, chain, options));
        return modules;
    };
    return out;
}

}  // namespace serinus::network::simulation
