/// Under which addresses others find this node: those that its operator names, those that it listens on, and those that
/// peers say they see it at.
/// Observed: sc-network 0.60.0, litep2p/discovery.rs: confirmations, and how many addresses are followed. There as
/// here nobody is asked to dial back.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "libp2p/wire/multiaddr.hpp"

namespace serinus::network::discovery {

using wire::Multiaddr;
using wire::PeerId;

struct OwnAddressesOptions {
    bool allow_private_addresses = true;
    size_t confirmations =
        3;  ///< peers that see the same address. Observed: sc-network 0.61: MIN_ADDRESS_CONFIRMATIONS
    size_t max_observed = 32;
    size_t max_peers_per_address = 16;
};

class OwnAddresses {
  public:
    explicit OwnAddresses(const OwnAddressesOptions& options) : options_(options) {}

    /// `listen`: with their ports as bound. `named`: by the operator, taken as they are.
    void set(std::vector<Multiaddr> listen, std::vector<Multiaddr> named);

    /// A peer says from which address it sees this node. Of a connection that this node dialed the port is one of the
    /// moment, so only the IP address counts, with the ports that are listened on. Gives the addresses that this
    /// confirmed.
    std::vector<Multiaddr> on_observed(const PeerId& by, const Multiaddr& seen, bool is_dialer);

    /// Addresses that the operator named, listening ones, then confirmed ones; without peer ids. Addresses that
    /// stand for all interfaces ("0.0.0.0") are none, and private ones only if they are allowed or named.
    std::vector<Multiaddr> all() const;
    /// Addresses that the operator named, then confirmed ones.
    std::vector<Multiaddr> external() const;

  private:
    std::vector<Multiaddr> joined(bool with_listening) const;

    std::vector<Multiaddr> listen_, named_;
    OwnAddressesOptions options_;
    struct Observed {
        std::set<PeerId> by;
        uint64_t order = 0;  ///< of its last confirmation
    };
    std::map<Multiaddr, Observed> observed_;
    uint64_t next_order_ = 0;
};

}  // namespace serinus::network::discovery
