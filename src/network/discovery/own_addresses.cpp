#include "network/discovery/own_addresses.hpp"

#include <algorithm>

namespace serinus::network::discovery {
namespace {

using wire::AddressPart;
using wire::AddressProtocol;

bool is_ip(const AddressPart& part) {
    return part.protocol == AddressProtocol::kIp4 || part.protocol == AddressProtocol::kIp6;
}

/// "0.0.0.0" or "::".
bool is_unspecified(const Multiaddr& address) {
    const auto parts = address.parts();
    return !parts.empty() && is_ip(parts[0]) && std::ranges::all_of(parts[0].value, [](uint8_t b) { return b == 0; });
}

/// The first part of `ip`, then all but the first part of `rest`; nullopt: one of them does not begin with an IP
/// address, or they are of two kinds.
std::optional<Multiaddr> with_ip_of(const Multiaddr& ip, const Multiaddr& rest) {
    const auto a = ip.parts(), b = rest.parts();
    if (a.empty() || b.empty() || !is_ip(a[0]) || a[0].protocol != b[0].protocol) return std::nullopt;
    const size_t size = 1 + a[0].value.size();  // the code of both kinds of addresses is one byte
    auto joined = Multiaddr::from_bytes(concat(ip.bytes().first(size), rest.bytes().subspan(size)));
    return joined ? std::optional(*std::move(joined)) : std::nullopt;
}

}  // namespace

void OwnAddresses::set(std::vector<Multiaddr> listen, std::vector<Multiaddr> named) {
    listen_ = std::move(listen);
    named_ = std::move(named);
    for (auto* all : {&listen_, &named_}) {
        for (Multiaddr& address : *all) address = address.without_peer_id();
    }
}

std::vector<Multiaddr> OwnAddresses::on_observed(const PeerId& by, const Multiaddr& seen, bool is_dialer) {
    const Multiaddr bare = seen.without_peer_id();
    if (!options_.allow_private_addresses && !bare.is_global()) return {};
    std::vector<Multiaddr> confirmed;
    for (const Multiaddr& listening : listen_) {
        const auto candidate = with_ip_of(bare, listening);
        if (!candidate || is_unspecified(*candidate) || (!is_dialer && *candidate != bare)) continue;
        auto found = observed_.find(*candidate);
        if (found == observed_.end()) {
            if (observed_.size() >= options_.max_observed) {
                // The one with the fewest witnesses, of those the oldest.
                const auto worst = std::ranges::min_element(
                    observed_, {}, [](const auto& one) { return std::pair(one.second.by.size(), one.second.order); });
                observed_.erase(worst);
            }
            found = observed_.try_emplace(*candidate).first;
        }
        found->second.order = next_order_++;
        if (found->second.by.size() >= options_.max_peers_per_address) continue;
        const bool is_witness = found->second.by.insert(by).second;
        if (is_witness && found->second.by.size() == options_.confirmations) confirmed.push_back(*candidate);
    }
    return confirmed;
}

std::vector<Multiaddr> OwnAddresses::all() const { return joined(true); }
std::vector<Multiaddr> OwnAddresses::external() const { return joined(false); }

std::vector<Multiaddr> OwnAddresses::joined(bool with_listening) const {
    std::vector<Multiaddr> out;
    const auto add = [&](const Multiaddr& address) {
        if (!is_unspecified(address) && std::ranges::find(out, address) == out.end()) out.push_back(address);
    };
    for (const Multiaddr& one : named_) add(one);
    for (const Multiaddr& one : listen_) {
        if (with_listening && (options_.allow_private_addresses || one.is_global())) add(one);
    }
    std::vector<std::pair<size_t, const Multiaddr*>> confirmed;
    for (const auto& [address, one] : observed_) {
        if (one.by.size() >= options_.confirmations) confirmed.emplace_back(one.by.size(), &address);
    }
    std::ranges::sort(confirmed, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : *a.second < *b.second;
    });
    for (const auto& [witnesses, address] : confirmed) add(*address);
    return out;
}

}  // namespace serinus::network::discovery
