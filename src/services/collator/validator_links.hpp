/// The pairs of `collation` that a collator keeps with validators, over the newest version that each of them takes.
///
/// Each version is a set of peers of its own. A validator is a reserved peer of one of them: of that of `/4` first,
/// and, while the peer is connected and no pair comes to be, of the next older one after each kPatienceMs.
#pragma once

#include "network/discovery/authority_directory.hpp"
#include "network/peers/peer_manager.hpp"
#include "services/parachain/part.hpp"
#include "services/parachain/peer_gates.hpp"

namespace serinus::services::paras {

/// On the network's thread.
class ValidatorLinks final : public network::Module {
  public:
    /// Ours: a refusal takes a round trip, an answer that does not come ten seconds (link::Notifications).
    static constexpr Millis kPatienceMs = 4'000;
    /// How often it is looked whether validators are known that were not.
    static constexpr Millis kIntervalMs = 2'000;
    static constexpr uint8_t kNewest = 4, kOldest = 2;

    /// Of the versions from kOldest on. All outlive this.
    using Sets = std::array<network::PeerSet*, kNewest - kOldest + 1>;
    ValidatorLinks(const network::Core& core, network::PeerManager& peers, const Sets& sets,
                   const network::discovery::AuthorityDirectory& directory)
        : core_(core), peers_(peers), sets_(sets), directory_(directory) {}

    /// In place of those before.
    void set_authorities(AuthorityIds all, Millis now);
    /// The version that is tried with a peer, or spoken; nullopt: it is none of the validators.
    std::optional<uint8_t> version_of(const PeerId& peer) const;

    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override { return next_; }

  private:
    struct Link {
        uint8_t version = kNewest;
        std::optional<Millis> since = {};  ///< since when there is a connection, and no pair of this version
    };

    network::PeerSet& set_of(uint8_t version) const { return *sets_.at(version - kOldest); }
    void find_peers(Millis now);
    void try_older_version(const PeerId& peer, Link& link, Millis now) const;
    void reserve(Millis now);

    const network::Core& core_;
    network::PeerManager& peers_;
    const Sets sets_;
    const network::discovery::AuthorityDirectory& directory_;
    AuthorityIds all_;
    std::map<PeerId, Link> links_;
    std::optional<Millis> next_;
};

}  // namespace serinus::services::paras
