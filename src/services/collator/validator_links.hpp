/// The pairs of `collation` that a collator keeps with validators, over the newest version that each of them takes.
///
/// Each version is a set of peers of its own. A validator is a reserved peer of one of them: of that of `/4` first, and
/// of the next older one as soon as it says that it does not speak this one. One that ends a pair speaks the version,
/// and has no place yet: a collator may hear of a block, and of the groups there, before a validator does. It is asked
/// again over the same version, soon, and at each leaf.
#pragma once

#include "network/discovery/authority_directory.hpp"
#include "network/peers/peer_manager.hpp"
#include "services/parachain/part.hpp"
#include "services/parachain/peer_gates.hpp"

namespace serinus::services::paras {

/// On the network's thread.
class ValidatorLinks final : public network::Module {
  public:
    /// How often it is looked whether validators are known that were not.
    static constexpr Millis kIntervalMs = 2'000;
    static constexpr uint8_t kNewest = 4, kOldest = 2;
    /// Ours: a validator knows its groups at a block some tens of milliseconds after others know the block.
    static constexpr network::PeerSetOptions kSetOptions{
        .reserved_only = true, .retry_ms = 100, .max_retry_ms = 10'000};

    /// Of the versions from kOldest on. All outlive this.
    using Sets = std::array<network::PeerSet*, kNewest - kOldest + 1>;
    ValidatorLinks(network::PeerManager& peers, const Sets& sets,
                   const network::discovery::AuthorityDirectory& directory)
        : peers_(peers), sets_(sets), directory_(directory) {}

    /// In place of those before.
    void set_authorities(AuthorityIds all, Millis now);
    /// There is a new leaf: validators that had no place may have one.
    void ask_again(Millis now);
    /// Does not speak this version.
    void on_unsupported(const PeerId& peer, uint8_t version, Millis now);
    /// The version that is tried with a peer, or spoken; nullopt: it is none of the validators.
    std::optional<uint8_t> version_of(const PeerId& peer) const;

    void on_peer_gone(const PeerId& peer, Millis now) override;
    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return next_; }

  private:
    network::PeerSet& set_of(uint8_t version) const { return *sets_.at(version - kOldest); }
    void find_peers(Millis now);
    void reserve(Millis now);

    network::PeerManager& peers_;
    const Sets sets_;
    const network::discovery::AuthorityDirectory& directory_;
    AuthorityIds all_;
    std::map<PeerId, uint8_t> versions_;  ///< of the validators that are known
    std::optional<Millis> next_;
};

}  // namespace serinus::services::paras
