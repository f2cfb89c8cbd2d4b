/// Block announces: who is in sync with this node, what its peers' best blocks are, and telling them of new ones.
/// Spec: sect-msg-block-announce
/// Observed: polkadot-stable2407, sc-network-sync
#pragma once

#include <deque>
#include <functional>

#include "network/peers/peer_manager.hpp"
#include "protocols/block_announces/messages.hpp"
#include "protocols/gossip/known_set.hpp"
#include "protocols/sync/sync.hpp"

namespace serinus::network::gossip {

/// A verdict on a header before its block is there.
enum class HeaderVerdict : uint8_t {
    kGood,
    kBad,      ///< proven: its seal or its claim
    kUnknown,  ///< its parent is missing, or it is a matter of the clock
};

/// Checks headers elsewhere, as it takes longer than a message may. A simulation answers at once.
class HeaderChecker {
  public:
    virtual ~HeaderChecker() = default;
    /// Announces::on_checked() follows. False: too many wait.
    virtual bool check(const primitives::Header& header, const Hash256& hash) = 0;
};

inline constexpr Report kWrongGenesis{kMalicious, "Genesis mismatch", Report::Kind::kWrongChain};
inline constexpr Report kMalformedHandshake{kMalicious, "Malformed handshake"};
/// From the offer of a place to the answer.
inline constexpr Report kChangedRole{kMalicious, "The role has changed"};
inline constexpr Report kMalformedAnnouncement{kMalicious, "Malformed block announcement"};
inline constexpr Report kBadHeader{kMalicious, "Bad header announced"};
/// The price of an announcement, given back for one that is news. Ours: some 2,000 a second are a ban.
inline constexpr Report kAnnouncement{-(1 << 12), "Block announcement"};
inline constexpr Report kAnnouncementRefund{1 << 12, "Block announcement"};

struct AnnouncesOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    Hash256 genesis;
    size_t in_light_peers =
        100;  ///< Observed: polkadot-stable2407: --in-peers-light; outside of the slots of full nodes
    size_t max_known_per_peer = 512;  ///< blocks that a peer is known to have
    size_t max_checks = 64;           ///< headers that wait for their verdict
    size_t max_checks_per_peer = 8;   ///< more of one peer are dropped
    size_t max_verdicts = 256;        ///< that are remembered
    /// A new block goes to 4 + √n peers at once, and to the rest so much later: they may have it from others by then.
    Millis spread_ms = 100;
    Millis silence_ms = 20'000;  ///< Observed: polkadot-stable2407: peers may be dropped for 30 s of silence; then the
                                 ///< best block is said again
};

class Announces final : public Module, public SyncPeers, private PeerSetProtocol {
  public:
    /// Attaches its protocol to the main set of `peers`. It is to be added to the core as a module.
    Announces(Host& host, PeerManager& peers, sync::Sync& sync, sync::SyncChain& chain,
              const AnnouncesOptions& options);
    void add_listener(SyncPeerListener& listener) override { listeners_.push_back(&listener); }
    /// Without a checker headers are checked with their blocks alone. It must outlive this.
    void set_checker(HeaderChecker& checker) { checker_ = &checker; }
    void on_checked(const Hash256& hash, HeaderVerdict verdict, Millis now);

    /// The best block at the start: peers are told of it again when nothing was said for long.
    void set_best(const primitives::Header& header, const Hash256& hash);
    /// A block is in our chain: its header goes to the peers that do not know it, if it is the best one or near it.
    void on_imported(const primitives::Header& header, const Hash256& hash, bool is_best, Millis now);

    struct PeerState {
        PeerId peer;
        Role role = Role::kFull;
        chain::BlockId best;
    };
    std::vector<PeerState> peers() const;
    size_t light_peers() const;

    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    struct Peer {
        Role role = Role::kFull;
        chain::BlockId best;
        KnownSet known;
        std::optional<Announcement> waiting;  ///< the latest best block, for a peer that does not read
        Millis last_said = 0;
    };

    /// A header whose verdict is awaited, and who announced it.
    struct Checking {
        chain::BlockId block;
        Hash256 parent;
        std::vector<std::pair<PeerId, bool>> announced_by = {};  ///< with "is best"
    };
    /// An announcement that some peers are told later.
    struct Spread {
        Announcement announcement;
        Hash256 hash;
        std::vector<PeerId> peers;
        Millis at = 0;
    };

    // PeerSetProtocol
    Verdict judge_handshake(const PeerId& peer, BytesView handshake, const Bytes* offered) override;
    void on_joined(const PeerId& id, BytesView handshake, Millis now) override;
    void on_left(const PeerId& id, Millis now) override;
    void on_message(const PeerId& id, Bytes message, Millis now) override;
    void on_writable(const PeerId& id, Millis now) override;

    void accept(const PeerId& id, const chain::BlockId& block, const Hash256& parent, bool is_best, Millis now);
    void remember(const Hash256& hash, HeaderVerdict verdict);
    void send_announcement(const PeerId& id, const Announcement& announcement, const Hash256& hash, Millis now);
    void say(const PeerId& id, Peer& peer, const Announcement& announcement, const Hash256& hash, Millis now);
    void update_handshake();

    Host& host_;
    sync::Sync& sync_;
    sync::SyncChain& chain_;
    AnnouncesOptions options_;
    std::vector<SyncPeerListener*> listeners_;
    std::map<PeerId, Peer> peers_;
    std::optional<Announcement> best_;
    Hash256 best_hash_;
    HeaderChecker* checker_ = nullptr;
    std::map<Hash256, Checking> checking_;
    std::map<Hash256, HeaderVerdict> verdicts_;
    std::deque<Hash256> verdict_order_;
    std::deque<Spread> spreads_;  ///< by their times
    /// No peer is to be told its best block again before. May be too early, as it is not computed anew with each
    /// message.
    Millis next_look_ = UINT64_MAX;
};

}  // namespace serinus::network::gossip
