#include "services/warp/warp.hpp"

#include "platform/log.hpp"

namespace serinus::services {

using network::Millis;
using network::Parts;

namespace {

network::link::ProtocolIndex add_warp_protocol(NodeParts& node) {
    return node.protocols.add(network::link::RequestProtocol{.names = node.names.with_legacy("sync/warp"),
                                                             .max_request_bytes = Hash256::kSize,
                                                             .max_response_bytes = size_t{16} << 20,
                                                             .timeout_ms = 10'000});
}

}  // namespace

Warp::Warp(NodeParts& node, Sync& sync, Target target)
    : client_(node.client),
      scheduler_(node.scheduler),
      sync_(sync),
      is_wanted_(node.network != nullptr && node.network->sync == SyncMode::kWarp),
      folder_(node.folder.empty() ? std::string() : node.folder + "/warp"),
      warp_protocol_(target == Target::kProven ? std::optional(add_warp_protocol(node)) : std::nullopt),
      state_protocol_(node.protocols.add(network::link::RequestProtocol{.names = node.names.with_legacy("state/2"),
                                                                        .max_request_bytes = size_t{1} << 20,
                                                                        .max_response_bytes = size_t{16} << 20,
                                                                        .timeout_ms = 40'000})),
      proofs_(node.client) {}

void Warp::connect(ModuleParts& parts) {
    auto& server = parts.make<network::serve::StateServer>(
        parts.core, static_cast<network::serve::StateProofs&>(proofs_), parts.provers,
        network::serve::StateServerOptions{.state = state_protocol_, .warp = warp_protocol_});
    if (warp_protocol_) parts.core.set_request_module(*warp_protocol_, server);
    parts.core.set_request_module(state_protocol_, server);
    if (!is_wanted_) return;
    const auto open = warp_protocol_ ? StoredWarp::open : StoredWarp::open_told;
    stored_ = open(client_, scheduler_, folder_, [network = &parts.network](std::function<void(Millis)> task) {
        network->post([task = std::move(task)](Parts own) { task(own.scheduler.now_ms()); });
    });
    if (stored_ != nullptr) make_warp(parts);
}

void Warp::make_warp(ModuleParts& parts) {
    auto& warp =
        parts.make<network::sync::WarpSync>(parts.core, static_cast<network::sync::WarpChain&>(*stored_),
                                            network::sync::WarpOptions{.warp_protocol = warp_protocol_.value_or(0),
                                                                       .block_protocol = sync_.protocol(),
                                                                       .state = {.protocol = state_protocol_},
                                                                       .is_target_told = !warp_protocol_});
    stored_->connect(warp);
    is_running_ = true;
    warp.on_end = [this, &warp](Millis now) {
        is_running_ = false;
        if (warp.phase() == network::sync::WarpPhase::kUseless) {
            log::info("sync", "Nothing above the genesis block is final: all blocks are executed");
        }
        sync_.release(now);
    };
    sync_.core().hold_for(warp);
    parts.core.add_module(warp);
}

void Warp::tell(const primitives::Header& header) {
    if (is_running()) stored_->tell(header);
}

void Warp::publish(NetworkState& state) {
    if (stored_ != nullptr) state.warp = stored_->progress();
}

void Warp::stop() {
    if (stored_ != nullptr) stored_->close();
}

Warp& add_warp(NodeParts& node, Sync& sync, Warp::Target target) { return node.add<Warp>(node, sync, target); }

}  // namespace serinus::services
