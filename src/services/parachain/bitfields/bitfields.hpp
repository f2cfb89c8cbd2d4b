/// Bitfields on a node: the own one signed 1.5 s after a leaf, those of others collected for authors, all passed on.
#pragma once

#include "parachain/availability/bitfields.hpp"
#include "services/parachain/availability/store.hpp"
#include "services/parachain/part.hpp"
#include "services/parachain/timelines/timelines.hpp"

namespace serinus::services::paras {

/// Who takes what an author may bring.
class BitfieldTaker {
  public:
    virtual ~BitfieldTaker() = default;
    /// For a child of `relay_parent`; its signature is good.
    virtual void take(const parachain::BitfieldMessage::Bitfield& bitfield) = 0;
};

class Bitfields final : public Part {
  public:
    /// All outlive this. The lane is the one that calls this.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        const crypto::NodeKeys& keys;
        const AvailabilityStore& store;
        Outlets& outlets;
        BitfieldTaker& taker;
        Timelines& timelines;
    };
    explicit Bitfields(const Environment& environment) : environment_(environment) {}

    void on_leaf(const RelayState& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override;
    void on_topology(const Session& session, const PeerTopology& topology) override;
    void on_peer(const PeerId& peer, const AuthorityIds&) override { gossip_.connect(peer); }
    void on_peer_gone(const PeerId& peer) override { gossip_.disconnect(peer); }
    void on_view(const PeerId& peer, const parachain::View& view) override;
    void on_message(const PeerId& peer, const parachain::ValidationMessage& message) override;

    struct Figures {
        uint64_t signed_own = 0;  ///< bitfields of this node
        uint64_t own_bits = 0;    ///< set in them
        uint64_t received = 0;    ///< good ones of others, each once
        uint64_t faulty = 0;      ///< that cost their sender
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    /// A leaf whose own bitfield is not made yet.
    struct Waiting {
        std::vector<std::optional<CandidateHash>> candidates;
        std::shared_ptr<const Session> session;
    };
    void sign(const Hash256& leaf);
    void carry_out(parachain::BitfieldGossip::Effects& effects);
    parachain::Draw draw();

    Environment environment_;
    parachain::BitfieldGossip gossip_;
    std::map<Hash256, Waiting> waiting_;
    Figures figures_;
};

}  // namespace serinus::services::paras
