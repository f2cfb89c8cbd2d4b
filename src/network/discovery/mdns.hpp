/// Finds the nodes of the local network, and lets them find this one. No socket: packets in, packets out.
/// Spec: libp2p discovery/mdns
#pragma once

#include "network/core/module.hpp"
#include "network/discovery/mdns_messages.hpp"

namespace serinus::network::mdns {

struct MdnsOptions {
    Millis query_interval_ms = 30'000;  ///< Observed: polkadot-stable2407: litep2p/discovery.rs, MDNS_QUERY_INTERVAL
    Millis response_pause_ms = 1'000;   ///< between two answers. Spec: RFC 6762, 6
    /// Ours: packets of others that are looked at in a second.
    size_t max_packets_per_second = 100;
};

class Mdns {
  public:
    /// `name`: of this node's records, as encode_response() needs it.
    Mdns(const PeerId& own, std::string name, const MdnsOptions& options)
        : own_(own), name_(std::move(name)), options_(options) {}

    /// The answer of this node: its addresses, with or without its peer id.
    void set_addresses(const std::vector<wire::Multiaddr>& addresses);

    struct Out {
        std::vector<Bytes> packets{};              ///< to be sent to the group
        std::vector<wire::Multiaddr> addresses{};  ///< of others, with their peer ids
    };
    /// A packet of the group, maybe one of this node.
    Out take(BytesView packet, Millis now);
    /// To be called first, and then at the time that next_timer() says.
    Out on_timer(Millis now);
    Millis next_timer() const noexcept { return response_due_ ? std::min(*response_due_, next_query_) : next_query_; }

  private:
    PeerId own_;
    std::string name_;
    MdnsOptions options_;
    std::vector<wire::Multiaddr> addresses_;
    Millis next_query_ = 0;
    std::optional<Millis> response_due_;
    Millis last_response_ = 0;
    bool has_responded_ = false;
    Millis second_ = 0;  ///< whose packets these are
    size_t packets_ = 0;
};

}  // namespace serinus::network::mdns
