/// Keeps the peers of a set's authorities: the nodes of the authorities that the runtime names, as far as authority
/// discovery knows them, are the reserved peers of the set, which are dialed and kept.
/// Observed: polkadot-gossip-support 36.0.0: the validation peer set
#pragma once

#include "network/discovery/authority_directory.hpp"
#include "network/peers/peer_manager.hpp"

namespace serinus::network::discovery {

struct ReservedAuthoritiesOptions {
    /// Observed: polkadot-gossip-support 36.0.0: the directory is asked again after 5 s while a third of the
    /// authorities are not found in it, and else each 5 min, as addresses change.
    Millis short_interval_ms = 5'000, long_interval_ms = 300'000;
};

class ReservedAuthorities final : public Module {
  public:
    /// It is to be added to the core as a module; `peers` and `directory` must outlive it, `set` is one of `peers`.
    ReservedAuthorities(PeerManager& peers, PeerSet& set, const AuthorityDirectory& directory,
                        const ReservedAuthoritiesOptions& options = {})
        : peers_(peers), set_(set), directory_(directory), options_(options) {}

    /// Of the past, present and next session, without those that this node is itself. Empty: the node is no authority.
    void set_authorities(std::set<AuthorityId> all, Millis now);
    /// Those whose node is not known.
    size_t missing() const noexcept { return missing_; }

    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return next_; }

  private:
    PeerManager& peers_;
    PeerSet& set_;
    const AuthorityDirectory& directory_;
    const ReservedAuthoritiesOptions options_;
    std::set<AuthorityId> all_;
    size_t missing_ = 0;
    std::optional<Millis> next_;
};

}  // namespace serinus::network::discovery
