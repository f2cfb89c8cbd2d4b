/// Catching up without executing what was before: who may vote now is proven from set to set, then the state of a
/// final block is downloaded, and the chain begins with that block.
/// Spec: defn-warp-sync-proof
#pragma once

#include "protocols/sync/block_messages.hpp"
#include "protocols/sync/state_sync.hpp"

namespace serinus::network::sync {

/// The chain, as a warp uses it. Long tasks run on other threads, and each is answered by an event.
class WarpChain : public StateSink {
  public:
    /// The last block that is proven final; the genesis block in the beginning.
    virtual Hash256 proven() = 0;
    /// Checks SCALE WarpProof from proven() on, and keeps what it proves. WarpSync::on_checked() follows.
    virtual void check_proof(Bytes proof) = 0;
    /// Begins, or goes on with, the download of the state of proven(). WarpSync::on_download() follows.
    virtual void start_download() = 0;
    /// Begins the chain with proven() and its state, which is whole, and its body if a peer gave it, which is not
    /// checked yet. WarpSync::on_imported() follows.
    virtual void import_target(std::optional<primitives::Body> body) = 0;
    /// Whether a run before this one had proven a block and begun with its state.
    virtual bool has_target() = 0;
    /// Where targets are told: proven() becomes the last one that was told. False: it is that one, or there is none.
    virtual bool take_told_target() { return false; }
};

struct WarpOptions {
    link::ProtocolIndex warp_protocol = 0, block_protocol = 0;
    StateSyncOptions state;
    /// Peers prove nothing: somebody else says which block is final. Of a parachain that is its relay chain.
    bool is_target_told = false;
    /// The first proof is asked for when so many peers are there, or after some time with one; who goes on with a state
    /// needs one. Observed: polkadot-stable2407: the reference waits for three
    size_t min_peers = 3;
    Millis patience_ms = 5'000;
    Millis retry_ms = 2'000;
};

enum class WarpPhase : uint8_t {
    kPeers,   ///< waits for them, or to be told the target
    kProofs,  ///< who may vote
    kState,   ///< of the block that was proven
    kBody,    ///< of that block
    kImport,
    kDone,     ///< the chain begins with the block
    kUseless,  ///< nothing above the genesis block is final: the blocks must be executed
    kFailed,   ///< this machine could not do it
};

class WarpSync final : public Module {
  public:
    WarpSync(Host& host, WarpChain& chain, const WarpOptions& options)
        : host_(host), chain_(chain), options_(options) {}

    /// A peer that has blocks, and its best one.
    void on_peer(const PeerId& peer, BlockNumber best, Millis now);
    void on_peer_left(const PeerId& peer, Millis now);

    struct Checked {
        bool is_good = false;      ///< as a whole; a bad one changes nothing
        bool is_failure = false;   ///< of this machine
        bool is_finished = false;  ///< proven() is the last block that its sender can prove
        size_t fragments = 0;
    };
    void on_checked(const Checked& checked, Millis now);
    /// nullopt: this machine cannot store it.
    void on_download(std::optional<std::set<state::OpenPart>> open, Millis now);
    void on_taken(const PeerId& from, std::optional<StateSync::Verdict> verdict, std::set<state::OpenPart> open,
                  Millis now);
    void on_imported(bool is_imported, Millis now);
    /// Where targets are told: there is one, or a later one. WarpChain::take_told_target() follows if it is needed.
    void on_told(Millis now) { plan(now); }
    /// Where targets are told: the chain has nothing above its genesis block that is final.
    void on_useless(Millis now);

    WarpPhase phase() const noexcept { return phase_; }
    /// Blocks are asked for one after the other meanwhile by nobody.
    bool is_running() const noexcept { return phase_ < WarpPhase::kDone; }
    size_t fragments() const noexcept { return fragments_; }
    uint64_t proof_bytes() const noexcept { return proof_bytes_; }  ///< that peers sent
    size_t required_peers() const noexcept { return options_.min_peers; }
    /// Called when is_running() becomes false.
    std::function<void(Millis now)> on_end;

    void on_request(link::RequestEvent event, Millis now) override;
    void on_timer(Millis now) override { plan(now); }
    std::optional<Millis> next_timer() const override;

  private:
    struct Peer {
        BlockNumber best = 0;
        Millis pause_until = 0;
        bool is_liar = false;
    };

    void plan(Millis now);
    void await_told_target(Millis now);
    bool waits_for_peers(Millis now);
    void ask_for_proof(Millis now);
    void start_download(Millis now);
    void check_state(Millis now);
    void ask_for_body(Millis now);
    void end(WarpPhase phase, Millis now);

    Host& host_;
    WarpChain& chain_;
    WarpOptions options_;
    WarpPhase phase_ = WarpPhase::kPeers;
    std::map<PeerId, Peer> peers_;
    std::optional<Millis> first_peer_at_;
    std::optional<link::RequestId> request_;  ///< for a proof, or for the body
    std::optional<PeerId> asked_peer_;        ///< for it; of a proof until it is checked
    std::set<PeerId> without_body_;
    size_t fragments_ = 0;
    uint64_t proof_bytes_ = 0;
    std::unique_ptr<StateSync> state_;
    std::optional<Hash256> lost_;  ///< a block whose state nobody has any more
    std::optional<Millis> wake_at_;
};

}  // namespace serinus::network::sync
