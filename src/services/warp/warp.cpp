#include "services/warp/warp.hpp"

#include "platform/log.hpp"
#include "services/warp/warp_protocols.hpp"

namespace serinus::services {

using network::Millis;
using network::Parts;

Warp::Warp(NodeParts& node, Sync& sync)
    : client_(node.client),
      scheduler_(node.scheduler),
      sync_(sync),
      is_wanted_(node.network != nullptr && node.network->sync == SyncMode::kWarp),
      folder_(node.folder.empty() ? std::string() : node.folder + "/warp"),
      warp_protocol_(add_warp_protocol(node)),
      state_protocol_(add_state_protocol(node)),
      proofs_(node.client) {}

void Warp::connect(ModuleParts& parts) {
    auto& server = parts.make<network::serve::StateServer>(
        parts.core, static_cast<network::serve::StateProofs&>(proofs_), parts.provers,
        network::serve::StateServerOptions{.state = state_protocol_, .warp = warp_protocol_});
    parts.core.set_request_module(warp_protocol_, server);
    parts.core.set_request_module(state_protocol_, server);
    if (!is_wanted_) return;
    stored_ =
        StoredWarp::open(client_, scheduler_, folder_, [network = &parts.network](std::function<void(Millis)> task) {
            network->post([task = std::move(task)](Parts own) { task(own.scheduler.now_ms()); });
        });
    if (stored_ != nullptr) make_warp(parts);
}

void Warp::make_warp(ModuleParts& parts) {
    auto& warp =
        parts.make<network::sync::WarpSync>(parts.core, static_cast<network::sync::WarpChain&>(*stored_),
                                            network::sync::WarpOptions{.warp_protocol = warp_protocol_,
                                                                       .block_protocol = sync_.protocol(),
                                                                       .state = {.protocol = state_protocol_}});
    stored_->connect(warp);
    warp.on_end = [this, &warp](Millis now) {
        if (warp.phase() == network::sync::WarpPhase::kUseless) {
            log::info("sync", "Nothing above the genesis block is final: all blocks are executed");
        }
        sync_.release(now);
    };
    sync_.core().hold_for(warp);
    parts.core.add_module(warp);
}

void Warp::publish(NetworkState& state) {
    if (stored_ != nullptr) state.warp = stored_->progress();
}

void Warp::stop() {
    if (stored_ != nullptr) stored_->close();
}

void add_warp(NodeParts& node, Sync& sync) { node.add<Warp>(node, sync); }

}  // namespace serinus::services
