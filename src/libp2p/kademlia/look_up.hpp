/// One look-up of the DHT: along one path, or along several that have no peer in common. A peer that names only its
/// friends misleads the path on which it was asked, and no other.
/// Spec: libp2p kad-dht
/// Observed: libp2p-kad 0.46.2, disjoint_query_paths: as many paths as peers that are asked at a time, each of which
/// looks for its part of the k closest
#pragma once

#include "libp2p/kademlia/query.hpp"

namespace serinus::network::kademlia {

class LookUp {
  public:
    /// `start`: the closest first.
    LookUp(const Key& target, const PeerId& own, std::vector<PeerInfo> start, const QueryOptions& options, Millis now);

    // As of Query.
    std::optional<PeerInfo> next(Millis now);
    void on_answer(const PeerId& from, const std::vector<PeerInfo>& closer);
    void on_failure(const PeerId& peer);
    void finish() noexcept;
    bool is_over(Millis now) const;
    std::optional<Millis> next_timer(Millis now) const;
    std::vector<PeerInfo> closest() const;

    size_t asked() const noexcept;
    size_t path_count() const noexcept { return paths_.size(); }

  private:
    Key target_;
    size_t k_;
    std::vector<Query> paths_;
    std::map<PeerId, size_t> path_of_;  ///< of the asked peers; empty with one path
};

}  // namespace serinus::network::kademlia
