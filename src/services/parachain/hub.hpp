/// Tells the parts of a validator what happens: leaves, finality, peers, their views and messages. On one lane.
#pragma once

#include "services/parachain/part.hpp"

namespace serinus::services::paras {

class Hub {
  public:
    /// All outlive this. `set_view` is told what peers are to be told of this node's leaves;
    /// `on_session` of the first leaf of a session.
    struct Environment {
        RelayStates& states;
        const AuthorityPeers& authorities;
        Outlets& outlets;
        std::function<void(const parachain::View&)> set_view = {};
        std::function<void(const RelayState&)> on_session = {};
    };
    explicit Hub(Environment environment) : environment_(std::move(environment)) {}

    /// Before anything happens. Parts hear in the order in which they were added.
    void add(Part& part) { parts_.push_back(&part); }

    /// A session of which not all blocks are final: its topology is told, if it was not before. Read inside of it.
    /// Returns whether it is new.
    bool know(const std::shared_ptr<const Session>& session);

    // The chain.
    void on_imported(const ActiveLeaves::Leaf& block, const Hash256& parent);
    void on_finalized(const ActiveLeaves::Leaf& block);

    // Peers of `validation/3`.
    void on_peer(const PeerId& peer);
    void on_peer_gone(const PeerId& peer);
    /// As it came.
    void on_message(const PeerId& peer, BytesView message);

    /// Looks whether authority discovery knows more than before. To be called now and then.
    void update_authorities();

    struct Figures {
        size_t leaves = 0, peers = 0, known_authorities = 0;
        uint64_t garbage = 0;            ///< messages that do not decode
        uint64_t unreadable_leaves = 0;  ///< blocks of which the runtime does not say what is needed
    };
    Figures figures() const;
    const ActiveLeaves& leaves() const noexcept { return leaves_; }

  private:
    struct Peer {
        AuthorityIds authorities;
        BlockNumber finalized = 0;
    };
    void apply(const ActiveLeaves::Update& update);
    /// The leaves that the parts can say something of: messages for others would be held against their senders.
    parachain::View view() const;
    void on_view(const PeerId& id, Peer& peer, const parachain::View& view);
    void tell_topology(const Session& session);
    AuthorityIds authorities_of(const PeerId& peer) const;

    Environment environment_;
    std::vector<Part*> parts_;
    ActiveLeaves leaves_;
    std::set<Hash256> told_;        ///< leaves that the parts know of
    std::set<Hash256> unreadable_;  ///< of them, those of which the runtime does not say what is needed
    std::map<PeerId, Peer> peers_;
    std::map<SessionIndex, std::shared_ptr<const Session>> sessions_;  ///< of blocks that are not final
    SessionIndex first_session_{};                                     ///< of them
    SessionIndex next_session_{};          ///< the one behind the highest that a leaf was of
    std::map<AuthorityId, PeerId> known_;  ///< of these sessions
    Figures figures_;
};

}  // namespace serinus::services::paras
