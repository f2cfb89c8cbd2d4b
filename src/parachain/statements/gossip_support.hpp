/// Which authorities a validator is connected to, and its place in the grid of each session.
/// Observed: polkadot-gossip-support 36.0.0.
///
/// - An authority is connected to all authorities of the past, the present and the next session; another node to none.
///   If a third of them cannot be found, they are looked for again after 5 s; each 5 minutes those whose addresses have
///   changed are connected to as well.
/// - A grid is made for each session that begins, and after a start for that of the last final block, for its blocks
///   are still to be approved.
/// - Which peers are which authorities is what authority discovery knows at the time; changes are passed on.
#pragma once

#include <functional>
#include <map>

#include "parachain/statements/peer_topology.hpp"

namespace serinus::parachain {

using Millis = uint64_t;  ///< monotonic

/// The relay chain's data of the session of a block's children.
struct GossipSession {
    SessionIndex session{};
    std::vector<AuthorityId> discovery_keys;  ///< those of para validators, then all others
    ByteArray<32> epoch_randomness{};         ///< of the current BABE epoch at the block
};

struct GossipSupportEffect {
    /// The authorities to be connected to in the validation set, in place of those before.
    struct Connect {
        std::set<AuthorityId> authorities;
    };
    /// These have other addresses than before.
    struct ConnectAlso {
        std::set<AuthorityId> authorities;
    };
    /// `StatementDistribution::set_topology`.
    struct Grid {
        SessionIndex session{};
        SessionGrid grid;
        ValidatorIndex own;
    };
    /// `BitfieldGossip::set_topology`, `ApprovalGossip::set_topology`: the grid's peers as far as they are known.
    struct Peers {
        SessionIndex session{};
        PeerTopology topology;
    };
    /// A connected peer is other authorities than it was: `StatementDistribution::set_authorities`.
    struct PeerKeys {
        PeerId peer;
        std::set<AuthorityId> authorities;
    };
    std::variant<Connect, ConnectAlso, Grid, Peers, PeerKeys> v;
};

class GossipSupport {
  public:
    using Effects = std::vector<GossipSupportEffect>;
    /// What authority discovery knows: the peers of an authority; none if it was not found.
    using FindPeers = std::function<std::set<PeerId>(const AuthorityId&)>;
    static constexpr Millis kRetryDelay = 5000;
    static constexpr Millis kLookAgain = 300'000;
    static constexpr size_t kMaxSessions = 4;

    /// `own_keys`: keys of authority discovery that this node has.
    GossipSupport(std::set<AuthorityId> own_keys, FindPeers find_peers)
        : own_keys_(std::move(own_keys)), find_peers_(std::move(find_peers)) {}

    /// `authorities`: of the past, the present and the next session.
    void on_leaf(const GossipSession& session, const std::vector<AuthorityId>& authorities, Millis now, Effects& out);
    /// The session of the last final block; to be called after `on_leaf` as long as `needs_finalized`.
    void on_finalized(const GossipSession& session, Effects& out);
    /// Whether no grid is known yet for the blocks behind the last final one.
    bool needs_finalized(SessionIndex finalized_session) const;
    /// Looks for authorities again if it is time; to be called at `wake_at`.
    void on_time(Millis now, Effects& out);
    std::optional<Millis> wake_at() const;

    void connect(const PeerId& peer, Effects& out);
    void disconnect(const PeerId& peer) { peers_.erase(peer); }

    struct Connectivity {
        size_t wanted = 0;
        size_t found = 0;
        size_t connected = 0;
    };
    /// For the log and the metrics: authorities of other nodes.
    Connectivity connectivity() const;
    bool is_authority() const noexcept { return own_in_current_.has_value(); }

  private:
    struct Known {
        std::vector<AuthorityId> keys;
        GridNeighbors neighbors;
        PeerTopology topology;
    };
    std::optional<ValidatorIndex> own_index(const std::vector<AuthorityId>& keys) const;
    void add_grid(const GossipSession& session, Effects& out);
    void look(bool is_new, Millis now, Effects& out);
    /// Passes on which peers are which authorities.
    void update_peers(Effects& out);

    std::set<AuthorityId> own_keys_;
    FindPeers find_peers_;
    std::optional<SessionIndex> current_;
    std::optional<ValidatorIndex> own_in_current_;
    std::set<AuthorityId> wanted_;
    std::map<AuthorityId, std::set<PeerId>> found_;
    std::map<SessionIndex, Known> sessions_;
    std::map<PeerId, std::set<AuthorityId>> peers_;  ///< connected ones
    std::optional<Millis> failed_at_;
    std::optional<Millis> looked_at_;
};

}  // namespace serinus::parachain
