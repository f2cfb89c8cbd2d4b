#include "network/service/boot_watch.hpp"

namespace serinus::network {
namespace {

std::string counted(size_t count, const char* one, const char* several) {
    return std::to_string(count) + " " + (count == 1 ? one : several);
}

}  // namespace

BootWatch::BootWatch(const std::vector<wire::Multiaddr>& boot_nodes) : addresses_(boot_nodes.size()) {
    for (const auto& address : boot_nodes) {
        if (const auto peer = address.peer_id()) failed_.emplace(*peer, false);
    }
    is_over_ = failed_.empty();
}

std::string BootWatch::summary() const {
    if (failed_.empty()) return "no boot nodes";
    return counted(failed_.size(), "boot node", "boot nodes") + " at " + counted(addresses_, "address", "addresses");
}

std::optional<std::string> BootWatch::on_failed(const wire::Multiaddr& address, const std::string& reason) {
    const auto peer = address.peer_id();
    if (is_over_ || !peer) return std::nullopt;
    const auto found = failed_.find(*peer);
    if (found == failed_.end() || found->second) return std::nullopt;
    found->second = true;
    if (++failures_ < failed_.size()) return std::nullopt;
    is_over_ = true;
    return "No boot node answers (" + summary() + "); the last failure: " + address.to_string() + ": " +
           reason.substr(0, reason.find(';')) +
           ". They are tried again; with --log sub-libp2p=debug each attempt is shown";
}

}  // namespace serinus::network
