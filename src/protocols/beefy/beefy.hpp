/// The gossip of BEEFY: carries votes and finality proofs to all peers that do not have them, and brings the gadget
/// theirs.
/// Observed: polkadot-sdk v1.1.0, sc-consensus-beefy, communication/gossip; sc-network-gossip
#pragma once

#include "consensus/beefy/start.hpp"
#include "protocols/gossip/gossip_engine.hpp"

namespace serinus::network::gossip {

/// Hears of the peers with which the protocol is open, and how far they are by what they send.
class BeefyPeerListener {
  public:
    virtual ~BeefyPeerListener() = default;
    virtual void on_beefy_peer(const PeerId& peer, Millis now) = 0;
    virtual void on_beefy_peer_gone(const PeerId& peer, Millis now) = 0;
    /// The peer sent a vote for this block, or a proof of it.
    virtual void on_beefy_block(const PeerId& peer, primitives::BlockNumber block, Millis now) = 0;
};

inline constexpr Report kMalformedBeefyMessage{kMalicious, "Malformed message of BEEFY"};
inline constexpr Report kFaultyBeefyMessage{kMalicious, "Faulty message of BEEFY"};

/// Costs and benefits of a message: the reference's numbers, but a ban at once for a proven fault.
Report report_of(consensus::beefy::MessageVerdict verdict) noexcept;

struct BeefyGossipOptions {
    link::NotificationIndex protocol = 0;
    Role role = Role::kFull;
    size_t max_live = 4096;  ///< votes that new peers are told; the oldest are dropped
};

class BeefyGossip final : public GossipEngine {
  public:
    BeefyGossip(Host& host, GossipSink& sink, const BeefyGossipOptions& options);
    /// Must outlive this.
    void set_listener(BeefyPeerListener& listener) { listener_ = &listener; }

    void send(const consensus::beefy::OutgoingMessage& message);
    /// Votes before it are of no use to anybody from here on.
    void set_filter(const consensus::beefy::GossipFilter& filter);
    size_t live_count() const noexcept { return live_.size(); }

  private:
    bool is_of_use(const GossipMessage& message) const;
    bool concerns(const Peer&, const GossipMessage& message) const override { return is_of_use(message); }
    bool learn(const PeerId& id, Peer& peer, BytesView message, Millis now) override;
    void on_opened(const PeerId& id, Peer& peer, Millis now) override;
    void on_closed(const PeerId& id, Millis now) override;

    BeefyGossipOptions options_;
    BeefyPeerListener* listener_ = nullptr;
    std::optional<consensus::beefy::GossipFilter> filter_;
    std::deque<GossipMessage> live_;
    std::optional<GossipMessage> last_proof_;
};

}  // namespace serinus::network::gossip
