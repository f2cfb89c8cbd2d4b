/// Which collators stay connected: of each para that this validator's group is to back so many, those with the highest
/// scores. Observed: polkadot-collator-protocol 36.0.0, `ConnectedPeers`.
///
/// A peer that has not said which para it collates for takes a place in each. When it has, it keeps that place alone.
/// It may not change its mind.
#pragma once

#include "parachain/collation/collator_scores.hpp"

namespace serinus::parachain {

class CollatorPeers {
  public:
    struct Limits {
        size_t overall = 300;
        size_t per_para = 60;
    };
    /// Peers that are to be disconnected.
    using Dropped = std::set<PeerId>;

    explicit CollatorPeers(const CollatorScores& scores) : CollatorPeers(scores, Limits{}) {}
    CollatorPeers(const CollatorScores& scores, Limits limits) : scores_(scores), limits_(limits) {}

    /// The paras that this validator's group is to back at any block in view, or soon. Before the first such set nobody
    /// may stay.
    Dropped set_paras(const std::set<ParaId>& paras);
    /// The peer itself, if it may not stay, or those that it displaces.
    Dropped connect(const PeerId& peer);
    Dropped declare(const PeerId& peer, ParaId para);
    void disconnect(const PeerId& peer);
    /// After a score has changed.
    void on_score(const CollatorScores::Change& change);

    bool contains(const PeerId& peer) const { return peers_.contains(peer); }
    /// The para that the peer has declared. nullopt: none, or the peer is not connected.
    std::optional<ParaId> para_of(const PeerId& peer) const;
    size_t size() const noexcept { return peers_.size(); }
    /// Places that are taken in a para.
    size_t count(ParaId para) const;

  private:
    struct Places {
        std::set<std::pair<Score, PeerId>> by_score;
        std::map<PeerId, Score> scores;
    };
    void accept(const PeerId& peer, const std::optional<ParaId>& declared, Dropped& out);
    static void leave(Places& places, const PeerId& peer);
    bool has_place(const PeerId& peer) const;

    const CollatorScores& scores_;
    Limits limits_;
    size_t limit_ = 0;  ///< of each para
    std::map<ParaId, Places> paras_;
    std::map<PeerId, std::optional<ParaId>> peers_;
};

}  // namespace serinus::parachain
