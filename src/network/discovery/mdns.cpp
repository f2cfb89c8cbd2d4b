#include "network/discovery/mdns.hpp"

namespace serinus::network::mdns {

void Mdns::set_addresses(const std::vector<wire::Multiaddr>& addresses) {
    addresses_.clear();
    for (const auto& address : addresses) addresses_.push_back(address.with_peer_id(own_));
}

Mdns::Out Mdns::take(BytesView packet, Millis now) {
    if (now / 1000 != second_) {
        second_ = now / 1000;
        packets_ = 0;
    }
    if (++packets_ > options_.max_packets_per_second) return {};
    auto decoded = decode_packet(packet);
    if (!decoded) return {};  // other services use the group too
    if (decoded->asks && !response_due_) {
        response_due_ = has_responded_ ? std::max(now, last_response_ + options_.response_pause_ms) : now;
    }
    Out out;
    for (auto& address : decoded->addresses) {
        if (address.peer_id() != own_) out.addresses.push_back(std::move(address));
    }
    return out;
}

Mdns::Out Mdns::on_timer(Millis now) {
    Out out;
    if (next_query_ <= now) {
        next_query_ = now + options_.query_interval_ms;
        out.packets.push_back(encode_query());
    }
    if (response_due_ && *response_due_ <= now) {
        response_due_.reset();
        last_response_ = now;
        has_responded_ = true;
        if (!addresses_.empty()) out.packets.push_back(encode_response(name_, addresses_));
    }
    return out;
}

}  // namespace serinus::network::mdns
