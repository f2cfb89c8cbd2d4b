/// Says once, for people, that a node reaches none of its boot nodes; the outcome of each of them is for the debug
/// log.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libp2p/wire/multiaddr.hpp"

namespace serinus::network {

class BootWatch {
  public:
    /// Addresses with their peer ids; several may be of one peer.
    explicit BootWatch(const std::vector<wire::Multiaddr>& boot_nodes);

    size_t peer_count() const noexcept { return failed_.size(); }
    /// "24 boot nodes at 41 addresses"; "no boot nodes".
    std::string summary() const;
    /// Of any dial. A sentence as soon as all boot nodes have failed at one of their addresses, and nobody connected
    /// before; nullopt otherwise, and from then on.
    std::optional<std::string> on_failed(const wire::Multiaddr& address, const std::string& reason);
    void on_connected() noexcept { is_over_ = true; }

  private:
    std::map<wire::PeerId, bool> failed_;  ///< all of them: whether a dial has failed
    size_t addresses_ = 0, failures_ = 0;
    bool is_over_ = false;
};

}  // namespace serinus::network
