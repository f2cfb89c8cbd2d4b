/// Asks for the BEEFY justification of a mandatory block: a node that did not hear the votes of a set cannot judge
/// those of the next one before it has the proof. Observed: polkadot-sdk v1.1.0, sc-consensus-beefy,
/// outgoing_requests_engine
#pragma once

#include <map>
#include <set>

#include "consensus/beefy/start.hpp"
#include "protocols/beefy/beefy.hpp"

namespace serinus::network::sync {

class BeefyProofSink {
  public:
    virtual ~BeefyProofSink() = default;
    /// Checks it on another thread. BeefyProofs::on_verdict() follows.
    virtual void receive_beefy_answer(primitives::BlockNumber block, Bytes proof) = 0;
};

inline constexpr Report kBadBeefyProof{kMalicious, "Bad proof of BEEFY"};

struct BeefyProofOptions {
    link::ProtocolIndex protocol = 0;
    /// Peers that are known to be further are asked at once; others then, as they may be no further than this node.
    Millis patience_ms = 10'000;
    Millis retry_ms = 15'000;  ///< after all peers were asked in vain
};

/// Counts since the start. Observed: metrics.rs of sc-consensus-beefy, polkadot-sdk v1.1.0
struct BeefyProofFigures {
    uint64_t no_peer = 0;  ///< times that there was nobody to ask
    uint64_t refused = 0;
    uint64_t errors = 0;  ///< time-outs, lost connections, malformed answers
    uint64_t invalid = 0;
    uint64_t good = 0;
};

/// One block and one peer at a time: after a failure the next peer.
class BeefyProofs final : public Module, public gossip::BeefyPeerListener {
  public:
    BeefyProofs(Host& host, BeefyProofSink& sink, const BeefyProofOptions& options)
        : host_(host), sink_(sink), options_(options) {}

    /// Asks for this block, in the place of any other.
    void want(primitives::BlockNumber block, Millis now);
    /// This block is proven: it and those before it are not wanted.
    void on_proven(primitives::BlockNumber block, Millis now);
    void on_verdict(primitives::BlockNumber block, consensus::beefy::AnswerVerdict verdict, Millis now);
    std::optional<primitives::BlockNumber> wanted() const noexcept { return wanted_; }
    const BeefyProofFigures& figures() const noexcept { return figures_; }

    void on_beefy_peer(const PeerId& peer, Millis now) override;
    void on_beefy_peer_gone(const PeerId& peer, Millis now) override;
    void on_beefy_block(const PeerId& peer, primitives::BlockNumber block, Millis now) override;
    void on_request(link::RequestEvent event, Millis now) override;
    void on_timer(Millis now) override { plan(now); }
    std::optional<Millis> next_timer() const override { return wake_at_; }

  private:
    void plan(Millis now);
    std::optional<PeerId> choose(Millis now) const;

    Host& host_;
    BeefyProofSink& sink_;
    BeefyProofOptions options_;
    std::map<PeerId, primitives::BlockNumber> peers_;  ///< with the highest block of their messages
    std::optional<primitives::BlockNumber> wanted_;
    Millis wanted_since_ = 0;
    Millis pause_until_ = 0;
    std::set<PeerId> asked_;  ///< in vain, since the last pause
    std::optional<link::RequestId> request_;
    std::optional<PeerId> from_;
    bool is_judging_ = false;  ///< the answer of `from_`
    std::optional<Millis> wake_at_;
    BeefyProofFigures figures_;
};

}  // namespace serinus::network::sync
