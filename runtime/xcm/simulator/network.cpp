#include "runtime/xcm/simulator/network.hpp"

namespace serinus::xcm::simulator {

Millis Network::latency(ChainId from, ChainId to) const {
    if (from == kRelayChain) return latency_.down;
    return to == kRelayChain ? latency_.up : latency_.across;
}

void Network::collect() {
    for (const auto& [id, chain] : chains_) {
        for (auto& out : chain->take_outgoing()) {
            const Millis arrival = now_ + latency(id, out.to);
            queue_.emplace(std::pair(arrival, next_++), Delivery{now_, arrival, id, out.to, std::move(out.message)});
        }
    }
}

size_t Network::run(Millis until, size_t max_messages) {
    size_t arrived = 0;
    collect();
    while (!queue_.empty() && queue_.begin()->first.first <= until && arrived < max_messages) {
        Delivery delivery = std::move(queue_.extract(queue_.begin()).mapped());
        now_ = delivery.arrived;
        const auto chain = chains_.find(delivery.to);
        if (chain == chains_.end()) {
            ++lost_;
            continue;
        }
        ++arrived;
        chain->second->receive(delivery.from, delivery.message, now_);
        deliveries_.push_back(std::move(delivery));
        collect();
    }
    return arrived;
}

}  // namespace serinus::xcm::simulator
