/// Asks for the justifications of blocks that change the authorities: nothing above such a block can become final
/// before it, and who did not hear the votes needs the proof.
#pragma once

#include <map>
#include <set>

#include "chain/store/block_store.hpp"
#include "network/core/module.hpp"
#include "protocols/sync/block_messages.hpp"

namespace serinus::network::sync {

class JustificationChain {
  public:
    virtual ~JustificationChain() = default;
    virtual chain::BlockId finalized_block() = 0;
    /// Checks them on another thread. Justifications::on_verdict() follows.
    virtual void import_justifications(const chain::BlockId& block, primitives::Justifications justifications) = 0;
};

struct JustificationOptions {
    link::ProtocolIndex protocol = 0;
    /// Most blocks become final by votes soon after they came: nobody is asked before.
    Millis patience_ms = 10'000;
    Millis retry_ms = 10'000;  ///< between two questions for one block
    size_t max_blocks = 16;    ///< that are waited for; the lowest ones count
};

/// Blocks whose proofs of finality are missing.
struct JustificationFigures {
    size_t pending = 0;    ///< nobody was asked yet
    size_t active = 0;     ///< somebody is asked
    size_t failed = 0;     ///< those who were asked had none
    size_t importing = 0;  ///< came, and is judged
};

/// One block after the other, the lowest first, as each proof needs the one before. Peers take turns.
class Justifications final : public Module {
  public:
    Justifications(Host& host, JustificationChain& chain, const JustificationOptions& options)
        : host_(host), chain_(chain), options_(options) {}

    void add_peer(const PeerId& peer, Millis now);
    void remove_peer(const PeerId& peer, Millis now);
    void on_needed(const chain::BlockId& block, Millis now);
    /// `is_bad`: proven, not only of no use.
    void on_verdict(const chain::BlockId& block, bool is_bad, Millis now);
    size_t needed() const noexcept { return needed_.size(); }
    JustificationFigures figures() const;

    void on_request(link::RequestEvent event, Millis now) override;
    void on_timer(Millis now) override { plan(now); }
    std::optional<Millis> next_timer() const override { return wake_at_; }

  private:
    struct Needed {
        Hash256 hash;
        Millis ask_at = 0;
        uint32_t asked = 0;
    };

    void plan(Millis now);
    void again(Millis now);

    Host& host_;
    JustificationChain& chain_;
    JustificationOptions options_;
    std::multimap<BlockNumber, Needed> needed_;
    std::set<PeerId> peers_;
    std::optional<PeerId> last_;
    std::optional<link::RequestId> request_;
    std::optional<chain::BlockId> asked_for_;  ///< until it is judged
    std::optional<PeerId> from_;
    BlockRequest asked_;
    std::optional<Millis> wake_at_;
};

}  // namespace serinus::network::sync
