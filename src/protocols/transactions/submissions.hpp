/// Transactions of peers that wait for the pool. Peers take turns, few are in the pool's hands at once, and what waits
/// is bounded in bytes, of each peer and of all: however much one sends, the next transaction of another one waits for
/// those in the pool's hands and for one of each peer.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "libp2p/wire/peer_id.hpp"
#include "platform/turns.hpp"
#include "primitives/block.hpp"

namespace serinus::network::gossip {

/// Ours.
struct SubmissionLimits {
    size_t at_once = 64;                             ///< without a verdict, in the pool's hands
    uint64_t max_bytes_at_once = uint64_t{8} << 20;  ///< likewise, or one transaction, however long
    uint64_t max_bytes = uint64_t{32} << 20;
    uint64_t max_bytes_of_peer = uint64_t{4} << 20;  ///< or one transaction, however long
    size_t max_of_peer = 256;                        ///< that wait
};

/// One thread.
class Submissions {
  public:
    using PeerId = wire::PeerId;
    struct Submission {
        PeerId from;
        primitives::Extrinsic extrinsic;
    };

    explicit Submissions(const SubmissionLimits& limits)
        : limits_(limits),
          turns_({.running = limits.at_once,
                  .running_of_owner = limits.at_once,
                  .waiting_of_owner = std::max<size_t>(1, limits.max_of_peer)}) {}

    /// False: there is no room for it.
    bool add(const PeerId& peer, primitives::Extrinsic extrinsic);
    /// Waiting transactions of the peer are of no use: it has gone.
    void drop(const PeerId& peer);
    /// Those that the pool may have now, mostly as many as it has judged.
    std::vector<Submission> take();
    /// The pool has judged one of the peer, which may have gone. Without effect where it has none.
    void finished(const PeerId& peer);

    size_t waiting() const noexcept { return turns_.waiting(); }
    size_t running() const noexcept { return turns_.running(); }
    uint64_t bytes() const noexcept { return bytes_; }
    /// Half of the share of the peer, or of that of all, waits: more of it is to come later.
    bool is_crowded(const PeerId& peer) const;

  private:
    uint64_t bytes_of(const PeerId& peer) const;

    const SubmissionLimits limits_;
    platform::Turns<primitives::Extrinsic, PeerId> turns_;
    std::map<PeerId, uint64_t> bytes_of_;                ///< of those of which something waits
    std::map<PeerId, std::deque<uint64_t>> running_of_;  ///< sizes of those in the pool's hands
    uint64_t bytes_ = 0, running_bytes_ = 0;
};

}  // namespace serinus::network::gossip
