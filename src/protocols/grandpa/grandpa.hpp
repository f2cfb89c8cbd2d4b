/// The gossip of GRANDPA: carries the gadget's messages to the peers whom they concern, and brings it theirs.
/// Spec: sect-msg-grandpa
/// Observed: polkadot-stable2407, sc-consensus-grandpa, communication/gossip
#pragma once

#include "consensus/grandpa/start.hpp"
#include "protocols/gossip/gossip_engine.hpp"
#include "protocols/grandpa/costs.hpp"

namespace serinus::network::gossip {

struct GrandpaGossipOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    /// A vote goes to so many peers at once, where there are more to the square root of their number, but at least
    /// `min_at_once`: each node then receives a vote that many times on average, and not once from each of its peers.
    size_t all_at_once = 12, min_at_once = 5;
    /// The rest is told if the vote still concerns it then: its round did not end. Observed: polkadot 1.25.1 widens its
    /// circle after 1.5 times the length of a round
    Millis spread_ms = 6'000;
    size_t max_spreads = 8192;  ///< votes that wait for that; the oldest are dropped
};

class GrandpaGossip final : public GossipEngine {
  public:
    GrandpaGossip(Host& host, GossipSink& sink, const GrandpaGossipOptions& options);

    /// A copy that can change threads. Of commits `place` is the target, of votes the round.
    static GossipMessage message_of(const consensus::grandpa::OutgoingMessage& message);

    void send(GossipMessage message, Millis now);

    void on_timer(Millis now) override;
    std::optional<Millis> next_timer() const override;

  private:
    /// A vote that some peers are told later.
    struct Spread {
        GossipMessage message;
        Millis at = 0;
    };

    bool concerns(const Peer& peer, const GossipMessage& message) const override;
    bool learn(const PeerId& id, Peer& peer, BytesView message, Millis now) override;
    void send_vote(const GossipMessage& message, Millis now);

    GrandpaGossipOptions options_;
    std::deque<Spread> spreads_;  ///< by their times
};

}  // namespace serinus::network::gossip
