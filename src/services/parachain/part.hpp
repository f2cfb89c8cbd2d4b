/// The interfaces that parts of a validator share: their inputs and their outlets. All on one lane.
///
/// Each part is a thin shell around a core of parachain/: it gives the core what the hub (hub.hpp) tells, and carries
/// out the effects in their order.
#pragma once

#include "parachain/statements/peer_topology.hpp"
#include "parachain/wire/protocols.hpp"
#include "parachain/wire/validation_messages.hpp"
#include "platform/scheduler.hpp"
#include "services/parachain/leaves/active_leaves.hpp"
#include "services/parachain/leaves/relay_state.hpp"

namespace serinus::services::paras {

using network::wire::PeerId;
using parachain::PeerTopology;
using parachain::RequestKind;
/// A key of authority discovery.
using AuthorityId = crypto::sr25519::PublicKey;
using AuthorityIds = std::set<AuthorityId>;

/// A fault or merit of a peer, for its reputation; the classes of the reference.
/// Observed: polkadot-node-network-protocol 36.0.0, reputation.rs
enum class Conduct : int32_t {
    kBenefitMinor = 10'000,
    kBenefitMinorFirst = 15'000,
    kBenefitMajor = 200'000,
    kBenefitMajorFirst = 300'000,
    kCostMinor = -100'000,
    kCostMinorRepeated = -200'000,
    kCostMajor = -300'000,
    kCostMajorRepeated = -600'000,
    kMalicious = INT32_MIN,
};

/// Requests to peers. The calls take effect later.
class RequestOutlet {
  public:
    virtual ~RequestOutlet() = default;
    /// Whether a request of this kind would be sent now: otherwise its answer is nullopt for reasons of this node.
    virtual bool has_room(RequestKind) const { return true; }
    /// Called once, on the lane. nullopt: no answer, a refusal, or the peer is not connected. `spoken`: the protocol
    /// that was spoken in the end, `kind` or its fallback.
    using OnAnswer = std::move_only_function<void(RequestKind spoken, std::optional<Bytes> answer)>;
    virtual void request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                         OnAnswer on_answer) = 0;
};

/// The network, as parts use it. The calls take effect later.
class Outlets : public RequestOutlet {
  public:
    virtual void send(const std::vector<PeerId>& peers, const parachain::ValidationMessage& message) = 0;
    /// `reason` outlives everything: a literal.
    virtual void report(const PeerId& peer, Conduct conduct, std::string_view reason) = 0;
};

/// The peers behind the authorities, as authority discovery has found them.
class AuthorityPeers {
  public:
    virtual ~AuthorityPeers() = default;
    virtual std::optional<PeerId> find_peer(const AuthorityId& authority) const = 0;
    /// Those that are the peer; none of a peer that is no authority.
    virtual AuthorityIds find_authorities(const PeerId&) const { return {}; }
};

/// Hears what happens. A new leaf is told of before the ones that it replaces are gone.
class Part {
  public:
    virtual ~Part() = default;
    virtual void on_leaf(const RelayState&) {}
    /// A leaf of which the runtime does not say what is needed: on_leaf() does not follow.
    virtual void on_unreadable_leaf(const ActiveLeaves::Leaf&) {}
    /// Of either kind.
    virtual void on_leaf_gone(const Hash256&) {}
    /// The last final block.
    virtual void on_finalized(const ActiveLeaves::Leaf&) {}
    /// The grid of a session, and the peers that are known in it: when it begins, and when more of them are known.
    virtual void on_topology(const Session&, const PeerTopology&) {}
    virtual void on_peer(const PeerId&, const AuthorityIds&) {}
    /// Authority discovery knows others of a connected peer.
    virtual void on_authorities(const PeerId&, const AuthorityIds&) {}
    virtual void on_peer_gone(const PeerId&) {}
    /// A view that peers may have.
    virtual void on_view(const PeerId&, const parachain::View&) {}
    /// Of any kind: each part looks at its own.
    virtual void on_message(const PeerId&, const parachain::ValidationMessage&) {}
};

}  // namespace serinus::services::paras
